"""The Welsh catalogue: whole, in step with what reports may say, and with nothing lost on the way.

When one of these fails after a text was changed or added: run `python -m
scanner.render.translating`, then write the Welsh into the .po file that it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Message

from scanner.language.catalogue import DOMAINS, PLACE, read_catalogs
from scanner.render.messages import frame_messages, rule_messages
from scanner.render.translating import messages_of
from scanner.resources import resource_folder

HERE = Path(__file__).parent
SAME = resource_folder("reports") / "locale" / "cy" / "same.txt"
NUMBERS_OF_ENGLISH = {"were"}
"""Places for a word that English needs and Welsh does not."""


@cache
def entries() -> tuple[tuple[str, Message], ...]:
    return tuple(
        (domain, message)
        for domain, catalog in zip(DOMAINS, read_catalogs("cy"), strict=True)
        for message in catalog
        if message.id
    )


def english(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def welsh(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def translated() -> Iterator[Message]:
    return (message for _, message in entries() if all(welsh(message)))


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_files_hold_every_text_and_no_other(domain: str) -> None:
    wanted = {message.one for message in messages_of(domain)}
    kept = {english(message)[0] for name, message in entries() if name == domain}
    assert kept == wanted


def test_nothing_is_without_welsh_but_what_is_counted() -> None:
    allowed = int((HERE / "missing.txt").read_text())
    missing = [english(message)[0] for _, message in entries() if not all(welsh(message))]
    assert len(missing) <= allowed, missing[:10]


def test_only_what_is_listed_is_the_same_in_both_languages() -> None:
    listed = set(SAME.read_text("utf-8").splitlines())
    same = {one for message in translated() for one in english(message) if one in welsh(message)}
    assert same == listed


def test_every_place_of_a_text_stands_in_its_welsh() -> None:
    def places(text: str) -> set[str]:
        return set(PLACE.findall(text)) - NUMBERS_OF_ENGLISH

    wrong = [
        (english(message), form)
        for message in translated()
        for form in welsh(message)
        if places(form) != places(english(message)[-1])
    ]
    assert not wrong


def test_the_welsh_holds_no_other_markup_than_the_english() -> None:
    def markup(text: str) -> list[str]:
        return sorted(re.findall(r"<[^>]*>|&#?\w+;|[<>]", text))

    wrong = [
        english(message)
        for message in translated()
        for form in welsh(message)
        if markup(form) != markup(english(message)[-1])
    ]
    assert not wrong


def test_numbers_have_the_five_forms_of_welsh() -> None:
    counted = [welsh(message) for message in translated() if len(english(message)) == 2]
    assert len(counted) > 10
    assert {len(forms) for forms in counted} == {5}  # Others, 1, 2, 3 and 6.


def test_templates_code_and_rules_all_have_a_say() -> None:
    places = {message.where.split("/")[0] for message in (*frame_messages(), *rule_messages())}
    assert places == {"reports", "scanner", "rules"}
