"""E-mail addresses that a page's scripts would put together."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable

import pytest

from scanner.model.document import Document

Reading = Callable[..., Document]
JANE = "jane@mailbox.example"


@pytest.mark.parametrize(
    "code",
    [
        "document.write('jane' + '@' + 'mailbox.example');",
        'var u = "jane"; var d = "mailbox.example"; document.write(u + "@" + d);',
        "let u='jane',d='mailbox.example';el.href='mailto:'+u+'@'+d;",
        'x.innerHTML = ["jane", "mailbox.example"].join("@");',
        'var p = ["jane", "@", "mailbox", ".", "example"]; document.write(p.join(""));',
        "const u = 'jane'; const m = `${u}@mailbox.example`;",
        "var a = 'jane'; a += '@'; a += 'mailbox.' + 'example'; show(a);",
        "var a = ('jane' + '&#64;') + ('mailbox' + '.' + 'example');",
        "var a = 'jane' + '\\x40' + 'mailbox.example';",
        "var a = 'jane'.concat('@', 'mailbox.example');",
        "w('elpmaxe.xobliam@enaj'.split('').reverse().join(''));",
        "w('jane[at]mailbox.example'.replace('[at]', '@'));",
        "cfg = {user: 'jane', x: 1}; var user = 'jane'; go(user + '@' + 'mailbox.example')",
        "mailto('jane', 'mailbox.example');",
        "sendMail_To('jane', 'mailbox', 'example');",
        "w('<a href=\"mailto:' + 'jane' + '@' + 'mailbox.example' + '\">write</a>');",
        "w('wnar@znvyobk.rknzcyr'.rot13());",
        "w('<n uers=\"znvygb:wnar@znvyobk.rknzcyr\">'.replace(/[a-z]/gi, f))",
        f"w(atob('{b64encode(JANE.encode()).decode()}'))",
    ],
)
def test_scripts_addresses_are_read(reading: Reading, code: str) -> None:
    assert JANE in reading(f"<p>x</p><script>{code}</script>").text


@pytest.mark.parametrize(
    "attributes",
    [
        'data-user="jane" data-domain="mailbox.example"',
        'data-domain="mailbox.example" data-name="jane"',
        'data-u="jane" data-d="mailbox" data-tld="example"',
        'data-rot13="wnar@znvyobk.rknzcyr"',
        "onclick=\"location='mailto:' + 'jane' + '@' + 'mailbox.example'\"",
    ],
)
def test_addresses_in_attributes_are_read(reading: Reading, attributes: str) -> None:
    assert JANE in reading(f"<p><a {attributes}>write</a></p>").text


@pytest.mark.parametrize(
    "code",
    [
        "var u = 'jane'; u = other(); w(v + '@' + d);",
        "var u = 'jane'; w('tom' + '@' + 'mailbox.example');",
        "send('jane', 'mailbox.example')",
        "f(atob('QUJDREVGR0g'), ['jane', 1, 'mailbox.example'].join('@'))",
    ],
)
def test_what_is_not_put_together_is_not_read(reading: Reading, code: str) -> None:
    assert JANE not in reading(f"<p>x</p><script>{code}</script>").text


@pytest.mark.parametrize(
    "piece",
    ["a+='@'+a;", "['a',", "('@'+", "'\\'", "`${", "mail('a','b.", "a='@';a.join(", '"@'],
)
def test_time_grows_with_the_length(reading: Reading, piece: str) -> None:
    code = (piece * 60_000)[:60_000]
    quarter = _seconds(reading, code[:15_000])

    # A square would be sixteen times as much; the addend is for clocks and other work.
    assert _seconds(reading, code) < 8 * quarter + 0.1


def _seconds(reading: Reading, code: str) -> float:
    """The best of three, since other work on the machine only ever adds to a time."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        reading(f"<p>x</p><script>'@';{code}</script>")
        times.append(time.perf_counter() - begun)
    return min(times)
