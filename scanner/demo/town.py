"""The ordinary sites of the invented town: which stored page stands at which address."""

from __future__ import annotations

from scanner.demo.candidate import DOMAIN
from scanner.demo.site import Moved, Page, Site, static_site, stored

_HERALD = "www.wexcombe-herald.example"
_DIRECTORY = "www.whereabouts-directory.example"
_RAMBLERS = "www.wexcombe-ramblers.example"


def _robots(host: str) -> str:
    return stored(host, "robots.txt").decode()


TOWN: tuple[Site, ...] = (
    static_site(
        DOMAIN,
        "There is no page at this address. The front page has everything we know.",
        {"/": Page("index.html")},
        robots="User-agent: *\nAllow: /\n",
    ),
    static_site(
        _HERALD,
        "We can't find the story that you are looking for. It may have been moved or taken down.",
        {
            "/news/marlow-stands": Page("marlow-stands.html"),
            "/news/market-street-plans": Page("market-street-plans.html"),
        },
        robots=_robots(_HERALD),
    ),
    static_site(
        "www.wexcombe-parish.example",
        "404. Try the list of minutes, or ring the Clerk.",
        {"/minutes/2025-10.html": Page("2025-10.html")},
    ),
    static_site(
        "www.wexcombe-dc.example",
        "Page not found. If you typed the web address, check that it is correct.",
        {
            "/elections/2023/market-ward/persons-nominated": Page("persons-nominated.html"),
            "/elections/2023/market-ward/election-agents": Page("election-agents.html"),
        },
        robots="User-agent: *\nDisallow: /payments/\n",
    ),
    static_site(
        "planning.wexcombe-dc.example",
        "HTTP 404: no such application is on the register.",
        {"/register/24-0417.htm": Page("24-0417.htm", "text/html")},
    ),
    static_site(
        "www.wexcombe-striders.example",
        "Oops! That page has run off. Perhaps searching can help.",
        {"/results/harvest-10k-2025/": Page("harvest-10k-2025.html")},
        robots="User-agent: *\nDisallow: /wp-admin/\n",
    ),
    static_site(
        "www.bramble-trust.example",
        "Nothing was found here. Maybe try one of the links in the menu.",
        {"/about-us/trustees/": Page("trustees.html")},
        robots="User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n",
    ),
    static_site(
        _DIRECTORY,
        "No record with this number. It may have been removed.",
        {"/people/jane-marlow-wexcombe": Page("jane-marlow-wexcombe.html")},
        robots=_robots(_DIRECTORY),
    ),
    static_site(
        "talk.wexcombe-forum.example",
        "The requested topic does not exist.",
        {"/viewtopic.php": Page("t4471.html")},
    ),
    static_site(
        "www.millbrook-primary.example",
        "That page is not on our website. The office may be able to help.",
        {"/pta/newsletter-spring-2025.html": Page("newsletter-spring-2025.html")},
    ),
    static_site(
        "www.wexcombe-hall.example",
        "Gerald has not made this page yet!",
        {"/hire.html": Page("hire.html", "text/html")},
    ),
    static_site(
        "www.marlow-ceramics.example",
        "This page was part of the shop, which has closed.",
        {"/": Page("index.html")},
    ),
    static_site(
        "www.wexcombe-players.example",
        "This production has left the stage.",
        {"/productions/the-winter-market": Page("the-winter-market.html")},
    ),
    static_site(
        "www.wexcombe-independents.example",
        "We have no candidate at this address.",
        {"/candidates/jane-marlow": Page("jane-marlow.html")},
    ),
    static_site(
        _RAMBLERS,
        "You have left the path. Go back the way you came.",
        {
            "/contacts-2019.html": Moved(f"https://{_RAMBLERS}/about/committee"),
            "/about/committee": Page("committee.html"),
        },
    ),
    static_site(
        "www.hartley-vane.example",
        "This property is no longer on our website.",
        {"/sold/14-bramble-road": Page("14-bramble-road.html")},
        robots="User-agent: *\nDisallow: /valuation\n",
    ),
    static_site(
        "www.wexcombe-history.example",
        "No such street.",
        {"/streets/bramble-road.htm": Page("bramble-road.htm", "text/html")},
    ),
    static_site(
        "www.northmoor-bakery.example",
        "All gone! This page has been eaten.",
        {"/about": Page("about.html")},
    ),
    static_site(
        "www.marlow-family-tree.example",
        "Nobody of that name is on the tree.",
        {"/jane-marlow-1879.html": Page("jane-marlow-1879.html")},
    ),
    static_site(
        "www.wexcombe-swapshop.example",
        "This advertisement has been taken down.",
        {"/ads/2210": Page("2210.html")},
    ),
)
