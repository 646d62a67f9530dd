"""A slate's run in words: how long, how many, who learns what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import Console

from scanner.case.store.questions import lasts_s
from scanner.model.plan import ANYBODY, SentForm
from scanner.model.slate import SiteProgress
from scanner.render.words import plural
from scanner.slate.forecast import Forecast, SiteForecast, Told

_SITES_SHOWN = 12
_NO_BROWSER = (
    "Pages are read as they are sent: a slate's run shows none in a browser, and uses no answers "
    "that earlier checks kept. What only a browser shows counts as not checked; "
    "`netcurtain check --render` of one person shows it."
)
_FORMS = {
    SentForm.CLEAR: "",
    SentForm.HASH: " as a fingerprint",
    SentForm.HASH_PREFIX: " as the start of a fingerprint",
    SentForm.PARTIAL: " in part",
}


def span(seconds: float) -> str:
    """A time as one tells it: 40 s, 12 min, 1 h 50 min, 3 days 4 h."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} days {hours} h" if hours else f"{days} days"


def clock(moment: datetime) -> str:
    """A moment in the time of this place, with its day."""
    return f"{moment.astimezone():%a %H:%M}"


def people_words(number: int) -> str:
    return plural(number, "person", "people")


def print_forecast(forecast: Forecast, console: Console) -> None:
    """The whole of it: who is scanned, what is asked, who learns what, how long it takes."""
    _print_people(forecast, console)
    if not forecast.people:
        return
    shared = forecast.asked - forecast.questions
    console.print(
        f"{plural(forecast.questions, 'question')} for {people_words(forecast.people)} to "
        f"{plural(len(forecast.sites), 'site')}"
        + (f", {shared} fewer than one by one, since several share them." if shared else "."),
        markup=False,
    )
    print_told(forecast.told, console)
    _print_sites(forecast, console)
    console.print(time_words(forecast), markup=False)
    console.print(_NO_BROWSER, markup=False)


def print_told(told: Sequence[Told], console: Console) -> None:
    """Which kinds of facts go to which third party, of how many people."""
    console.print("\n[bold]What will be sent, and to whom[/bold]")
    known = [one for one in told if one.is_known]
    for one in known:
        console.print(
            f"  {_whom(one)}: {_learns(one)} ({plural(one.requests, 'request')} at most)",
            markup=False,
        )
    if own := [one for one in told if not one.is_known]:
        requests = sum(one.requests for one in own)
        console.print(
            f"  {plural(len(own), 'site')} of single people, such as their own pages "
            f"({plural(requests, 'request')} at most)",
            markup=False,
        )
    console.print(
        "  Requests that several people share are counted once, as they are made. Redirects, "
        "robots.txt and a further try where a site is busy come on top.",
        markup=False,
    )


def time_words(forecast: Forecast) -> str:
    """How long it takes, and what sets it."""
    slowest = forecast.slowest
    if slowest is None:
        return "There is nothing to ask."
    nights = forecast.nights_needed
    if forecast.nights is not None or nights > 1:
        setting = forecast.setting_nights
        assert setting is not None
        unit = "night" if forecast.nights is not None else "day"
        when = f" from {forecast.nights}" if forecast.nights is not None else ""
        told = f"About {plural(nights, unit)}{when}{_at_least(setting)}: {_what_sets(setting)}"
        if setting.requests > forecast.budget:
            told += f", at most {forecast.budget} requests a {unit}"
        return f"{told}. Asking takes {span(forecast.seconds)} in all.{_more(forecast)}"
    time = f"About {span(forecast.seconds)}{_at_least(slowest)}"
    return f"{time}: {_what_sets(slowest)}.{_more(forecast)}"


def _at_least(site: SiteForecast) -> str:
    """Nobody knows how fast a site answers that was never asked."""
    return " at least" if site.answer_s is None else ""


def _more(forecast: Forecast) -> str:
    if forecast.seconds_at_most <= forecast.seconds * 1.2:
        return " It is longer where sites are slow, and pages that answers name come on top."
    most = max(forecast.sites, key=lambda site: site.seconds_at_most)
    return (
        f" At most {span(forecast.seconds_at_most)} if much is found, since archives are asked "
        f"about finds ({site_name(most)})."
    )


def _what_sets(site: SiteForecast) -> str:
    answers = (
        "how fast it answers is not known yet"
        if site.answer_s is None
        else f"answers took {_short(max(0.1, site.answer_s))} s lately"
    )
    return (
        f"the slowest site ({site_name(site)}, {plural(site.requests, 'request')}, one each "
        f"{_short(site.each_s)} s; {answers}) sets it"
    )


def _short(seconds: float) -> str:
    return f"{round(seconds, 1):g}"


def site_name(site: SiteForecast) -> str:
    return site.site if site.is_known else "a person's own"


def progress_name(site: SiteProgress) -> str:
    """One that only one person's questions go to may be their own, and stand for them."""
    return site.site if site.people > 1 else "a site of one person"


def _print_people(forecast: Forecast, console: Console) -> None:
    console.print(f"{people_words(forecast.people)} may be checked.", markup=False)
    for why, number in forecast.left:
        console.print(f"  {people_words(number)} not: {why}", markup=False)


def _print_sites(forecast: Forecast, console: Console) -> None:
    console.print("\n[bold]Where it takes longest[/bold]")
    for line in _site_lines(forecast.sites[:_SITES_SHOWN]):
        console.print(f"  {line}", markup=False)
    if rest := forecast.sites[_SITES_SHOWN:]:
        longest = span(max(site.seconds for site in rest))
        console.print(f"  and {plural(len(rest), 'site')} more, each up to {longest}", markup=False)


def _site_lines(sites: Sequence[SiteForecast]) -> Iterator[str]:
    for site in sites:
        yield (
            f"{site_name(site):<32} {plural(site.requests, 'request'):>14}, one each "
            f"{_short(site.each_s)} s: {span(site.seconds)}"
        )


def _whom(told: Told) -> str:
    if told.site == ANYBODY:
        return told.controller
    return f"{told.controller} [{told.site}]" if told.controller != told.site else told.site


def _learns(told: Told) -> str:
    if not told.learns:
        return "nothing of anybody's, only that pages are opened"
    return ", ".join(
        f"{kind.value.replace('_', ' ')}{_FORMS[form]} of {number}"
        for kind, form, number in told.learns
    )


def seconds_left(sites: Sequence[SiteProgress]) -> float:
    """How long the sites need at least for what waits now; what answers lead to comes on top."""
    return max((lasts_s(site) for site in sites if site.waiting), default=0.0)


def left_words(sites: Sequence[SiteProgress]) -> str:
    """What waits, and how long it takes at least."""
    waiting = sum(site.waiting for site in sites)
    if not waiting:
        return "No question waits."
    return f"{plural(waiting, 'question')} wait, at least about {span(seconds_left(sites))}."
