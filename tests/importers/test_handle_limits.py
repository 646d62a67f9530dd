"""Patterns of the lists, in Python's syntax, as limits in RE2's."""

from __future__ import annotations

import re

import pytest

from scanner.importers.handles import linear, names_of
from scanner.importers.site import Unusable
from scanner.rulebook.pattern import fits

HANDLES = (
    *("janemarlow", "jane.marlow", "jane_marlow", "jane-marlow", "JaneMarlow", "j", "jm", "-jane"),
    *("jane-", "_jane", "12345", "jane marlow", "жанна", "漢字", "a" * 70, "jane@home", ""),
)


@pytest.mark.parametrize(
    "pattern",
    [
        "^[A-Za-z0-9]{4,20}$",
        "[a-z0-9]{4,16}",
        "^[^.]*$",
        "^[\\w@-]+?$",
        "^[a-zA-Z0-9-_]{1,30}$",
        "^[\\w-]{,34}$",
        "\\w+_\\w+",
        "^((?!\\.).)*$",
        "^[^\\u3040-\\u30ff\\u4e00-\\u9fff]+$",
        "^[a-z]{12,15}$|^[0-9a-z]{16,20}$",
        "^\\d+$",
        "^[a-z-_.]{2,}",
    ],
)
def test_a_limit_lets_through_what_the_pattern_does(pattern: str) -> None:
    whole = linear(pattern)
    assert whole
    for handle in HANDLES:
        assert fits(whole, handle) is (re.search(pattern, handle) is not None), handle


@pytest.mark.parametrize(
    "pattern",
    ["^(?!-)[a-z-]{3,}(?<!-)$", "^[a-z](?:[a-z]|-(?=[a-z])){0,38}$", "^(?![.-])[a-z.-]{3,20}$"],
)
def test_without_look_around_more_is_let_through_never_less(pattern: str) -> None:
    names, remarks = names_of(pattern, in_host=False)
    assert [remark.field for remark in remarks] == ["regexCheck"]
    for handle in HANDLES:
        assert fits(names.pattern, handle) or not re.search(pattern, handle)


@pytest.mark.parametrize("pattern", ["[", "(a)\\1", "(?:a|b)" * 80, "(?P<a>x)(?P=a)"])
def test_what_cannot_be_expressed_is_no_limit(pattern: str) -> None:
    assert linear(pattern) == ""
    names, remarks = names_of(pattern, in_host=False)
    assert names.pattern == "" and len(remarks) == 1


def test_controls_are_names_that_the_site_takes() -> None:
    assert names_of("^[a-z]+$", in_host=False)[0].alphabet.isalpha()
    assert names_of("^[0-9]+$", in_host=False)[0].alphabet.isdigit()
    assert names_of("^[a-z0-9]{14,20}$", in_host=False)[0].length == 16


def test_a_site_of_short_names_cannot_be_controlled() -> None:
    with pytest.raises(Unusable):
        names_of("^[a-z]{1,8}$", in_host=False)
