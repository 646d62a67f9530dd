"""Chains from the name to the door, and the fewest removals that break them.

The oracle below knows nothing of nodes and masks: it takes findings one by one, follows every way
in which they can be put together, and tries every set of removals.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.assess.mosaic.chains import entries_of, routes
from scanner.assess.mosaic.graph import LINK, Graph, KnownFact, Met, Unit, graph_of
from scanner.assess.mosaic.removals import fewest_removals
from scanner.model.facts import FactKind
from scanner.resources import resource_folder
from scanner.rulebook.loader import load_rule
from scanner.rulebook.mosaic import MosaicWeighting

_PATH = resource_folder("rules") / "weightings" / "mosaic.yaml"
RULE = load_rule(_PATH.read_text(encoding="utf-8"), _PATH).rule
assert isinstance(RULE, MosaicWeighting)

FACTS = {
    "name": KnownFact(FactKind.NAME),
    "address-1": KnownFact(FactKind.ADDRESS),
    "address-2": KnownFact(FactKind.ADDRESS),
    "vehicle": KnownFact(FactKind.VEHICLE),
    "employer": KnownFact(FactKind.EMPLOYER),
    "custom": KnownFact(FactKind.CUSTOM, "Running route"),
    "school": KnownFact(FactKind.SCHOOL),
    "handle-1": KnownFact(FactKind.HANDLE),
    "handle-2": KnownFact(FactKind.HANDLE),
    "email": KnownFact(FactKind.EMAIL),
    "handle-public": KnownFact(FactKind.HANDLE, is_public=True),
}
SHOWN = {
    "fact.home_address": ("address-1", "address-2"),
    "fact.home_street": ("address-1", "address-2"),
    "fact.home_postcode": ("address-1", "address-2"),
    "fact.vehicle_reg": ("vehicle",),
    "fact.workplace": ("employer",),
    "fact.custom": ("custom",),
    "fact.child_school": ("school",),
    "fact.alias_handle": ("handle-1", "handle-2"),
    "fact.personal_email": ("email",),
}
_KEYS = ("name", "handle-1", "handle-2", "email", "handle-public")


def met(
    number: int,
    exposure: str,
    *beside: str,
    fact_id: str = "",
    site: str = "",
    stays: bool = False,
    page: str = "",
    minutes: int = 5,
) -> Met:
    return Met(
        finding_id=f"f{number:05}",
        exposure=exposure,
        form="full",
        source_id="src.page.given",
        fact_ids=(fact_id or SHOWN[exposure][0],),
        page=page or f"page-{number}",
        beside=frozenset(beside),
        unit=None if stays else Unit(site or f"s{number:05}.example", "rem.x", minutes),
    )


def graph(items: Iterable[Met]) -> Graph:
    return graph_of(RULE, items, FACTS)


# ---- the oracle -------------------------------------------------------------------------------


def proofs(items: tuple[Met, ...]) -> set[frozenset[str]]:
    """Every chain as the set of its findings, by following each finding back to the name."""
    shown: dict[str, set[str]] = {}
    for item in items:
        shown.setdefault(item.page, set()).update(item.fact_ids, item.beside)
    starts = {"name", "handle-public"}
    links = {"handle-1", "handle-2", "email"}

    def backed(
        item: Met, told: Mapping[str, Met], asked: tuple[str, ...], barred: frozenset[str]
    ) -> Iterator[dict[str, Met]]:
        """Who tells what, so that the item's page is found; `asked` is being looked for."""
        if shown[item.page] & starts:
            yield dict(told)
            return
        for key in sorted((shown[item.page] & links) - barred - set(asked)):
            if key in told:
                yield dict(told)
                continue
            for other in items:
                if key in other.fact_ids:
                    yield from backed(other, {**told, key: other}, (*asked, key), frozenset({key}))

    def together(pieces: tuple[Met, ...], told: dict[str, Met]) -> Iterator[dict[str, Met]]:
        if not pieces:
            yield told
            return
        for more in backed(pieces[0], told, (), frozenset()):
            yield from together(pieces[1:], more)

    def is_piece(item: Met, name: str) -> bool:
        piece = RULE.pieces[name]
        return bool(piece.exposes) and item.exposure in piece.exposes

    found: set[frozenset[str]] = set()
    for way in RULE.ways:
        for pieces in itertools.product(
            *([item for item in items if is_piece(item, name)] for name in way.pieces)
        ):
            about = {i.fact_ids[0] for i in pieces if i.fact_ids[0].startswith("address")}
            if way.to == "home" and len(about) > 1:
                continue
            for told in together(pieces, {}):
                ids = {item.finding_id for item in (*pieces, *told.values())}
                found.add(frozenset(ids))
    return found


