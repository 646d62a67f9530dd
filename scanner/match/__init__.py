"""Where the facts of consenting people stand in a document, in which form, and how surely."""

from scanner.match.index import FactIndex

__all__ = ["FactIndex"]
