"""`netcurtain schema`: the JSON Schema of the assessment, for programs that read it."""

from __future__ import annotations

from scanner.cli.console import out


def schema() -> None:
    """Print the JSON Schema (2020-12) of `check --json` and of a report's assessment.json.

    Within a version, named in the document's key `schema`, keys are only added.

    Example:  netcurtain schema > assessment.schema.json
    """
    from scanner.render.schema import schema_text

    out.file.write(schema_text())
