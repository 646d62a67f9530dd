"""Where a run of a slate takes place, as the user set it, and what it would do there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from scanner.case.store import CaseStore
from scanner.case.store.slates import Slate
from scanner.cli.console import err
from scanner.cli.keys import keys_for
from scanner.cli.rulefolders import book_with
from scanner.fetch import FetchOptions
from scanner.model.clock import utc_now
from scanner.rulebook.lint import require_sound
from scanner.slate.forecast import Forecast
from scanner.slate.nights import Nights
from scanner.slate.running import Wanted, forecast
from scanner.slate.setting import Place, Setting
from scanner.store_address import store_address


def setting_of(store: CaseStore, rules: Sequence[Path] | None, network: FetchOptions) -> Setting:
    """What every process of a run is given. Raises RuleError, KeyStoreError."""
    folders = tuple(folder.resolve() for folder in rules or ())
    book = book_with(folders)
    require_sound(book, utc_now().date())
    return Setting(
        store_url=store_address(),
        rules=folders,
        network=network,
        secrets=keys_for(book),
        vault=store.vault,
    )


def place_of(setting: Setting, store: CaseStore) -> Place:
    """The same, opened in this process, with the store that is open already."""
    return Place(setting, store, book_with(setting.rules), setting.secrets or {})


def forecast_told(place: Place, slate: Slate, wanted: Wanted, nights: Nights | None) -> Forecast:
    """What a new run would ask, with progress on a terminal: a thousand plans take a minute."""
    people = sum(place.store.slates.counts(slate.id).values())
    columns = (
        TextColumn("Making everybody's plan"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=people)

        def tell(done: int) -> None:
            bar.update(task, completed=done)

        return forecast(place, slate.id, wanted, utc_now().date(), nights, tell)
