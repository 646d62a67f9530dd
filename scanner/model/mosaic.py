"""The mosaic: how findings lead together from the public name to what has to be safe."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MosaicTarget:
    """Where chains lead: the front door, a child's school, the car."""

    id: str
    """Stable within an assessment: `home:address-1`."""
    title: str
    fact_id: str
    """The fact that is reached."""


@dataclass(frozen=True, slots=True)
class MosaicLink:
    """One link of a chain: findings of which each gives the same piece in the same way."""

    id: str
    """`street:address-1`, and the fact behind which it stands: `street:address-1:handle-2`."""
    title: str
    """What it gives away, in plain words."""
    fact_id: str
    """The fact of which it gives a piece; empty when that is one of several."""
    behind: str
    """Id of the fact (a user name, an e-mail address) by which its pages are found; another link of
    the chain tells that. Empty when the public name, or what is known with it, leads here."""
    finding_ids: tuple[str, ...]
    """Each is enough."""
    staying_ids: tuple[str, ...]
    """Those of them that nobody can remove: public by law or by choice, or without a remedy."""


@dataclass(frozen=True, slots=True)
class MosaicChain:
    """Links that together lead to a target. To break it, every finding of one link has to go."""

    target_id: str
    link_ids: tuple[str, ...]
    """In the order in which a stranger needs them."""
    why: str
    """How they lead there, in plain words."""
    unbreakable: bool
    """Each link has a finding that stays: it holds after all removals."""
    remedy_ids: tuple[str, ...]
    """What can still be done about the findings that stay; empty when it can be broken."""


@dataclass(frozen=True, slots=True)
class MosaicRemoval:
    """What one remedy at one site closes."""

    remedy_id: str
    title: str
    site: str
    minutes: int
    finding_ids: tuple[str, ...]
    """Those that are links of chains."""


@dataclass(frozen=True, slots=True)
class Mosaic:
    """All chains, and the fewest removals that break each one that can be broken."""

    rule_id: str
    targets: tuple[MosaicTarget, ...]
    """The gravest first."""
    links: tuple[MosaicLink, ...]
    chains: tuple[MosaicChain, ...]
    """By target, those of few links first."""
    more_chains: int
    """Chains beyond those listed, as far as they were counted."""
    removals: tuple[MosaicRemoval, ...]
    """They break every chain that can be broken, those not listed too."""
    exact: bool
    """Whether no smaller set does."""
    at_least: int
    """How many removals it surely takes."""
