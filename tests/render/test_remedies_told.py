"""What a report says of a remedy beside its steps, and the advice that needs no finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bs4 import BeautifulSoup, Tag

from scanner.model.assessment import Assessment, RemedyText, SeenByHand
from scanner.model.bands import Band, Standing
from scanner.model.manual import Looked, ManualAnswer
from scanner.render import render_html
from tests.render import invented


def _main(assessment: Assessment) -> Tag:
    main = BeautifulSoup(render_html(assessment), "lxml").main
    assert main is not None
    return main


def _words(part: Tag | None) -> str:
    assert part is not None
    return " ".join(part.get_text(" ").split())


def _advice(remedy_id: str, title: str, **given: object) -> RemedyText:
    whole = invented.rich().remedies[0]
    return replace(whole, id=remedy_id, title=title, **given)  # type: ignore[arg-type]


def _with_advice(*advice: RemedyText) -> Assessment:
    rich = invented.rich()
    return replace(
        rich,
        remedies=(*rich.remedies, *advice),
        general=tuple(remedy.id for remedy in advice),
    )


def test_cost_waiting_time_and_what_not_to_send_are_told() -> None:
    advice = _advice(
        "rem.home.mail",
        "Have post go elsewhere",
        cost="A few pounds a month.",
        waits="Some days.",
        dont_send="No whole passport.",
    )
    told = _words(_main(_with_advice(advice)).find(id="general"))
    assert "What it costs A few pounds a month." in told
    assert "Then wait Some days." in told
    assert "What not to send No whole passport." in told


def test_what_costs_nothing_and_works_at_once_says_so() -> None:
    advice = _advice("rem.home.mail", "Have post go elsewhere", cost="", waits="", dont_send="")
    told = _words(_main(_with_advice(advice)).find(id="general"))
    assert "What it costs nothing" in told
    assert "Then wait no wait: it works at once" in told
    assert "What not to send" not in told


def test_advice_stands_in_its_order_and_in_the_contents() -> None:
    main = _main(_with_advice(_advice("rem.b", "Second by name"), _advice("rem.a", "Then this")))
    titles = [_words(item) for item in main.select("#general .what")]
    assert titles == ["Second by name", "Then this"]
    assert "General advice 2" in _words(main.find("nav"))


def test_without_advice_there_is_no_part_for_it() -> None:
    main = _main(invented.rich())
    assert main.find(id="general") is None
    assert "General advice" not in _words(main.find("nav"))


def test_what_comes_first_is_named_only_if_the_report_tells_it() -> None:
    first = _advice("rem.first", "Change the source")
    second = _advice("rem.second", "Ask the archive", after=("rem.first", "rem.not.here"))
    told = _words(_main(_with_advice(first, second)).find(id="general"))
    assert "Best done after “Change the source”: what its source still shows" in told
    alone = _words(_main(_with_advice(second)).find(id="general"))
    assert "Best done" not in alone


def test_a_long_list_of_what_comes_first_is_said_in_a_sentence() -> None:
    sources = [_advice(f"rem.{n}", f"Source {n}") for n in range(3)]
    last = _advice("rem.last", "Ask the engine", after=tuple(item.id for item in sources))
    told = _words(_main(_with_advice(*sources, last)).find(id="general"))
    assert "Best done later, once the page itself was dealt with" in told
    assert "Best done after" not in told


def test_steps_that_a_card_has_are_not_printed_again_where_the_person_looked() -> None:
    rich = invented.rich()
    on = date(2026, 11, 19)
    other = _advice("rem.other", "Ask the other one")
    seen = tuple(
        SeenByHand(
            check.source_id, check.title, "people", on, "fact.home_address", "Your home address",
            Standing.RISK, Band.HIGH, 50, "EX:1", (), "It leads to your door.", remedy_id,
        )
        for check, remedy_id in zip(rich.manual, ("rem.press.publisher", other.id), strict=True)
    )  # fmt: skip
    looked = tuple(
        replace(check, answer=ManualAnswer(check.source_id, Looked.SEEN, on))
        for check in rich.manual
    )
    manual = _main(replace(rich, manual=looked, seen=seen, remedies=(*rich.remedies, other))).find(
        id="manual"
    )
    assert isinstance(manual, Tag)
    assert len(manual.select(".steps")) == 1, "of the one that no card is about"
    link = manual.find("a", href="#do-rem-press-publisher")
    assert _words(link) == "What to do: Ask the paper to take it out"
