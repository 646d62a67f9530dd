"""The invented candidate: her facts, her profile, and the keys that the invented services know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

NAME = "Jane Marlow"
TOWN_NAME = "Wexcombe"
HANDLE = "janemarlow"
HOUSE, STREET, POSTCODE = "14", "Bramble Road", "WX4 7QT"
HOME = f"{HOUSE} {STREET}, {TOWN_NAME}, {POSTCODE}"
OFFICE = "Unit 3, The Old Dairy, Market Street, Wexcombe, WX1 2AB"
MOBILE = "07700 900123"
CAMPAIGN_LINE = "01632 960155"
EMAIL = "jane.marlow@mailbox.example"
CAMPAIGN_EMAIL = "jane@marlow-for-wexcombe.example"
DOMAIN = "marlow-for-wexcombe.example"
INSTANCE = "social.wexcombe.example"
SEARCH_HOST = f"search.{DOMAIN}"

SECRETS = {"companies_house": "demo-key-7f3c1b52"}
"""Keys by the name that source rules use. They open nothing outside the demonstration web."""

LISTED_PAGES = (
    "https://www.wexcombe-herald.example/news/marlow-stands",
    "https://www.wexcombe-herald.example/news/market-street-plans",
    "https://www.wexcombe-parish.example/minutes/2025-10.html",
    "https://www.wexcombe-dc.example/elections/2023/market-ward/persons-nominated",
    "https://www.wexcombe-dc.example/elections/2023/market-ward/election-agents",
    "https://planning.wexcombe-dc.example/register/24-0417.htm",
    "https://www.wexcombe-striders.example/results/harvest-10k-2025/",
    "https://www.bramble-trust.example/about-us/trustees/",
    "https://www.whereabouts-directory.example/people/jane-marlow-wexcombe",
    "https://www.millbrook-primary.example/pta/newsletter-spring-2025.html",
    "https://www.wexcombe-hall.example/hire.html",
    "https://www.marlow-ceramics.example/",
    "https://www.wexcombe-players.example/productions/the-winter-market",
    "https://www.wexcombe-independents.example/candidates/jane-marlow",
    "https://www.wexcombe-ramblers.example/contacts-2019.html",
    "https://www.hartley-vane.example/sold/14-bramble-road",
    "https://www.wexcombe-history.example/streets/bramble-road.htm",
    "https://www.wexcombe-swapshop.example/ads/2210",
    "https://www.wexcombe-weekender.example/people/jane-marlow",
    "https://app.wexcombe-mutual.example/members/marlow",
    "https://www.marlow-pots.example/",
    "https://www.wexcombe-arts.example/people/marlow",
    "https://www.wexcombe-chamber.example/members/marlow-ceramics",
    "https://listings.wexcombe-events.example/hosts/jane-marlow",
    "https://www.county-almanack.example/wexcombe/marlow",
)
"""The public pages that the candidate lists. One per line of the ground truth, walls included."""

_CONSENT_AGE = timedelta(days=20)
_CONSENT_LIFE = timedelta(days=183)


def profile_toml(today: date) -> str:
    """The candidate's profile; its consent is a few weeks old on `today` and lasts half a year."""
    given = today - _CONSENT_AGE
    pages = "\n".join(f'    "{url}",' for url in LISTED_PAGES)
    return f"""\
# The invented candidate of the demonstration web. Nobody of this name lives in Wexcombe,
# and there is no Wexcombe.
schema = 1

[subject]
role = "candidate"

[consent]
basis = "self"
given_by = "{NAME}"
given_on = {given.isoformat()}
how = "own device"
valid_until = {(given + _CONSENT_LIFE).isoformat()}
scope = "all"
name_searches = ["src.search.searxng", "src.reg.ch_officers", "src.local.foi"]

[election]
kind = "local"
nation = "England"
poll_date = 2027-05-06

[facts]
name = "{NAME}"
phone = [
    "{MOBILE}",
    {{ value = "{CAMPAIGN_LINE}", public_by_choice = "Campaign line, on every leaflet" }},
]
email = [
    "{EMAIL}",
    {{ value = "{CAMPAIGN_EMAIL}", public_by_choice = "Campaign e-mail" }},
]
handle = [
    {{ value = "{HANDLE}", site = "github.com" }},
    "{HANDLE}",
    "@{HANDLE}@{INSTANCE}",
]
birth_date = 1979-03-14
domain = {{ value = "{DOMAIN}", public_by_choice = "Campaign site" }}

[[facts.address]]
use = "home"
house = "{HOUSE}"
street = "{STREET}"
town = "{TOWN_NAME}"
postcode = "{POSTCODE}"

[[facts.address]]
use = "office"
value = "{OFFICE}"
public_by_choice = "Campaign office, printed on the imprint"

[pages]
urls = [
{pages}
]

[endpoints]
"src.search.searxng" = "https://{SEARCH_HOST}"
"""


COUNCIL_SITE = "https://democracy.wexcombe.example"
_FURTHER_FACTS = """\
employer = ["Jane Marlow Consulting Ltd", "Wexcombe Food Bank"]
"""
_FURTHER_ENDPOINTS = """\
"src.local.club_site" = "https://www.wexcombe-striders.example"
"src.local.parish_site" = "https://www.wexcombe-parish.example"
"src.press.local_paper" = "https://www.wexcombe-herald.example"
"""
_FURTHER_HANDLES = """\
handle = [
    { value = "900123", site = "candidates.democracyclub.org.uk" },
    { value = "0000-0000-0000-0000", site = "orcid.org" },
    { value = "M9ZZZ", site = "aprs.fi" },
"""


def catalogue_toml(today: date, sources: Iterable[str]) -> str:
    """The candidate's profile with a yes to every source, and with the facts that some ask for
    which she would not need else. Of her poll nothing is said, so that the sources of all nations
    are asked."""
    yes = "[" + ", ".join(f'"{source_id}"' for source_id in sorted(sources)) + "]"
    text = profile_toml(today)
    first, _, last = text.partition("name_searches = ")
    _, _, last = last.partition("\n")
    permissions = f"name_searches = {yes}\nsensitive_sources = {yes}\nrevealing_searches = {yes}\n"
    text = first + permissions + last
    text = text.replace("[election]\n", f'[election]\ncouncil_site = "{COUNCIL_SITE}"\n')
    text = text.replace("birth_date = ", f"{_FURTHER_FACTS}birth_date = ")
    text = text.replace("handle = [\n", _FURTHER_HANDLES)
    text = text.replace("[endpoints]\n", f"[endpoints]\n{_FURTHER_ENDPOINTS}")
    return text.replace('kind = "local"\nnation = "England"\n', "")
