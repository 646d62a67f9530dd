"""Imported by the process that others are forked from, and by nobody else: it does once what each
of them would do alike. It reads the rules, and compiles templates, wording and selectors."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import soupsieve

from scanner import demo
from scanner.demo import candidate
from scanner.model.capture import Capture, Hop
from scanner.read import read
from scanner.render import render_html
from scanner.rulebook.spoken import names_for
from tests.case.quick_command import book
from tests.render import invented

_HTML = (Hop("https://warm.example/", 200, (("content-type", "text/html"),), ""),)

render_html(invented.rich())
soupsieve.compile("p:is(a) > b[c]")
for page in sorted(Path(demo.__file__).parent.glob("sites/*/*.html")):
    answer = Capture("warm", _HTML, page.read_bytes(), b"", datetime.now(UTC), 1)
    text = read(answer).text
    for signal in book().signals:
        signal.spoken.hits(text, names_for(candidate.NAME))
