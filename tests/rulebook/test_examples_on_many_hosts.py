"""An example is asked at the site to which its host belongs, as a real question is."""

from __future__ import annotations

from scanner.rulebook.loader import load_rulebook
from scanner.rulecheck.playing import first_probe, play


def test_a_no_of_an_interface_on_a_host_of_its_own_is_a_no() -> None:
    book = load_rulebook([])
    rule = book.sources["src.code.bitbucket"]
    example = next(e for e in rule.examples if e.expect == "absent")
    probe = first_probe(rule, example)
    assert (probe.host, probe.site) == ("api.bitbucket.org", "bitbucket.org")
    assert play(book, rule, example).outcome.kind == "absent"