def breaks(chains: set[frozenset[str]], units: Mapping[str, Unit | None], gone: set[Unit]) -> bool:
    """Whether no chain is left that could be broken."""
    return not any(
        {units[key] for key in chain} - {None} and not gone & {units[key] for key in chain}
        for chain in chains
    )


def fewest(chains: set[frozenset[str]], units: Mapping[str, Unit | None]) -> tuple[int, int]:
    every = sorted({unit for unit in units.values() if unit}, key=repr)
    for size in range(len(every) + 1):
        minutes = [
            sum(unit.minutes for unit in chosen)
            for chosen in itertools.combinations(every, size)
            if breaks(chains, units, set(chosen))
        ]
        if minutes:
            return size, min(minutes)
    raise AssertionError("removing everything breaks everything")


# ---- small pictures ---------------------------------------------------------------------------


@st.composite
def findings(draw: st.DrawFn, most: int = 7) -> tuple[Met, ...]:
    made = []
    for number in range(draw(st.integers(0, most))):
        exposure = draw(st.sampled_from(sorted(SHOWN)))
        made.append(
            met(
                number,
                exposure,
                *draw(st.sets(st.sampled_from(_KEYS), max_size=2)),
                fact_id=draw(st.sampled_from(SHOWN[exposure])),
                site=draw(st.sampled_from(["a.example", "b.example", "c.example", "d.example"])),
                stays=draw(st.integers(0, 4)) == 0,
                page=draw(st.sampled_from(["", "", "shared-1", "shared-2"])),
            )
        )
    times = {}
    for item in made:
        if item.unit:
            times.setdefault(item.unit.site, draw(st.sampled_from([0, 5, 30])))
    return tuple(
        replace(item, unit=item.unit._replace(minutes=times[item.unit.site])) if item.unit else item
        for item in made
    )


def listed(made: Graph) -> set[frozenset[str]]:
    """All chains of the graph, alternatives multiplied out."""
    return {
        frozenset(entry.finding_id for entry in chosen)
        for route in routes(made)
        for chosen in itertools.product(*(entries_of(made, *step) for step in route.behind))
    }


@given(findings())
@settings(max_examples=120, deadline=None)
def test_the_chains_are_those_that_can_be_followed(items: tuple[Met, ...]) -> None:
    assert listed(graph(items)) == proofs(items)


@given(findings())
@settings(max_examples=120, deadline=None)
def test_the_removals_break_every_chain_and_no_smaller_or_quicker_set_does(
    items: tuple[Met, ...],
) -> None:
    made = graph(items)
    units = {item.finding_id: item.unit for item in items}
    chains = proofs(items)
    chosen = fewest_removals(made)
    gone = {made.units[number] for number in chosen.units}
    assert chosen.exact and chosen.at_least == len(gone)
    assert breaks(chains, units, gone)
    assert (len(gone), sum(unit.minutes for unit in gone)) == fewest(chains, units)


