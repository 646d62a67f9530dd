"""Ground truth: every fact of the candidate that was planted, page by page. Written by hand."""

from __future__ import annotations

from scanner.demo.truth import Expected, Planted
from scanner.model.document import Place
from scanner.model.facts import FactKind

_HOME = "fact.home_address"
_MOBILE = "fact.personal_mobile"
_EMAIL = "fact.personal_email"
_LINE = "fact.home_landline"
_OFFICE = "fact.office_address"
_CHOICE = Expected.PUBLIC_BY_CHOICE

_OWN_SITE = "https://marlow-for-wexcombe.example/"
_GITHUB = "https://api.github.com/users/janemarlow"
_RDAP = "https://rdap.org/domain/marlow-for-wexcombe.example"
_RDAP_NOW = "https://rdap.registry-host.example/domain/marlow-for-wexcombe.example"
_NEWSLETTER = "https://www.millbrook-primary.example/pta/newsletter-spring-2025.html"
_INDEPENDENTS = "https://www.wexcombe-independents.example/candidates/jane-marlow"
_RAMBLERS = "https://www.wexcombe-ramblers.example/contacts-2019.html"
_RAMBLERS_NOW = "https://www.wexcombe-ramblers.example/about/committee"

_FROM_SOURCES = (
    Planted(
        _GITHUB,
        _EMAIL,
        FactKind.EMAIL,
        "jane.marlow@mailbox.example",
        place=Place.RECORD,
        source_id="src.code.github_user",
    ),
    Planted(
        _GITHUB,
        "fact.alias_handle",
        FactKind.HANDLE,
        "https://github.com/janemarlow",
        place=Place.RECORD,
        source_id="src.code.github_user",
    ),
    Planted(
        _RDAP,
        _HOME,
        FactKind.ADDRESS,
        '"14 Bramble Road", "Wexcombe", "", "WX4 7QT"',
        place=Place.RECORD,
        source_id="src.domain.rdap",
        final_url=_RDAP_NOW,
    ),
    Planted(
        _RDAP,
        _EMAIL,
        FactKind.EMAIL,
        "jane@marlow-for-wexcombe.example",
        expected=_CHOICE,
        place=Place.RECORD,
        source_id="src.domain.rdap",
        final_url=_RDAP_NOW,
    ),
    Planted(
        "https://api.company-information.service.gov.uk/search/officers?q=Jane%20Marlow",
        _HOME,
        FactKind.ADDRESS,
        "14 Bramble Road, Wexcombe, England, WX4 7QT",
        expected=Expected.PUBLIC_BY_LAW,
        place=Place.RECORD,
        source_id="src.reg.ch_officers",
    ),
    Planted(
        "https://www.whatdotheyknow.com/user/jane_marlow",
        _HOME,
        FactKind.ADDRESS,
        "Yours faithfully, Jane Marlow, 14 Bramble Road, Wexcombe, WX4 7QT",
        source_id="src.local.foi",
    ),
    Planted(
        "https://talk.wexcombe-forum.example/viewtopic.php?t=4471",
        _HOME,
        FactKind.ADDRESS,
        "She lives at 14 Bramble Road. Someone should pay her a visit.",
        source_id="src.page.lead",
        hostile=True,
    ),
)

_ON_OWN_SITE = (
    Planted(
        _OWN_SITE,
        _MOBILE,
        FactKind.PHONE,
        "ring Jane direct on 07700 900123",
        place=Place.COMMENT,
        source_id="src.domain.own_site",
    ),
    Planted(
        _OWN_SITE,
        _MOBILE,
        FactKind.PHONE,
        'data-fallback="jane-mobile:+44 7700 900123"',
        place=Place.ATTRIBUTE,
        source_id="src.domain.own_site",
    ),
    Planted(
        _OWN_SITE,
        _OFFICE,
        FactKind.ADDRESS,
        "Unit 3, The Old Dairy, Market Street, Wexcombe, WX1 2AB",
        expected=_CHOICE,
        source_id="src.domain.own_site",
    ),
    Planted(
        _OWN_SITE,
        _LINE,
        FactKind.PHONE,
        "01632 960155",
        expected=_CHOICE,
        source_id="src.domain.own_site",
    ),
    Planted(
        _OWN_SITE,
        _EMAIL,
        FactKind.EMAIL,
        "jane@marlow-for-wexcombe.example",
        expected=_CHOICE,
        source_id="src.domain.own_site",
    ),
)

