"""Site lists of other projects, turned into rules of the user's own.

`read_list` reads a list in any of the three formats and gives what each of its entries becomes: a
rule, or the reason why none. `write_rules` writes the rules into a folder. Nothing is asked of
anybody, and nothing of a list is run: its patterns go to a linear-time engine, its texts are looked
for letter by letter.
"""

from __future__ import annotations

from scanner.importers.formats import FORMATS, Format
from scanner.importers.reading import ImportedList, read_list
from scanner.importers.writing import write_rules

__all__ = ["FORMATS", "Format", "ImportedList", "read_list", "write_rules"]
