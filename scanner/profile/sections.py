"""The smaller blocks of a profile: subject, election, pages, endpoints."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from scanner.model.subject import Election, Role
from scanner.profile.tables import Table, nearest

SOURCE_ID = re.compile(r"src(\.[a-z0-9_]+)+")

ELECTION_KINDS = (
    "parliament",
    "local",
    "mayor",
    "pcc",
    "senedd",
    "scottish-parliament",
    "ni-assembly",
    "parish",
    "other",
)
NATIONS = ("England", "Wales", "Scotland", "Northern Ireland")

_ONLY_IN = {
    "pcc": ("England", "Wales"),
    "mayor": ("England",),
    "senedd": ("Wales",),
    "scottish-parliament": ("Scotland",),
    "ni-assembly": ("Northern Ireland",),
    "parish": ("England", "Wales"),
}
"""Polls of some nations alone. Wales calls its parish councils community councils."""
_SATURDAY = 5

_ORIGIN_MEND = 'Write its address without a path, such as "https://search.example.org".'


def read_role(top: Table) -> tuple[Role, str]:
    """The role, and the id that was given for the person; candidate and empty by default."""
    table = top.table("subject")
    if table is None:
        return Role.CANDIDATE, ""
    table.only(("id", "role"))
    given_id = table.text("id")
    if given_id and not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", given_id):
        table.problems.error(
            table.where("id"),
            "may only have lower-case letters, digits, - and _.",
            "Leave it out to have it made from the name.",
        )
        given_id = ""
    role = _one_of(table, "role", tuple(Role))
    return Role(role) if role else Role.CANDIDATE, given_id


def id_from_name(name: str) -> str:
    """`jane-marlow`; `subject` for a name without a letter of the Latin alphabet."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:64].strip("-") or "subject"


def read_election(top: Table) -> Election:
    table = top.table("election")
    if table is None:
        return Election()
    table.only(("kind", "nation", "poll_date", "council_site"))
    election = Election(
        kind=_one_of(table, "kind", ELECTION_KINDS),
        nation=_one_of(table, "nation", NATIONS),
        poll_date=table.day("poll_date"),
        council_site=_council_site(table),
    )
    _note_unlikely(election, table)
    return election


def _note_unlikely(election: Election, table: Table) -> None:
    """Warns of what would make every day of the timetable wrong."""
    nations = _ONLY_IN.get(election.kind, ())
    if election.nation and nations and election.nation not in nations:
        table.problems.warn(
            table.where("kind"),
            f"is a poll that there is in {' and '.join(nations)} only, and nation says "
            f"{election.nation}.",
            "Check both: the days of the election and whom to ask depend on them.",
        )
    if election.poll_date and election.poll_date.weekday() >= _SATURDAY:
        table.problems.warn(
            table.where("poll_date"),
            f"is a {election.poll_date:%A}; polls in the United Kingdom are on working days, "
            f"mostly Thursdays.",
            "Check the day: all others are counted back from it.",
        )


def _council_site(table: Table) -> str:
    """The address without a slash at its end; it may lie below a host's first page."""
    text = table.text("council_site").rstrip("/")
    if text and (page_fault(text) or "?" in text or "#" in text):
        table.problems.error(
            table.where("council_site"),
            "is not the address of a site.",
            'Write where its pages begin, such as "https://democracy.wexcombe.example".',
        )
        return ""
    return text


def read_endpoints(top: Table) -> tuple[tuple[str, str], ...]:
    """Source ids with the exact origin that the person named for each."""
    table = top.table("endpoints")
    if table is None:
        return ()
    found: list[tuple[str, str]] = []
    for source_id, value in _flat(table.content):
        where = f'endpoints."{source_id}"' if SOURCE_ID.fullmatch(source_id) else "endpoints"
        if not SOURCE_ID.fullmatch(source_id):
            table.problems.error(
                where,
                "has a key that is no source's id.",
                'Write it as "src.search.searxng" = "https://search.example.org".',
            )
        elif not isinstance(value, str) or not (origin := _origin(value)):
            table.problems.error(where, "is not the address of a service.", _ORIGIN_MEND)
        else:
            found.append((source_id, origin))
    return tuple(found)


def source_ids(table: Table, key: str) -> frozenset[str]:
    """A list of source ids. Whether the rules know them, the plan says."""
    found: set[str] = set()
    for where, text in table.texts(key):
        if SOURCE_ID.fullmatch(text):
            found.add(text)
        else:
            table.problems.error(where, "is no source's id.", 'Write it as "src.search.searxng".')
    return frozenset(found)


def is_page(text: str) -> bool:
    """Whether `text` is the address of a page that anybody can see, as far as it shows."""
    return not page_fault(text)


def is_origin(text: str) -> bool:
    """Whether `text` is the address of a service without a path."""
    return bool(_origin(text))


def _one_of(table: Table, key: str, known: tuple[str, ...]) -> str:
    text = table.text(key)
    for choice in known:
        if choice.lower() == text.lower().replace("_", "-" if "-" in choice else "_"):
            return str(choice)
    if text:
        by_lower = {choice.lower(): str(choice) for choice in known}
        meant = by_lower.get(nearest(text, by_lower), "")
        table.problems.error(
            table.where(key),
            "is not a known choice.",
            f'Did you mean "{meant}"?' if meant else f"Known: {', '.join(known)}.",
        )
    return ""


def _split(text: str) -> SplitResult | None:
    """The pieces of a web address, or None for anything else."""
    try:
        pieces = urlsplit(text)
        _ = pieces.port
    except ValueError:
        return None
    return pieces if pieces.scheme in ("http", "https") and pieces.hostname else None


@lru_cache(maxsize=64)
def page_fault(text: str) -> str:
    """What is wrong with `text` as the address of a page; empty when nothing is."""
    pieces = _split(text)
    if pieces is None or " " in text:
        return "is not the address of a web page."
    if pieces.username is not None or pieces.password is not None:
        return "carries a user name or password; only pages that anybody can see are looked at."
    return ""


def _origin(text: str) -> str:
    pieces = _split(text.strip())
    if pieces is None or pieces.username is not None or " " in pieces.netloc:
        return ""
    if pieces.path.strip("/") or pieces.query or pieces.fragment:
        return ""
    return f"{pieces.scheme}://{pieces.netloc.lower()}"


def _flat(content: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """An unquoted src.search.searxng is three nested tables to TOML, and meant as one key."""
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
