"""`rules test` plays examples through steps and pages, and says where they do not hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scanner.rulecheck import ExampleResult, check_examples
from tests.following.loopback_services import book_of, source

VARIABLES = {"name": "Jane Marlow", "town": "Wexcombe"}
RULE = source(
    "search",
    needs=["name"],
    by_name=True,
    variants=[{"needs": ["town"], "search": "{{ name | quoted }} {{ town | quoted }}"}],
    steps=[
        {
            "request": {
                "url": "https://id.example/token",
                "method": "POST",
                "form": {"scope": "read"},
            },
            "answers": {
                "found": {"status": 200, "json": "token"},
                "absent": {"status": 404, "json_equals": {"error": "nobody"}},
            },
            "keep": {"token": {"json": "token"}},
        }
    ],
    request={
        "url": "https://town-book.example/?q={{ search | query }}",
        "headers": {"Authorization": "Bearer {{ kept.token }}"},
    },
    results="listing",
    regions={"json": "items[*]"},
    pages={"next": {"json": "next"}},
    answers={
        "found": {"status": 200, "json": "items"},
        "absent": {"status": 200, "json_empty": "items", "json_equals": {"total": 0}},
    },
)
TOKEN = {"body": '{"token": "t-1"}'}
PAGE = '{"items": [{"n": "Jane Marlow"}, {"n": "Peter Oakes"}], "next": "?page=2"}'
LAST = {"body": '{"items": [{"n": "Jane Marlow"}]}'}


def example(name: str, expect: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, "variables": VARIABLES, "expect": expect} | fields


WHOLE = [
    example(
        "two pages",
        "found",
        steps=[TOKEN],
        body=PAGE,
        pages=[LAST],
        regions=3,
        kept={"token": "t-1"},
    ),
    example("nobody", "absent", steps=[TOKEN], body='{"items": [], "total": 0}'),
    example("no token", "absent", steps=[{"status": 404, "body": '{"error": "nobody"}'}]),
    example("a wall on the way", "blocked", steps=[{"status": 403, "body": "No"}]),
]


def results_of(folder: Path, examples: list[dict[str, Any]]) -> list[ExampleResult]:
    book = book_of(folder, [RULE | {"examples": examples}])
    return list(check_examples(book, str(RULE["id"])))


def test_a_chain_is_played_and_faces_the_walls_at_each_request(tmp_path: Path) -> None:
    results = results_of(tmp_path, WHOLE)
    assert [result for result in results if not result.passed] == []
    walls = [result.name for result in results if result.name.startswith("wall: ")]
    at_step = [name for name in walls if name.startswith("wall: step 1, ")]
    assert len(walls) == 2 * len(at_step) > 40


def test_what_does_not_hold_is_told(tmp_path: Path) -> None:
    wrong = [
        example("too many records", "found", steps=[TOKEN], body=PAGE, pages=[LAST], regions=2),
        example("no such page", "found", steps=[TOKEN], body=LAST["body"], pages=[LAST]),
        example("kept otherwise", "found", steps=[TOKEN], body=PAGE, kept={"token": "t-2"}),
        example("without its step", "found", body=PAGE),
    ]
    results = results_of(tmp_path, [*WHOLE, *wrong])
    told = {result.name: result.detail for result in results if not result.passed}
    assert set(told) == {fault["name"] for fault in wrong}
    assert told["too many records"] == "expected 2 records, saw 3"
    assert told["no such page"].startswith("after page 1 no further page is asked for: ")
    assert "t-1" in told["kept otherwise"]
    assert "step 1 has no answer" in told["without its step"]