@given(findings(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_findings_changes_nothing(items: tuple[Met, ...], random) -> None:  # type: ignore[no-untyped-def]
    mixed = list(items)
    random.shuffle(mixed)
    assert graph(mixed) == graph(items)
    assert fewest_removals(graph(mixed)) == fewest_removals(graph(items))


@given(findings(), findings(most=1))
@settings(deadline=None)
def test_one_more_finding_removes_no_chain(items: tuple[Met, ...], more: tuple[Met, ...]) -> None:
    apart = tuple(replace(item, finding_id="f99999", page="another") for item in more)
    assert listed(graph(items)) <= listed(graph((*items, *apart)))


@given(findings())
@settings(deadline=None)
def test_bounds_hold_when_the_search_is_cut_short(items: tuple[Met, ...]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scanner.assess.mosaic.removals.MOST_STEPS", 0)
        patch.setattr("scanner.assess.mosaic.removals.MOST_LINKS", 0)
        cut = fewest_removals(graph(items))
    units = {item.finding_id: item.unit for item in items}
    made = graph(items)
    chains = proofs(items)
    assert breaks(chains, units, {made.units[number] for number in cut.units})
    assert cut.at_least <= fewest(chains, units)[0] <= len(cut.units)
    assert not cut.exact or cut.at_least == len(cut.units)


# ---- stories ----------------------------------------------------------------------------------


def test_three_harmless_pages_lead_to_the_door_together() -> None:
    items = (
        met(1, "fact.workplace", "name"),
        met(2, "fact.custom", "name"),
        met(3, "fact.home_street", "name"),
    )
    made = graph(items)
    assert [goal.target for goal in made.goals] == ["home"]
    assert len(fewest_removals(made).units) == 1
    for left in itertools.combinations(items, 2):
        assert graph(left).goals == ()


def test_the_page_that_ties_the_name_to_the_account_is_one_removal_for_many() -> None:
    behind = [met(n, "fact.home_postcode", "handle-1") for n in range(10)]
    streets = [met(n, "fact.home_street", "handle-1") for n in range(10, 20)]
    tie = met(99, "fact.alias_handle", "name", fact_id="handle-1")
    made = graph([*behind, *streets, tie])
    assert [made.units[n].site for n in fewest_removals(made).units] == ["s00099.example"]


def test_an_account_that_is_public_by_choice_is_known_from_the_start() -> None:
    (goal,) = graph([met(1, "fact.home_address", "handle-public")]).goals
    assert goal.target == "home"
    assert graph([met(1, "fact.home_address", "handle-1")]).goals == ()


def test_an_account_does_not_vouch_for_itself() -> None:
    account = met(1, "fact.alias_handle", fact_id="handle-1", page="profile")
    street = met(2, "fact.home_street", fact_id="address-1", page="profile")
    postcode = met(3, "fact.home_postcode", "name")
    assert graph([account, street, postcode]).goals == ()


def test_the_street_of_one_home_and_the_postcode_of_another_lead_nowhere() -> None:
    street = met(1, "fact.home_street", "name", fact_id="address-1")
    postcode = met(2, "fact.home_postcode", "name", fact_id="address-2")
    assert graph([street, postcode]).goals == ()


def test_what_stays_is_never_recommended_and_the_rest_still_is() -> None:
    law = met(1, "fact.home_address", "name", stays=True)
    copy = met(2, "fact.home_address", "name")
    made = graph([law, copy])
    assert [made.units[n].site for n in fewest_removals(made).units] == ["s00002.example"]
    assert fewest_removals(graph([law])).units == ()


@pytest.mark.parametrize("links", [1, 9, 40])
def test_ten_thousand_findings_take_less_than_a_second(links: int) -> None:
    facts = {**FACTS, **{f"handle-x{n}": KnownFact(FactKind.HANDLE) for n in range(links)}}
    ties = [
        met(n, "fact.alias_handle", "name", fact_id=f"handle-x{n}", site=f"tie{n}.example")
        for n in range(links)
    ]
    kinds = ["fact.home_street", "fact.home_postcode", "fact.vehicle_reg", "fact.home_address"]
    many = [
        met(
            100 + n,
            kinds[n % 4],
            "name" if n % 3 == 0 else f"handle-x{n % links}",
            site=f"{n // 2}.example",
            stays=n % 97 == 0,
        )
        for n in range(10_000)
    ]
    before = time.process_time()
    made = graph_of(RULE, [*ties, *many], facts)
    chosen = fewest_removals(made)
    some = list(itertools.islice(routes(made), 1000))
    assert time.process_time() - before < 1
    assert some and chosen.units and chosen.at_least <= len(chosen.units)


def test_links_stand_before_what_is_found_by_them() -> None:
    tie = met(1, "fact.alias_handle", "name", fact_id="handle-1")
    further = met(2, "fact.alias_handle", "handle-1", fact_id="handle-2")
    street = met(3, "fact.home_address", "handle-2")
    (route,) = routes(graph([street, further, tie]))
    assert [node for node, _ in route.behind] == [
        (LINK, "handle-1"),
        (LINK, "handle-2"),
        ("address", "address-1"),
    ]
