"""What a sweep found, put on record in the people's cases."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.case.consents import require_not_withdrawn
from scanner.cli.cases import opened_store, operator
from scanner.cli.console import say
from scanner.cli.sweep_files import leads_of
from scanner.cli.sweep_people import Sought
from scanner.errors import CaseError, ConsentError
from scanner.model.clock import utc_now
from scanner.render.words import plural
from scanner.rulebook.book import RuleBook
from scanner.sweep import SweepState
from scanner.sweep.noting import note_finds


def put_on_record(state: SweepState, people: Sequence[Sought], book: RuleBook, quiet: bool) -> bool:
    """Whether that could be done of everybody with finds. Makes no store where nothing was found.

    Raises CaseError when the store cannot be opened.
    """
    with_finds = [each for each in people if leads_of(state, each.subject.id)]
    if not with_finds:
        return True
    left = pages = 0
    with opened_store() as store:
        for sought in with_finds:
            leads = leads_of(state, sought.subject.id)
            try:
                require_not_withdrawn(store, sought.subject)
                note_finds(store, sought.subject, book, leads, utc_now(), operator())
            except (CaseError, ConsentError):
                left += 1
                continue
            pages += len(leads)
    if pages and not quiet:
        say(
            f"{plural(pages, 'page')} on record in {plural(len(with_finds) - left, 'case')}: the "
            f"next check asks what is there today, and `netcurtain history` shows them."
        )
    if left:
        say(
            f"Of {plural(left, 'person', 'people')} nothing was put on record: their case is being "
            f"checked right now, is damaged, or they withdrew their consent meanwhile. The same "
            f"command tries again."
        )
    return not left
