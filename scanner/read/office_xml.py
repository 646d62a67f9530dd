"""The XML inside Office files and pictures as plain events: no tree, no entities, names without
name spaces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, NamedTuple

from lxml import etree

_CHUNK = 65_536
_NOTHING: Mapping[str, str] = {}


class Event(Enum):
    START = 1
    END = 2
    TEXT = 3


class Happened(NamedTuple):
    """One event. Text of one element may come in several."""

    event: Event
    tag: str
    attributes: Mapping[str, str]
    text: str


class _Collector:
    """Parser target: keeps what happened until it is taken."""

    def __init__(self) -> None:
        self.happened: list[Happened] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        known = {local(key): value for key, value in attributes.items()} if attributes else _NOTHING
        self.happened.append(Happened(Event.START, local(tag), known, ""))

    def end(self, tag: str) -> None:
        self.happened.append(Happened(Event.END, local(tag), _NOTHING, ""))

    def data(self, text: str) -> None:
        self.happened.append(Happened(Event.TEXT, "", _NOTHING, text))

    def close(self) -> None:
        return


def local(name: str) -> str:
    """A name without its name space."""
    return name.rpartition("}")[2]


def events_of(data: bytes) -> Iterator[Happened]:
    """What happens in an XML text, as far as it can be parsed. Never raises.

    One that declares entities is left alone: no program that writes such files declares any, and a
    parser that reports events expands them.
    """
    if b"<!ENTITY" in data[:_CHUNK]:
        return
    collector = _Collector()
    target: Any = collector  # the stubs ask for methods that are optional
    parser: Any = etree.XMLParser(
        target=target,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=False,
    )
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
            yield from collector.happened
            collector.happened = []
        parser.close()
    except (etree.LxmlError, ValueError, AssertionError):
        pass
    yield from collector.happened
