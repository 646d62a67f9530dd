"""Which values a source's variables can take, given what the person told us."""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scanner.domains import host_of_url
from scanner.model.facts import Fact, FactKind, Secret, Use
from scanner.model.masks import mask_part
from scanner.model.plan import Sent, SentForm
from scanner.model.subject import Subject
from scanner.plan.targets import is_internal
from scanner.rulebook.source import Results, SourceRule
from scanner.rulebook.variables import MEANINGS, Variable
from scanner.text.quoting import mask_known


@dataclass(frozen=True, slots=True)
class Binding:
    """One way to fill in a rule's variables."""

    values: tuple[tuple[Variable, Secret], ...]
    sends: tuple[Sent, ...]

    def as_text(self) -> dict[str, str]:
        return {variable.value: secret.reveal() for variable, secret in self.values}


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")


def _first_and_last(fact: Fact) -> str:
    given, family = fact.part("given"), fact.part("family")
    return f"{given} {family}".strip() if given and family else ""


def _home_town(fact: Fact) -> str:
    return fact.part("town") if fact.use is Use.HOME else ""


def _home_postcode(fact: Fact) -> str:
    postcode = fact.part("postcode") if fact.use is Use.HOME else ""
    return postcode if " " in postcode else ""


def _home_district(fact: Fact) -> str:
    return (fact.part("postcode") if fact.use is Use.HOME else "").split(" ")[0]


def _whole_email(fact: Fact) -> str:
    value = fact.value.reveal().strip().lower()
    return value if re.fullmatch(r"[^@\s]+@[^@\s]+", value) else ""


def _hashed(algorithm: str) -> Callable[[Fact], str]:
    def value(fact: Fact) -> str:
        email = _whole_email(fact)
        return (
            hashlib.new(algorithm, email.encode(), usedforsecurity=False).hexdigest()
            if email
            else ""
        )

    return value


_VALUES: dict[Variable, tuple[FactKind, Callable[[Fact], str]]] = {
    Variable.NAME: (FactKind.NAME, _first_and_last),
    Variable.NAME_SLUG: (FactKind.NAME, lambda fact: _slug(_first_and_last(fact))),
    Variable.TOWN: (FactKind.ADDRESS, _home_town),
    Variable.POSTCODE: (FactKind.ADDRESS, _home_postcode),
    Variable.POSTCODE_DISTRICT: (FactKind.ADDRESS, _home_district),
    Variable.EMAIL: (FactKind.EMAIL, _whole_email),
    Variable.EMAIL_SHA256: (FactKind.EMAIL, _hashed("sha256")),
    Variable.EMAIL_MD5: (FactKind.EMAIL, _hashed("md5")),
    Variable.HANDLE: (FactKind.HANDLE, lambda fact: fact.part("user") or fact.value.reveal()),
    Variable.INSTANCE: (FactKind.HANDLE, lambda fact: fact.part("instance")),
    Variable.DOMAIN: (FactKind.DOMAIN, lambda fact: fact.value.reveal().lower()),
}


def _suits(fact: Fact, rule: SourceRule) -> bool:
    """Whether a handle is one that this source may be asked for."""
    if fact.kind is not FactKind.HANDLE:
        return True
    if fact.part("instance"):
        return Variable.INSTANCE in rule.needs
    site = fact.part("site").lower()
    if not site:
        return True
    return any(site == host or site.endswith(f".{host}") for host in rule.handle_sites)


def _mask_of(fact: Fact, variable: Variable, text: str) -> Secret:
    """A variable's value, masked as the fact that it is made from."""
    if text == fact.value.reveal():
        return fact.value
    for _, secret in fact.parts:
        if secret.reveal() == text:
            return secret
    if variable is Variable.POSTCODE_DISTRICT:
        return Secret(text, mask_part("postcode", text))
    form = MEANINGS[variable].form.value
    return Secret(text, text if fact.kind is FactKind.NAME else f"{fact.value.mask} ({form})")


def _fact_choices(
    facts: Sequence[Fact], rule: SourceRule, wanted: Sequence[Variable]
) -> Iterator[Binding]:
    """One binding per fact that can fill all `wanted` variables of its kind together."""
    seen: set[tuple[str, ...]] = set()
    for fact in facts:
        texts = tuple(_VALUES[variable][1](fact) for variable in wanted)
        if not all(texts) or texts in seen or not _suits(fact, rule):
            continue
        seen.add(texts)
        values = tuple(
            (variable, _mask_of(fact, variable, text))
            for variable, text in zip(wanted, texts, strict=True)
        )
        sends = tuple(
            Sent(kind, MEANINGS[variable].form, fact.id)
            for variable in wanted
            if (kind := MEANINGS[variable].kind) is not None
        )
        yield Binding(values, sends)


def _page_choices(subject: Subject, rule: SourceRule, pages: Sequence[Secret]) -> Iterator[Binding]:
    """One binding per page. Asking somebody else about a page tells them its address, and with it
    every fact that stands in the address; an internal one is nobody else's business at all."""
    for page in pages:
        url = page.reveal()
        if rule.results is Results.PAGE:
            yield Binding(((Variable.PAGE, page),), ())
        elif not is_internal(host_of_url(url)):
            told = tuple(
                Sent(fact.kind, SentForm.CLEAR, fact.id)
                for fact in subject.facts
                if mask_known(url, (fact,)).shown() != url
            )
            yield Binding(((Variable.PAGE, page),), told)


def bindings(
    subject: Subject, rule: SourceRule, pages: Sequence[Secret], endpoints: Mapping[str, str]
) -> tuple[Binding, ...]:
    """Every way to fill in the rule's variables; empty when something it needs was not given.

    Variables made from the same kind of fact come from the same fact.
    """
    groups: list[list[Binding]] = []
    if Variable.PAGE in rule.needs:
        groups.append(list(_page_choices(subject, rule, pages)))
    if Variable.ENDPOINT in rule.needs:
        origin = endpoints.get(rule.id, "")
        groups.append(
            [Binding(((Variable.ENDPOINT, Secret(origin, origin)),), ())] if origin else []
        )
    by_kind: dict[FactKind, list[Variable]] = {}
    for variable in rule.needs:
        if variable in _VALUES:
            by_kind.setdefault(_VALUES[variable][0], []).append(variable)
    for kind, wanted in by_kind.items():
        facts = [f for f in subject.of_kind(kind) if kind in subject.consent.scope]
        groups.append(list(_fact_choices(facts, rule, wanted)))
    return tuple(
        Binding(
            tuple(itertools.chain.from_iterable(part.values for part in parts)),
            tuple(itertools.chain.from_iterable(part.sends for part in parts)),
        )
        for parts in itertools.product(*groups)
    )


def missing(subject: Subject, rule: SourceRule, has_pages: bool) -> tuple[Variable, ...]:
    """The variables that nothing in the profile can fill in."""
    lacking: list[Variable] = []
    for variable in rule.needs:
        if variable is Variable.PAGE:
            if not has_pages:
                lacking.append(variable)
        elif variable in _VALUES:
            kind, value = _VALUES[variable]
            if not any(value(fact) and _suits(fact, rule) for fact in subject.of_kind(kind)):
                lacking.append(variable)
    return tuple(lacking)
