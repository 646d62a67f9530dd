"""Hands plain values to another process in fewer steps than `dataclasses` does by itself.

A frozen dataclass with slots is pickled field by field by way of `dataclasses.fields`, which for
the captures of a large run costs as much as a third of its requests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from multiprocessing.reduction import ForkingPickler
from operator import attrgetter
from typing import Any

from scanner.model.capture import Capture, Content, Hop, Revival, Sending, Skipped
from scanner.model.events import RequestSent
from scanner.model.facts import Secret
from scanner.model.plan import Manners, Probe, Request, Sent

_HANDED: tuple[type, ...] = (
    *(Capture, Content, Hop, Revival, Sending, Skipped, RequestSent),
    *(Manners, Probe, Request, Sent, Secret),
)


def arrange() -> None:
    """Let these dataclasses cross to other processes as their type and the values of its fields."""
    for kind in _HANDED:
        ForkingPickler.register(kind, _reduction(kind))


def _reduction(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    names = [field.name for field in fields(kind)]
    values = attrgetter(*names)
    if len(names) == 1:
        return lambda item: (kind, (values(item),))
    return lambda item: (kind, values(item))
