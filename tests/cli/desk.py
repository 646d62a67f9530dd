"""An operator's folder, and the command line in it, for tests that share one check."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from scanner.cli import packing
from scanner.cli.main import main
from scanner.model.assessment import Assessment
from scanner.model.edition import Edition
from scanner.render import render_html
from tests.cli.command import Done


def _as_if_printed(assessment: Assessment, edition: Edition) -> bytes:
    """The page that would be printed: printing takes half a minute."""
    return b"%PDF-1.7 " + render_html(assessment, edition=edition).encode()


@dataclass(frozen=True)
class Desk:
    """A folder in which commands are given, with data and settings of its own."""

    folder: Path

    @property
    def pack(self) -> Path:
        return self.folder / "ABC-1.zip"

    @property
    def redacted(self) -> Path:
        return self.folder / "ABC-1-redacted.zip"

    @property
    def data(self) -> Path:
        return self.folder / "data" / "netcurtain"

    def run(self, *arguments: object, passphrase: str = "", case_passphrase: str = "") -> Done:
        """`passphrase`: of the pack; `case_passphrase`: of the case."""
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            for name in ("DATA", "CONFIG"):
                patch.setenv(f"XDG_{name}_HOME", str(self.folder / name.lower()))
            patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
            patch.setenv("NETCURTAIN_PACK_PASSPHRASE", passphrase)
            patch.setenv("NETCURTAIN_PASSPHRASE", case_passphrase)
            patch.setattr(sys, "argv", ["netcurtain", *map(str, arguments)])
            patch.setattr(sys, "stdin", io.StringIO())
            patch.setattr(packing, "render_pdf", _as_if_printed)
            said, warned = io.StringIO(), io.StringIO()
            with (
                contextlib.redirect_stdout(said),
                contextlib.redirect_stderr(warned),
                pytest.raises(SystemExit) as end,
            ):
                main()
        return Done(int(end.value.code or 0), said.getvalue(), warned.getvalue())
