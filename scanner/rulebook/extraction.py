"""What a rule takes from an answer: records, addresses to open, values for the next request."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, StringConstraints, model_validator

from scanner.model.document import Query
from scanner.model.facts import FactKind
from scanner.rulebook.condition import Css, Jmespath
from scanner.rulebook.header import Part, RuleId, Text
from scanner.rulebook.pattern import Pattern

HeaderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]+$")]


class Extraction(Part):
    """Something taken from the answer: by CSS selector or jmespath, never both."""

    css: Css | None = None
    attribute: str = Field("", description="With css: this attribute instead of the text.")
    json_path: Jmespath | None = Field(None, alias="json")

    @model_validator(mode="after")
    def _one_way(self) -> Extraction:
        if len([way for way in (self.css, self.json_path) if way is not None]) != 1:
            raise ValueError("needs exactly one of css and json")
        return self

    @property
    def query(self) -> Query:
        if self.css is not None:
            return Query("css", self.css, self.attribute)
        return Query("jmespath", self.json_path or "")


class Taken(Part):
    """One value taken from the answer: by CSS selector, jmespath or the name of a header."""

    css: Css | None = None
    attribute: str = Field("", description="With css: this attribute instead of the text.")
    json_path: Jmespath | None = Field(None, alias="json")
    header: HeaderName | None = Field(None, description="Name of a header of the answer.")

    @model_validator(mode="after")
    def _one_way(self) -> Taken:
        ways = (self.css, self.json_path, self.header)
        if len([way for way in ways if way is not None]) != 1:
            raise ValueError("needs exactly one of css, json and header")
        return self

    @property
    def query(self) -> Query | None:
        """None for a header, which needs no reading."""
        if self.css is not None:
            return Query("css", self.css, self.attribute)
        return Query("jmespath", self.json_path) if self.json_path is not None else None


class Keep(Taken):
    """A value of a step's answer for the templates of the next ones: the first that is found."""

    pattern: Pattern | None = Field(
        None,
        description="Regular expression (RE2): its first group, or its match, is what is kept.",
    )


class Leads(Extraction):
    """Addresses of pages to open, bounded."""

    limit: int = Field(10, ge=1, le=50)
    rule: RuleId | None = Field(
        None,
        description="The source (with opens_leads) under which they are opened; they must lie on "
        "the host that was asked, and may be relative. Without it: as pages of anybody.",
    )
    of_matches: StrictBool = Field(
        False,
        description="Only those that stand in a record (regions) which shows a name of the person.",
    )


class RecordField(Extraction):
    """A value of a record that means nothing without its name: it is given one."""

    label: Text | None = Field(None, description='What it is called; "Town". Else by its kind.')
    kind: FactKind | None = Field(None, description="What sort of fact it is, if of any.")


__all__ = ["Extraction", "Keep", "Leads", "RecordField", "Taken"]