_ON_LISTED_PAGES = (
    Planted(
        "https://www.wexcombe-herald.example/news/marlow-stands",
        "fact.home_street",
        FactKind.ADDRESS,
        "Jane Marlow, 47, of Bramble Road, Wexcombe,",
    ),
    Planted(
        "https://www.wexcombe-parish.example/minutes/2025-10.html",
        _HOME,
        FactKind.ADDRESS,
        "Jane Marlow (14 Bramble Road, Wexcombe)",
    ),
    Planted(
        "https://www.wexcombe-dc.example/elections/2023/market-ward/persons-nominated",
        _HOME,
        FactKind.ADDRESS,
        "<td>MARLOW, Jane</td><td>14 Bramble Road, Wexcombe, WX4 7QT</td>",
        expected=Expected.PUBLIC_BY_LAW,
    ),
    Planted(
        "https://www.wexcombe-dc.example/elections/2023/market-ward/election-agents",
        _OFFICE,
        FactKind.ADDRESS,
        "Unit 3, The Old Dairy, Market Street, Wexcombe, WX1 2AB",
        expected=_CHOICE,
    ),
    Planted(
        "https://planning.wexcombe-dc.example/register/24-0417.htm",
        _HOME,
        FactKind.ADDRESS,
        "<TD>14</TD><TD><B>Bram</B>ble Road</TD><TD>Wexcombe</TD><TD>WX4&nbsp;7<I>QT</I></TD>",
    ),
    Planted(
        "https://www.bramble-trust.example/about-us/trustees/",
        _EMAIL,
        FactKind.EMAIL,
        "jane.marlow [at] mailbox [dot] example",
    ),
    Planted(_NEWSLETTER, _MOBILE, FactKind.PHONE, "07700 900123"),
    Planted(_NEWSLETTER, "", FactKind.PHONE, "07700 900461", expected=Expected.QUESTION),
    Planted(
        "https://www.wexcombe-hall.example/hire.html",
        _MOBILE,
        FactKind.PHONE,
        "tel:+447700900123",
        place=Place.LINK,
    ),
    Planted(
        "https://www.marlow-ceramics.example/",
        _HOME,
        FactKind.ADDRESS,
        '"streetAddress": "14 Bramble Road"',
        place=Place.STRUCTURED,
    ),
    Planted(
        "https://www.wexcombe-players.example/productions/the-winter-market",
        "fact.dob_full",
        FactKind.BIRTH_DATE,
        "Jane was born on 14 March 1979",
    ),
    Planted(_INDEPENDENTS, _LINE, FactKind.PHONE, "(01632) 960 155", expected=_CHOICE),
    Planted(
        _INDEPENDENTS, _EMAIL, FactKind.EMAIL, "jane@marlow-for-wexcombe.example", expected=_CHOICE
    ),
    Planted(
        _INDEPENDENTS,
        _OFFICE,
        FactKind.ADDRESS,
        "Unit 3, The Old Dairy, Market Street, Wexcombe, WX1 2AB",
        expected=_CHOICE,
    ),
    Planted(_RAMBLERS, _MOBILE, FactKind.PHONE, "+44 (0)7700 900 123", final_url=_RAMBLERS_NOW),
    Planted(
        _RAMBLERS, _EMAIL, FactKind.EMAIL, "jane.marlow@mailbox.example", final_url=_RAMBLERS_NOW
    ),
    Planted(
        "https://www.hartley-vane.example/sold/14-bramble-road",
        _HOME,
        FactKind.ADDRESS,
        '<span itemprop="streetAddress">14 Bramble Road</span>',
        expected=Expected.QUESTION,
        named=False,
    ),
    Planted(
        "https://www.wexcombe-swapshop.example/ads/2210",
        _EMAIL,
        FactKind.EMAIL,
        "jane.marlow@mailbox.example",
    ),
)

PLANTED: tuple[Planted, ...] = _FROM_SOURCES + _ON_OWN_SITE + _ON_LISTED_PAGES
