"""Which values a source's variables can take, given what the person told us."""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scanner.domains import host_of_url
from scanner.model.facts import Fact, FactKind, Secret, Use
from scanner.model.masks import mask_part
from scanner.model.plan import Sent, SentForm
from scanner.model.subject import Subject
from scanner.plan.request import opens_the_page
from scanner.plan.targets import is_internal
from scanner.rulebook.pattern import fits
from scanner.rulebook.source import SourceRule
from scanner.rulebook.variables import MEANINGS, NEVER_SENT, Variable
from scanner.text.quoting import mask_known


@dataclass(frozen=True, slots=True)
class Binding:
    """One way to fill in a rule's variables."""

    values: tuple[tuple[Variable, Secret], ...]
    sends: tuple[Sent, ...]
    search: Secret | None = None
    """The words of the rule's variant, which are made from the values."""

    def named(self) -> tuple[tuple[str, Secret], ...]:
        """All values by the names that templates use."""
        named = tuple((variable.value, secret) for variable, secret in self.values)
        return (*named, ("search", self.search)) if self.search else named

    def as_text(self) -> dict[str, str]:
        return {name: secret.reveal() for name, secret in self.named()}


PREFIX_DIGITS = 6
"""Hex digits of a hash that leave as a prefix, as Have I Been Pwned's search by range takes them:
of some thousand million addresses, a few hundred share each."""


def _slug(name: str, between: str = "_") -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", between, plain.lower()).strip(between)


def _first_and_last(fact: Fact) -> str:
    given, family = fact.part("given"), fact.part("family")
    return f"{given} {family}".strip() if given and family else ""


def _last_first(fact: Fact) -> str:
    given, family = fact.part("given"), fact.part("family")
    return f"{family}, {given}" if given and family else ""


def _home_town(fact: Fact) -> str:
    return fact.part("town") if fact.use is Use.HOME else ""


def _home_postcode(fact: Fact) -> str:
    postcode = fact.part("postcode") if fact.use is Use.HOME else ""
    return postcode if " " in postcode else ""


def _home_district(fact: Fact) -> str:
    return (fact.part("postcode") if fact.use is Use.HOME else "").split(" ")[0]


def _home_street(fact: Fact) -> str:
    return fact.part("street") if fact.use is Use.HOME else ""


def _whole_phone(fact: Fact) -> str:
    value = fact.value.reveal()
    return value if re.fullmatch(r"\+[0-9]{7,15}", value) else ""


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


def _prefix(algorithm: str) -> Callable[[Fact], str]:
    whole = _hashed(algorithm)
    return lambda fact: whole(fact)[:PREFIX_DIGITS]


def _suffix(algorithm: str) -> Callable[[Fact], str]:
    whole = _hashed(algorithm)
    return lambda fact: whole(fact)[PREFIX_DIGITS:]


def _user(fact: Fact) -> str:
    return fact.part("user") or fact.value.reveal()


_VALUES: dict[Variable, tuple[FactKind, Callable[[Fact], str]]] = {
    Variable.NAME: (FactKind.NAME, _first_and_last),
    Variable.NAME_SLUG: (FactKind.NAME, lambda fact: _slug(_first_and_last(fact))),
    Variable.NAME_DASH: (FactKind.NAME, lambda fact: _slug(_first_and_last(fact), "-")),
    Variable.NAME_LAST_FIRST: (FactKind.NAME, _last_first),
    Variable.GIVEN_NAME: (FactKind.NAME, lambda fact: fact.part("given")),
    Variable.FAMILY_NAME: (FactKind.NAME, lambda fact: fact.part("family")),
    Variable.TOWN: (FactKind.ADDRESS, _home_town),
    Variable.POSTCODE: (FactKind.ADDRESS, _home_postcode),
    Variable.POSTCODE_DISTRICT: (FactKind.ADDRESS, _home_district),
    Variable.POSTCODE_COMPACT: (
        FactKind.ADDRESS,
        lambda fact: _home_postcode(fact).replace(" ", ""),
    ),
    Variable.STREET: (FactKind.ADDRESS, _home_street),
    Variable.PHONE_E164: (FactKind.PHONE, _whole_phone),
    Variable.EMAIL: (FactKind.EMAIL, _whole_email),
    Variable.EMAIL_SHA256: (FactKind.EMAIL, _hashed("sha256")),
    Variable.EMAIL_MD5: (FactKind.EMAIL, _hashed("md5")),
    Variable.EMAIL_SHA1: (FactKind.EMAIL, _hashed("sha1")),
    Variable.EMAIL_SHA1_PREFIX: (FactKind.EMAIL, _prefix("sha1")),
    Variable.EMAIL_SHA1_SUFFIX: (FactKind.EMAIL, _suffix("sha1")),
    Variable.EMAIL_SHA256_PREFIX: (FactKind.EMAIL, _prefix("sha256")),
    Variable.EMAIL_SHA256_SUFFIX: (FactKind.EMAIL, _suffix("sha256")),
    Variable.HANDLE: (FactKind.HANDLE, _user),
    Variable.HANDLE_BARE: (FactKind.HANDLE, lambda fact: bare_handle(_user(fact))),
    Variable.INSTANCE: (FactKind.HANDLE, lambda fact: fact.part("instance")),
    Variable.DOMAIN: (FactKind.DOMAIN, lambda fact: fact.value.reveal().lower()),
    Variable.EMPLOYER: (FactKind.EMPLOYER, lambda fact: fact.value.reveal()),
    Variable.SCHOOL: (FactKind.SCHOOL, lambda fact: fact.value.reveal()),
}


