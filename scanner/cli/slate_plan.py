"""`netcurtain slate plan`: what a run would ask of whom, and how long it takes. Nothing is sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scanner.cli.console import out
from scanner.cli.options import LoopbackOption, RulesOption, SkipOption
from scanner.cli.slate_choice import SlateOption
from scanner.cli.slate_options import (
    PeopleOption,
    PerNightOption,
    SiteRequestsOption,
    SourceOption,
    nights_of_option,
    numbers_of_option,
)

if TYPE_CHECKING:
    from scanner.slate.forecast import Forecast


def plan(
    slate: SlateOption = "",
    only: PeopleOption = None,
    source: SourceOption = None,
    skip: SkipOption = None,
    rules: RulesOption = None,
    per_night: PerNightOption = "",
    site_requests: SiteRequestsOption = None,
    allow_loopback: LoopbackOption = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the plan as JSON, and nothing else.")
    ] = False,
) -> None:
    """Show what a run of the slate would ask, of whom, and how long it takes. Nothing is sent.

    A page or a question that several people share is asked once for all of them. Sites are asked
    side by side, each one request at a time, so the slowest site sets the time.

    Examples:

      netcurtain slate plan

      netcurtain slate plan --per-night 22:00-06:00
    """
    from scanner.cli.cases import opened_store
    from scanner.cli.slate_choice import chosen_slate
    from scanner.cli.slate_loading import forecast_told, place_of, setting_of
    from scanner.cli.slate_words import print_forecast
    from scanner.fetch import FetchOptions
    from scanner.slate.running import Wanted

    nights = nights_of_option(per_night)
    with opened_store() as store:
        chosen = chosen_slate(store, slate)
        wanted = Wanted(
            only=tuple(source or ()),
            skip=tuple(skip or ()),
            numbers=numbers_of_option(store, chosen, only),
            **({"site_requests": site_requests} if site_requests else {}),
        )
        setting = setting_of(store, rules, FetchOptions(allow_loopback=allow_loopback))
        found = forecast_told(place_of(setting, store), chosen, wanted, nights)
    if as_json:
        out.file.write(json.dumps(_as_data(found), indent=2, ensure_ascii=False) + "\n")
    else:
        print_forecast(found, out)


def _as_data(found: Forecast) -> dict[str, Any]:
    """The plan for scripts: no value, and no site that stands for one person."""
    return {
        "schema": "netcurtain/slate-plan/1",
        "people": found.people,
        "left_out": [{"why": why, "people": number} for why, number in found.left],
        "questions": found.questions,
        "questions_one_by_one": found.asked,
        "seconds": round(found.seconds),
        "seconds_at_most": round(found.seconds_at_most),
        "nights": found.nights_needed,
        "requests_per_site_and_night": found.budget,
        "sites": [
            {
                "site": site.site if site.is_known else None,
                "spacing_seconds": site.spacing_s,
                "answer_seconds": site.answer_s,
                "questions": site.questions,
                "requests": site.requests,
                "requests_at_most": site.at_most,
                "people": site.people,
                "seconds": round(site.seconds),
            }
            for site in found.sites
        ],
        "told": [
            {
                "site": told.site if told.is_known else None,
                "controller": told.controller if told.is_known else None,
                "learns": [
                    {"kind": kind.value, "form": form.value, "people": number}
                    for kind, form, number in told.learns
                ],
                "people": told.people,
                "requests_at_most": told.requests,
            }
            for told in found.told
        ],
    }
