"""A plan on disk holds no service's key, and is asked as it was planned."""

from __future__ import annotations

import zlib
from datetime import date

import pytest

from scanner.case.serial import dump
from scanner.demo import DemoWeb
from scanner.errors import PlanError
from scanner.model.plan import Plan
from scanner.plan import PlanOptions, make_plan, plan_with_keys, plan_without_keys
from scanner.profile import parse_profile
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook

TODAY = date(2026, 11, 22)
KEY = "k3y-of-a-service/+"


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rulebook()


@pytest.fixture(scope="module")
def secrets(book: RuleBook) -> dict[str, str]:
    return {rule.secret: KEY for rule in book.sources.values() if rule.secret}


@pytest.fixture(scope="module")
def plan(book: RuleBook, secrets: dict[str, str]) -> Plan:
    subject = parse_profile(DemoWeb(book).catalogue_toml(TODAY), TODAY).subject
    return make_plan(subject, book, PlanOptions(secrets=secrets), TODAY)


def revealed(plan: Plan) -> str:
    """All of it in clear."""
    return zlib.decompress(dump(plan)).decode()


def test_no_key_is_left(plan: Plan) -> None:
    assert KEY in revealed(plan)
    assert KEY not in revealed(plan_without_keys(plan))
    assert "k3y-of-a-service" not in revealed(plan_without_keys(plan))


def test_it_is_the_same_plan_again(plan: Plan, book: RuleBook, secrets: dict[str, str]) -> None:
    assert plan_with_keys(plan_without_keys(plan), book, secrets) == plan


def test_a_key_that_is_gone_is_told(plan: Plan, book: RuleBook) -> None:
    with pytest.raises(PlanError, match="netcurtain keys set"):
        plan_with_keys(plan_without_keys(plan), book, {})
