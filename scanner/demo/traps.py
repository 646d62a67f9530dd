"""Ground truth: namesakes, walls, honest absences and harmless pages. Written by hand."""

from __future__ import annotations

from scanner.demo.truth import Absence, Decoy, Harmless, Undecidable
from scanner.model.outcome import OutcomeKind

_OFFICERS = "https://api.company-information.service.gov.uk/search/officers?q=Jane%20Marlow"
_MINUTES = "https://www.wexcombe-parish.example/minutes/2025-10.html"
_RESULTS = "https://www.wexcombe-striders.example/results/harvest-10k-2025/"
_BAKERY = "https://www.northmoor-bakery.example/about"
_TREE = "https://www.marlow-family-tree.example/jane-marlow-1879.html"

DECOYS: tuple[Decoy, ...] = (
    Decoy(
        _BAKERY,
        "14 Bramble Road, Northmoor, NM2 5RT",
        "Another woman of her name, at the same number in a street of the same name, in another "
        "town; born in another year.",
        whole_page=True,
    ),
    Decoy(
        _TREE,
        "14 March 1879, Wexcombe",
        "Somebody of her name who was born a hundred years earlier to the day.",
        whole_page=True,
    ),
    Decoy(
        "https://www.wexcombe-history.example/streets/bramble-road.htm",
        "Bramble Road, Wexcombe",
        "Her street and town on a page of local history that names neither her nor her house.",
        whole_page=True,
    ),
    Decoy(_OFFICERS, "NM2 5RT", "The other Jane Marlow is a director too.", whole_page=False),
    Decoy(_OFFICERS, "MARLOWE", "A longer surname that begins with hers.", whole_page=False),
    Decoy(_MINUTES, "16 Bramble Road", "Her neighbour's house.", whole_page=False),
    Decoy(_MINUTES, "Jane Marlowe", "A longer surname that begins with hers.", whole_page=False),
    Decoy(_RESULTS, "Sarah Jane Marlow", "A longer name that ends in hers.", whole_page=False),
)

_ROBOTS_ONLY = frozenset({OutcomeKind.BLOCKED})

UNDECIDABLE: tuple[Undecidable, ...] = (
    Undecidable(
        "src.code.gitlab",
        "https://gitlab.com/api/v4/users?username=janemarlow",
        "429 with Retry-After.",
    ),
    Undecidable(
        "src.soc.mastodon",
        "https://social.wexcombe.example/api/v1/accounts/lookup?acct=janemarlow",
        "401: the instance shows nothing without an account.",
    ),
    Undecidable(
        "src.soc.tiktok",
        "https://www.tiktok.com/oembed?url=https://www.tiktok.com/@janemarlow",
        "The same answer for every handle.",
    ),
    Undecidable(
        "src.soc.linkhub", "https://linktr.ee/janemarlow", "A challenge with marks no rule knows."
    ),
    Undecidable(
        "src.page.given",
        "https://www.wexcombe-chamber.example/members/marlow-ceramics",
        "A challenge with marks no rule knows, another number on it for each path.",
    ),
    Undecidable(
        "src.page.given",
        "https://listings.wexcombe-events.example/hosts/jane-marlow",
        "A challenge with marks no rule knows, which repeats the path that was asked for.",
    ),
    Undecidable(
        "src.page.given",
        "https://www.county-almanack.example/wexcombe/marlow",
        "A challenge with marks no rule knows, another number on it for each path.",
    ),
    Undecidable(
        "src.page.given",
        "https://www.wexcombe-herald.example/news/market-street-plans",
        "A log-in wall.",
    ),
    Undecidable(
        "src.page.given",
        "https://www.whereabouts-directory.example/people/jane-marlow-wexcombe",
        "robots.txt asks automated visitors to stay away: the page must never be asked for.",
        _ROBOTS_ONLY,
    ),
    Undecidable(
        "src.page.given",
        "https://www.wexcombe-weekender.example/people/jane-marlow",
        "A consent interstitial.",
    ),
    Undecidable(
        "src.page.given",
        "https://app.wexcombe-mutual.example/members/marlow",
        "An empty shell that needs scripts.",
    ),
    Undecidable("src.page.given", "https://www.marlow-pots.example/", "A parked domain."),
    Undecidable(
        "src.page.given", "https://www.wexcombe-arts.example/people/marlow", "503, maintenance."
    ),
)

ABSENCES: tuple[Absence, ...] = (
    Absence("src.code.gravatar", "api.gravatar.com"),
    Absence("src.soc.bluesky", "public.api.bsky.app"),
    Absence("src.soc.telegram", "t.me"),
    Absence("src.soc.blog", "public-api.wordpress.com"),
)

HARMLESS: tuple[Harmless, ...] = (
    Harmless(_RESULTS, "Her name, club and age category: nothing that she gave as private."),
)

LEADS: tuple[str, ...] = (
    "https://talk.wexcombe-forum.example/viewtopic.php?t=4471",
    _BAKERY,
    _TREE,
)

ARCHIVED: tuple[str, ...] = (
    "https://www.wexcombe-herald.example/news/marlow-stands",
    "https://www.wexcombe-dc.example/elections/2023/market-ward/persons-nominated",
    "https://www.marlow-ceramics.example/",
    "https://talk.wexcombe-forum.example/viewtopic.php?t=4471",
)
