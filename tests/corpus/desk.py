"""Where a page is written: every fact that a template sets down passes here and is recorded."""

from __future__ import annotations

import datetime
import html
from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

from tests.corpus.forms import addresses, dates, emails, handles, names, others, phones
from tests.corpus.people import World
from tests.corpus.person import Address, Contact, Person, Role
from tests.corpus.truth import Decoy, Planting
from tests.corpus.written import Form, Written, roughen

HTML, TEXT, ATTRIBUTE = "html", "text", "attribute"


class Desk:
    """Writes one page's facts and keeps its truth. `uses` counts forms over the whole corpus."""

    def __init__(
        self, rng: Random, world: World, file: str, template: str, uses: Counter[str]
    ) -> None:
        self.rng = rng
        self.world = world
        self.medium = HTML
        self.place = "text"
        self.attributable = True
        self.published = datetime.date(2024, 1, 1) + datetime.timedelta(days=rng.randrange(1000))
        self.plantings: list[Planting] = []
        self.decoys: list[Decoy] = []
        self._file = file
        self._template = template
        self._uses = uses

    # ---- the kinds -------------------------------------------------------------------------

    def name(self, who: Person, only: Sequence[str] = ()) -> str:
        kind, forms = ("name", names.FORMS)
        return self._write(who, kind, who.name.plain, who.name, forms, only)

    def former_name(self, who: Person) -> str:
        if not who.name.former:
            return self.name(who)
        value = f"{who.name.given} {who.name.former}"
        return self._write(who, "former_name", value, who.name, names.FORMER, ())

    def address(
        self,
        who: Person,
        only: Sequence[str] = (),
        which: Address | None = None,
        public: bool = False,
    ) -> str:
        place = which or self._pick_address(who, public)
        value = ", ".join(place.lines)
        forms = dict(addresses.FORMS)
        if not who.is_subject:
            del forms[
                "house and street"
            ]  # without its town nobody could tell it from the subject's
        return self._write(who, "address", value, place, forms, only, bool(place.public))

    def address_cells(self, who: Person, public: bool = False) -> list[str]:
        """The address spread over fields of its own (cells, elements, keys): one text each."""
        place = self._pick_address(who, public)
        parts = list(place.lines)
        self._record(
            who,
            "address",
            ", ".join(parts),
            "over cells",
            Written("\n".join(parts)),
            bool(place.public),
        )
        return [html.escape(part) if self.medium == HTML else part for part in parts]

    def phone(self, who: Person, only: Sequence[str] = (), public: bool = False) -> str:
        held = self._pick(who.phones, public)
        return self._contact(who, "phone", held, phones.FORMS, only)

    def email(self, who: Person, only: Sequence[str] = (), public: bool = False) -> str:
        held = self._pick(who.emails, public)
        return self._contact(who, "email", held, emails.FORMS, only)

    def handle(self, who: Person, only: Sequence[str] = ()) -> str:
        if not who.handles:
            return ""
        held = self.rng.choice(who.handles)
        return self._contact(who, "handle", held, handles.FORMS, only)

    def domain(self, who: Person) -> str:
        if not who.domains:
            return ""
        return self._contact(who, "domain", who.domains[0], others.DOMAINS, ())

    def birth(self, who: Person, only: Sequence[str] = ()) -> str:
        born = dates.Birth(who.born, self.published)
        return self._write(who, "birth_date", f"{who.born}", born, dates.FORMS, only)

    def birth_column(self, who: Person, only: Sequence[str] = ()) -> str:
        """The date alone, where a heading or a key says what it is."""
        born = dates.Birth(who.born, self.published)
        return self._write(who, "birth_date", f"{who.born}", born, dates.COLUMN, only)

    def age(self, who: Person) -> str:
        """The age alone, as in Jane Smith, 47, said."""
        return self.birth_column(who, only=("47,",))

    def vehicle(self, who: Person) -> str:
        return self._write(who, "vehicle", who.vehicle, who.vehicle, others.PLATES, ())

    def employer(self, who: Person) -> str:
        return self._write(who, "employer", who.employer, who.employer, others.EMPLOYERS, ())

    def school(self, who: Person) -> str:
        return self._write(who, "school", who.school, who.school, others.SCHOOLS, ())

    def member(self, who: Person) -> str:
        return self._write(who, "household_member", who.member, who.member, others.MEMBERS, ())

    def custom(self, who: Person) -> str:
        return self._write(who, "custom", who.custom, who.custom, others.CUSTOM, ())

    # ---- what misleads ---------------------------------------------------------------------

    def mislead(self, who: Person, kind: str, text: str, sort: str) -> str:
        """Sets down something that is not the subject's but looks so."""
        self.decoys.append(Decoy(self._file, who.id, kind, text, sort, self._template))
        return html.escape(text, quote=False) if self.medium == HTML else text

    # ---- inside ----------------------------------------------------------------------------

    def _contact(
        self,
        who: Person,
        kind: str,
        held: Contact,
        forms: Mapping[str, Form[Contact]],
        only: Sequence[str],
    ) -> str:
        return self._write(who, kind, held.value, held, forms, only, bool(held.public))

    def _pick_address(self, who: Person, public: bool) -> Address:
        fitting = [place for place in who.addresses if bool(place.public) == public]
        return self.rng.choice(fitting or who.addresses)

    def _pick(self, held: tuple[Contact, ...], public: bool) -> Contact:
        fitting = [contact for contact in held if bool(contact.public) == public]
        return self.rng.choice(fitting or held)

    def _write(
        self,
        who: Person,
        kind: str,
        value: str,
        fact: object,
        forms: Mapping[str, Form[object]],
        only: Sequence[str],
        public: bool = False,
    ) -> str:
        if not value:
            return ""
        form, written = self._form(kind, fact, forms, only)
        dressing, markup = "", written.html
        if self.medium == HTML and self.rng.random() < 0.12 and not written.markup:
            markup, dressing = roughen(markup, self.rng)
        self._record(who, kind, value, form, written, public, dressing)
        if self.medium == HTML:
            return written.between(markup)
        return html.escape(written.plain) if self.medium == ATTRIBUTE else written.plain

    def _form(
        self, kind: str, fact: object, forms: Mapping[str, Form[object]], only: Sequence[str]
    ) -> tuple[str, Written]:
        """One of the forms that the fact and the medium allow, the rarely used ones first."""
        fitting: list[tuple[str, Written]] = []
        for form, write in forms.items():
            if only and form not in only:
                continue
            written = write(fact, self.rng)
            if written is not None and (self.medium == HTML or not written.markup):
                fitting.append((form, written))
        if not fitting:
            return self._form(kind, fact, {"plain": forms["plain"]}, ())
        weights = [(2 + self._uses[f"{kind}/{form}"]) ** -2.0 for form, _ in fitting]
        return self.rng.choices(fitting, weights=weights)[0]

    def _record(
        self,
        who: Person,
        kind: str,
        value: str,
        form: str,
        written: Written,
        public: bool,
        dressing: str = "",
    ) -> None:
        if who.role is Role.STRANGER:
            return
        if not who.is_subject:
            self.mislead(who.known_as(id=who.looks_like), kind, written.seen, str(who.role))
            return
        self._uses[f"{kind}/{form}"] += 1
        place = written.place if written.place != "text" else self.place
        self.plantings.append(
            Planting(
                self._file,
                who.id,
                kind,
                value,
                form,
                written.seen,
                written.also,
                public,
                self.attributable,
                written.required,
                place,
                dressing,
                self._template,
            )
        )
