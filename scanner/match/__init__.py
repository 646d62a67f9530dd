"""Where the facts of consenting people stand in a document, in which form, and how surely."""

from scanner.match.index import FactIndex
from scanner.match.seen import Page

__all__ = ["FactIndex", "Page"]
