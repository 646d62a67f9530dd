"""Templates in another language: what is a message, what is a place in it, and what stays."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from jinja2 import DictLoader, Environment

from scanner.language.template_text import TemplateText


def told(template: str, translations: Mapping[str, str], **values: object) -> str:
    environment = Environment(
        loader=DictLoader({"page": template}), autoescape=True, extensions=[TemplateText]
    )
    environment.extend(translate=translations.get)
    return environment.get_template("page").render(**values)


@pytest.mark.parametrize(
    ("template", "message", "welsh", "shown"),
    [
        ("<p>Not checked</p>", "Not checked", "Heb ei wirio", "<p>Heb ei wirio</p>"),
        ("<p>{{ n }} of 3</p>", "{0} of 3", "O 3: {0}", "<p>O 3: &lt;7&gt;</p>"),
        (
            'Read <a href="#{{ n }}">this</a> now',
            "Read {0}this{1} now",
            "Nawr {0}hwn{1}",
            'Nawr <a href="#&lt;7&gt;">hwn</a>',
        ),
        ("<p><strong>All</strong></p>", "All", "Oll", "<p><strong>Oll</strong></p>"),
        (
            '<div aria-label="Map of {{ n }}" class="Map of">',
            "Map of {0}",
            "{0}: map",
            '<div aria-label="&lt;7&gt;: map" class="Map of">',
        ),
        ("{% if n %}Yes{% endif %} or no", "or no", "neu na", "Yes neu na"),
        ("{{ 'Not known' if n else '' }}", "Not known", "Anhysbys", "Anhysbys"),
        ("<script>'Not checked'</script>", "'Not checked'", "X", "<script>'Not checked'</script>"),
    ],
)
def test_a_text_is_said_in_the_other_language(
    template: str, message: str, welsh: str, shown: str
) -> None:
    assert told(template, {message: welsh}, n="<7>") == shown


def test_what_is_not_translated_stays_as_it_was() -> None:
    template = '<p class="a{% if n %} b{% endif %}">One <em>two</em>,\n three.</p><!-- four -->'
    assert told(template, {}, n=1) == '<p class="a b">One <em>two</em>,\n three.</p><!-- four -->'


def test_a_counted_noun_is_a_message_with_both_its_forms() -> None:
    asked: list[str] = []
    environment = Environment(loader=DictLoader({}), extensions=[TemplateText])
    environment.extend(translate=asked.append)
    environment.parse("{{ n | plural('site') }}, {{ n | plural('is', 'are') }}")
    assert asked == ["{count} site\0{count} sites", "{count} is\0{count} are"]


def test_a_value_is_never_taken_for_a_text() -> None:
    assert told("<p>{{ n }}</p>", {"Not checked": "Heb ei wirio"}, n="Not checked") == (
        "<p>Not checked</p>"
    )
