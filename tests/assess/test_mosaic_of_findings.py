"""The mosaic of a whole assessment: in words, with what stays, and first in the plan."""

from __future__ import annotations

from collections.abc import Callable

from scanner.model.assessment import Assessment
from scanner.model.facts import FactKind
from scanner.model.finding import Attribution, Finding

Judged = Callable[..., Assessment]
Made = Callable[..., Finding]


def street(finding: Made, key: str, url: str, **given: object) -> Finding:
    return finding(key, url, exposure="fact.home_street", form="street_town", **given)


def postcode(finding: Made, key: str, url: str, **given: object) -> Finding:
    return finding(key, url, exposure="fact.home_postcode", form="postcode", **given)


def mobile(finding: Made, key: str, url: str, **given: object) -> Finding:
    return finding(
        key, url, exposure="fact.personal_mobile", kind=FactKind.PHONE, fact_ids=("phone-1",),
        form="national", **given,
    )  # fmt: skip


def test_pages_that_are_harmless_alone_are_a_chain_together(judged: Judged, finding: Made) -> None:
    herald = street(finding, "f1", "https://www.herald.example/stands")
    club = postcode(finding, "f2", "https://club.example/members")
    assert judged(herald).mosaic is None and judged(club).mosaic is None
    mosaic = judged(herald, club).mosaic
    assert mosaic is not None
    assert [target.title for target in mosaic.targets] == ["Your front door"]
    (chain,) = mosaic.chains
    links = {link.id: link for link in mosaic.links}
    assert [links[key].title for key in chain.link_ids] == [
        "The street you live in",
        "Your home postcode",
    ]
    assert "few doors" in chain.why and not chain.unbreakable
    assert len(mosaic.removals) == mosaic.at_least == 1 and mosaic.exact


def test_a_number_that_one_page_tells_leads_to_another(judged: Judged, finding: Made) -> None:
    herald = mobile(finding, "f1", "https://www.herald.example/stands")
    advert = finding("f2", "https://swap.example/ad", facts_beside=("phone-1",))
    assert judged(advert).mosaic is None
    mosaic = judged(herald, advert).mosaic
    assert mosaic is not None
    (chain,) = mosaic.chains
    links = {link.id: link for link in mosaic.links}
    assert [links[key].behind for key in chain.link_ids] == ["", "phone-1"]


def test_what_breaks_chains_comes_before_what_is_only_worse(judged: Judged, finding: Made) -> None:
    """The private mobile scores higher than a street or a postcode, but opens no door."""
    calls = mobile(finding, "f3", "https://shop.example/jane")
    herald = street(finding, "f1", "https://www.wexcombe-herald.example/stands")
    hall = postcode(finding, "f2", "https://www.wexcombe-club.example/hire")
    without, alone = judged(calls, herald), judged(calls, herald, hall)
    assert without.mosaic is None and alone.mosaic is not None
    (removal,) = alone.mosaic.removals
    assert alone.actions[0].remedy_id == removal.remedy_id
    assert set(removal.finding_ids) <= set(alone.actions[0].finding_ids)


def test_what_the_law_makes_public_stays_and_is_never_among_the_removals(
    judged: Judged, finding: Made
) -> None:
    register = finding("f1", "https://register.example/officer", source_id="src.reg.ch_officers")
    mosaic = judged(register).mosaic
    assert mosaic is not None
    (chain,) = mosaic.chains
    assert chain.unbreakable and chain.remedy_ids == ("law.ch_current",)
    assert (mosaic.removals, mosaic.exact, mosaic.at_least) == ((), True, 0)
    copied = judged(register, finding("f2", "https://copies.example/jane")).mosaic
    assert copied is not None
    assert [item.site for item in copied.removals] == ["copies.example"]
    assert copied.links[0].staying_ids == ("f1",)


def test_what_is_only_possibly_hers_is_no_link(judged: Judged, finding: Made) -> None:
    unsure = finding("f1", attribution=Attribution.POSSIBLE)
    assert judged(unsure).mosaic is None


def test_what_the_person_made_public_is_no_way_to_the_door(judged: Judged, finding: Made) -> None:
    chosen = finding("f1", public_by_choice="My surgery is at home")
    assert judged(chosen).mosaic is None


def test_nothing_leads_to_a_page_that_shows_nothing_else_of_hers(
    judged: Judged, finding: Made
) -> None:
    assert judged(finding("f1", facts_beside=())).mosaic is None


def test_other_findings_of_the_page_lead_there_too(judged: Judged, finding: Made) -> None:
    """The name stands in one entry of a page and the street in another."""
    page = "https://www.herald.example/stands"
    mosaic = judged(
        street(finding, "f1", page, facts_beside=()),
        mobile(finding, "f2", page),
        postcode(finding, "f3", "https://club.example/members"),
    ).mosaic
    assert mosaic is not None and len(mosaic.chains) == 1