def bare_handle(handle: str) -> str:
    """Its letters and digits alone, in lower case."""
    return re.sub(r"[\W_]+", "", handle.lower())


def _value(rule: SourceRule, variable: Variable, fact: Fact) -> str:
    """What a variable is for this fact, as the rule asks for it; empty when the fact has none."""
    text = _VALUES[variable][1](fact)
    if variable is Variable.HANDLE and rule.handle_without:
        text = "".join(char for char in text if char not in rule.handle_without)
    return text


def impossible_handles(subject: Subject, rule: SourceRule) -> tuple[Fact, ...]:
    """Handles that the source would be asked for, were they not such as it cannot have."""
    if rule.handle_pattern is None:
        return ()
    handles = (fact for fact in subject.of_kind(FactKind.HANDLE) if _suits(fact, rule))
    return tuple(fact for fact in handles if not _is_possible(fact, rule))


def _is_possible(fact: Fact, rule: SourceRule) -> bool:
    if fact.kind is not FactKind.HANDLE or rule.handle_pattern is None:
        return True
    return fits(rule.handle_pattern, _value(rule, Variable.HANDLE, fact))


def _suits(fact: Fact, rule: SourceRule) -> bool:
    """Whether a handle is one that this source may be asked for."""
    if fact.kind is not FactKind.HANDLE:
        return True
    if fact.part("instance"):
        return Variable.INSTANCE in rule.needs
    site = fact.part("site").lower()
    if not site:
        return not rule.handle_for_site_only
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
        texts = tuple(_value(rule, variable, fact) for variable in wanted)
        is_asked = _suits(fact, rule) and _is_possible(fact, rule)
        if not all(texts) or texts in seen or not is_asked:
            continue
        seen.add(texts)
        values = tuple(
            (variable, _mask_of(fact, variable, text))
            for variable, text in zip(wanted, texts, strict=True)
        )
        sends = tuple(
            Sent(kind, MEANINGS[variable].form, fact.id)
            for variable in wanted
            if (kind := MEANINGS[variable].kind) is not None and variable not in NEVER_SENT
        )
        yield Binding(values, sends)


def _page_choices(subject: Subject, rule: SourceRule, pages: Sequence[Secret]) -> Iterator[Binding]:
    """One binding per page. Asking somebody else about a page tells them its address, and with it
    every fact that stands in the address; an internal one is nobody else's business at all."""
    for page in pages:
        url = page.reveal()
        if opens_the_page(rule):
            yield Binding(((Variable.PAGE, page),), ())
        elif not is_internal(host_of_url(url)):
            yield Binding(((Variable.PAGE, page),), _told_by(url, subject.facts))


@lru_cache(maxsize=256)
def _told_by(url: str, facts: tuple[Fact, ...]) -> tuple[Sent, ...]:
    """The facts that stand in an address; every source that is asked about the page tells them."""
    return tuple(
        Sent(fact.kind, SentForm.CLEAR, fact.id)
        for fact in facts
        if mask_known(url, (fact,)).shown() != url
    )


def bindings(
    subject: Subject,
    rule: SourceRule,
    pages: Sequence[Secret],
    endpoints: Mapping[str, str],
    also: Sequence[Variable] = (),
) -> tuple[Binding, ...]:
    """Every way to fill in the rule's variables; empty when something it needs was not given.

    Variables made from the same kind of fact come from the same fact. `also`: what one of its
    variants needs beyond them.
    """
    needs = tuple(dict.fromkeys([*rule.needs, *also]))
    groups: list[list[Binding]] = []
    if Variable.PAGE in needs:
        groups.append(list(_page_choices(subject, rule, pages)))
    if Variable.ENDPOINT in needs:
        groups.append(_given(Variable.ENDPOINT, endpoints.get(rule.id, "")))
    if Variable.COUNCIL_SITE in needs:
        groups.append(_given(Variable.COUNCIL_SITE, subject.election.council_site))
    by_kind: dict[FactKind, list[Variable]] = {}
    for variable in needs:
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


def _given(variable: Variable, address: str) -> list[Binding]:
    """The one choice for an address that is no fact of the person's, if they gave it."""
    return [Binding(((variable, Secret(address, address)),), ())] if address else []


def missing(
    subject: Subject, rule: SourceRule, has_pages: bool, also: Sequence[Variable] = ()
) -> tuple[Variable, ...]:
    """The variables that nothing in the profile can fill in."""
    lacking: list[Variable] = []
    for variable in dict.fromkeys([*rule.needs, *also]):
        if variable is Variable.PAGE:
            if not has_pages:
                lacking.append(variable)
        elif variable is Variable.COUNCIL_SITE:
            if not subject.election.council_site:
                lacking.append(variable)
        elif variable in _VALUES:
            facts = subject.of_kind(_VALUES[variable][0])
            if not any(_value(rule, variable, fact) and _suits(fact, rule) for fact in facts):
                lacking.append(variable)
    return tuple(lacking)
