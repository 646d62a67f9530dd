"""Writes a corpus: profiles, pages, and the truth about them. The same seed, the same bytes."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.corpus.cast import Cast
from tests.corpus.desk import Desk
from tests.corpus.people import World, make_world
from tests.corpus.person import Person, Role
from tests.corpus.profiles import profile_toml
from tests.corpus.templates import (
    clubs,
    council,
    data,
    directories,
    passing,
    personal,
    press,
    registers,
    social,
)
from tests.corpus.truth import Decoy, Planting, Truth

Template = Callable[[Desk, Cast], str]
PAGES = 3960
SEED = 20261122

TEMPLATES: dict[str, tuple[Template, str]] = {
    "minutes": (council.minutes, ".html"),
    "contacts-table": (council.contacts_table, ".html"),
    "contacts-cards": (council.contacts_cards, ".html"),
    "planning-application": (council.planning_application, ".html"),
    "planning-comments": (council.planning_comments, ".html"),
    "nominations": (council.nominations, ".html"),
    "interests": (council.interests, ".html"),
    "licence-notice": (council.licence_notice, ".html"),
    "consultation": (council.consultation, ".html"),
    "governors": (council.governors, ".html"),
    "officers": (registers.officers, ".html"),
    "trustees": (registers.trustees, ".html"),
    "whois": (registers.whois, ".html"),
    "information-request": (registers.information_request, ".html"),
    "insolvency": (registers.insolvency, ".html"),
    "property-history": (registers.property_history, ".html"),
    "agents": (registers.electoral_agents, ".html"),
    "news": (press.news, ".html"),
    "letters": (press.letters, ".html"),
    "obituary": (press.obituary, ".html"),
    "wedding": (press.wedding, ".html"),
    "court": (press.court, ".html"),
    "committee": (clubs.committee, ".html"),
    "committee-lines": (clubs.committee_lines, ".html"),
    "members": (clubs.members, ".html"),
    "results": (clubs.results, ".html"),
    "church-notices": (clubs.church_notices, ".html"),
    "hall-bookings": (clubs.hall_bookings, ".html"),
    "team": (clubs.team, ".html"),
    "birthdays": (clubs.birthdays, ".html"),
    "people-directory": (directories.people_directory, ".html"),
    "tradesperson": (directories.tradesperson, ".html"),
    "classified": (directories.classified, ".html"),
    "json-ld": (directories.json_ld, ".html"),
    "microdata": (directories.microdata, ".html"),
    "hcard": (directories.hcard, ".html"),
    "landlord": (directories.landlord, ".html"),
    "forum": (social.forum, ".html"),
    "network-profile": (social.network_profile, ".html"),
    "petition": (social.petition, ".html"),
    "lost-pet": (social.lost_pet, ".html"),
    "code-profile": (social.code_profile, ".html"),
    "links": (social.links_page, ".html"),
    "fundraiser": (social.fundraiser, ".html"),
    "cv": (personal.curriculum_vitae, ".html"),
    "genealogy": (personal.genealogy, ".html"),
    "campaign": (personal.campaign, ".html"),
    "campaign-slip": (personal.campaign_slip, ".html"),
    "hidden-comment": (personal.hidden_comment, ".html"),
    "hidden-fields": (personal.hidden_fields, ".html"),
    "hidden-style": (personal.hidden_style, ".html"),
    "meta-tags": (personal.meta_tags, ".html"),
    "wish-list": (personal.wish_list, ".html"),
    "service-answer": (data.service_answer, ".json"),
    "export": (data.export, ".csv"),
    "mail-archive": (data.mail_archive, ".txt"),
    "visiting-card": (data.visiting_card, ".vcf"),
    "newsletter": (data.newsletter, ".txt"),
    "feed": (data.feed, ".xml"),
    "notes": (data.notes, ".md"),
    "sheet": (data.sheet, ".txt"),
    "in-brief": (passing.reports, ".html"),
}
_NEEDS: dict[str, Callable[[Person], str]] = {
    "obituary": lambda person: person.name.former,
    "wedding": lambda person: person.name.former,
    "genealogy": lambda person: person.name.former,
    "lost-pet": lambda person: person.custom,
    "classified": lambda person: person.vehicle,
    "court": lambda person: person.vehicle,
    "governors": lambda person: person.school,
}
"""What the subject of a page of that template has to have."""
_DOUBLES = (Role.NAMESAKE, Role.NEIGHBOUR, Role.LONGER_NAME, Role.SAME_INITIAL)


def write_corpus(folder: Path, today: datetime.date, pages: int = PAGES, seed: int = SEED) -> Truth:
    """Writes `folder`/profiles and `folder`/pages, and beside them the truth that it returns."""
    rng = Random(seed)
    world = make_world(rng)
    profiles, where = folder / "profiles", folder / "pages"
    profiles.mkdir(parents=True)
    where.mkdir()
    for subject in world.subjects:
        text = profile_toml(subject, rng, today)
        (profiles / f"{subject.id}.toml").write_text(text, encoding="utf-8")
    uses: Counter[str] = Counter()
    plantings: list[Planting] = []
    decoys: list[Decoy] = []
    names = sorted(TEMPLATES)
    for number in range(pages):
        template = names[number % len(names)]
        write, suffix = TEMPLATES[template]
        file = f"{template}/{number:05d}{suffix}"
        desk = Desk(rng, world, file, template, uses)
        text = write(desk, _cast(rng, world, template))
        (where / template).mkdir(exist_ok=True)
        (where / file).write_text(text, encoding="utf-8", newline="")
        plantings += desk.plantings
        decoys += desk.decoys
    truth = Truth(tuple(plantings), tuple(decoys))
    truth.write(folder)
    return truth


def _cast(rng: Random, world: World, template: str) -> Cast:
    """Whom a page is about: mostly a subject, in one page of five somebody taken for them."""
    needs = _NEEDS.get(template, lambda person: person.id)
    subject = rng.choice([person for person in world.subjects if needs(person)])
    others: list[Person] = [world.stranger(rng) for _ in range(rng.randint(2, 4))]
    if template != "in-brief" and rng.random() < 0.2:
        return Cast(world.double(rng, subject, rng.choice(_DOUBLES)), tuple(others))
    if rng.random() < 0.25:
        role = rng.choice((Role.NEIGHBOUR, Role.LONGER_NAME, Role.SAME_INITIAL))
        others[-1] = world.double(rng, subject, role)
    elif rng.random() < 0.15:
        others[-1] = rng.choice([other for other in world.subjects if other.id != subject.id])
    return Cast(subject, tuple(others))
