"""The log of abuse as its user meets it: entries by options and by questions, files, hand-over."""

from __future__ import annotations

import json
import re
import stat
import subprocess
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli.command import Run
from tests.cli.small_site import Site

MAIL = """\
Received: from mx.mailbox.example (mx.mailbox.example [203.0.113.9]) by in.mailbox.example
Received: from nobody.example ([198.51.100.7]) by mx.mailbox.example
From: Nobody <nobody@elsewhere.example>
To: jane.marlow@mailbox.example
Subject: You
Message-ID: <1@elsewhere.example>
Date: Fri, 20 Nov 2026 21:15:00 +0000

We know where you live and are coming to your house tonight.
"""
CHAT = """\
[20/11/2026, 21:15:04] Anon: we will burn your house down
[20/11/2026, 21:16:40] Other: <attached: picture.jpg>
[21/11/2026, 08:02:00] Anon: see you soon
"""


@pytest.fixture
def begun(netcurtain: Run, profile: Path) -> Run:
    """A case with one entry: a call that nobody else heard."""
    done = netcurtain(
        *("incident", "add", profile, "--channel", "phone", "--when", "about 2026-11-20 21:15"),
        *("--text", "-", "--done", "told Sam"),
        stdin="A man who called himself nobody spoke of 14 Bramble Road.",
    )
    assert done.code == 0, done.stderr
    return netcurtain


def test_an_entry_is_listed_without_its_words(begun: Run) -> None:
    listed = begun("incident", "list").stdout
    assert re.fullmatch(r" +1  about 20 November 2026, 21:15 GMT +Phone call\n", listed)


def test_an_entry_is_shown_masked_unless_asked_for(begun: Run) -> None:
    masked, clear = begun("incident", "show", 1), begun("incident", "show", 1, "--reveal")
    assert "14 Bramble Road" not in masked.stdout + masked.stderr
    assert "told Sam" in masked.stdout
    assert "14 Bramble Road" in clear.stdout


def test_the_rules_say_what_to_keep_before_where_to_report(begun: Run) -> None:
    said = begun("incident", "show", 1).stderr
    assert said.index("Keep proof.") < said.index("101 or online") < said.index("phone company")


def test_words_of_warning_in_a_message_come_before_all_else(
    netcurtain: Run, profile: Path, tmp_path: Path
) -> None:
    (tmp_path / "odd.eml").write_text(MAIL)
    done = netcurtain("incident", "add", profile, "--channel", "email", "--file", "odd.eml")
    assert done.stderr.startswith("If you are in danger now, ring 999 first")
    shown = netcurtain("incident", "show", 1).stdout
    assert "Message-ID: <1@elsewhere.example>" in shown
    assert len(re.findall(r"^ +Received: from", shown, re.MULTILINE)) == 2
    assert "jane.marlow@mailbox.example" not in shown


def test_a_calm_entry_raises_no_alarm(netcurtain: Run, profile: Path) -> None:
    done = netcurtain(
        "incident", "add", profile, "--channel", "post", "--text", "Your leaflet is dull."
    )
    assert "warning sign" not in done.stderr
    assert "999 in danger" in done.stderr


def test_an_exported_chat_is_recognised_in_its_archive(
    netcurtain: Run, profile: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "chat.zip", "w") as archive:
        archive.writestr("_chat.txt", CHAT)
        archive.writestr("picture.jpg", b"\xff\xd8\xff")
    done = netcurtain("incident", "add", profile, "--channel", "whatsapp", "--file", "chat.zip")
    assert "warning sign" in done.stderr
    shown = netcurtain("incident", "show", 1).stdout
    for fact in ("Messages: 3", "Senders: 2", "First: 20/11/2026, 21:15:04", "in it: 1"):
        assert fact in shown


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("result.json", b'{"messages": [{"type": "message", "date": "2026-11-20T21:15:00", '
         b'"from": "A", "text": ["watch ", {"type": "bold", "text": "out"}]}]}', "exported chat"),
        ("broken.eml", b"From: =?utf-8?q?=ff\r\nDate: never\r\n\r\n\xff\xfe", "saved message"),
        ("broken.zip", b"PK\x03\x04 and nothing else", "a file"),
        ("voice.m4a", b"\x00\x00\x00 ftypM4A ", "a recording"),
        ("deep.json", b"[" * 100_000, "a "),
        ("bomb.zip", b"", "a "),
    ],
)  # fmt: skip
def test_whatever_a_file_is_it_is_kept_as_it_was(
    netcurtain: Run, profile: Path, tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    path = tmp_path / name
    if name == "bomb.zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("_chat.txt", "0" * 60_000_000)
    else:
        path.write_bytes(content)
    done = netcurtain("incident", "add", profile, "--file", path, "--channel", "other")
    assert done.code == 0, done.stderr
    assert kind in netcurtain("incident", "show", 1).stdout
    netcurtain("incident", "export", "--out", "handed")
    (kept,) = (tmp_path / "handed" / "files" / "001").iterdir()
    assert kept.read_bytes() == path.read_bytes()


def test_the_hand_over_is_whole_and_for_nobody_elses_eyes(begun: Run, tmp_path: Path) -> None:
    (tmp_path / "evil<b>.html").write_text("<script>alert(1)</script>")
    begun("incident", "add", "--file", "evil<b>.html", "--channel", "x", "--text", "<script>x")
    done = begun("incident", "export", "--out", "handed", "--case-ref", "42/123456/26")
    assert "IN CLEAR" in done.stderr
    folder = tmp_path / "handed"
    subprocess.run(["sha256sum", "--check", "--quiet", "manifest.sha256"], cwd=folder, check=True)
    assert {path.name for path in folder.rglob("*") if path.is_file()} == {
        "incident-log.html",
        "incident-log.json",
        "manifest.sha256",
        "01-evil_b_.html.bin",
    }
    assert all(
        stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
        for path in (folder, *folder.rglob("*"))
    )
    page = (folder / "incident-log.html").read_text()
    assert "42/123456/26" in page
    assert "14 Bramble Road" in page
    assert "<script" not in page
    assert '<a href="http' not in page
    document = json.loads((folder / "incident-log.json").read_text())
    first, second = document["incidents"]
    assert (first["happened_at"], first["about"]) == ("2026-11-20T21:15:00.000Z", True)
    assert second["files"][0]["name"] == "evil<b>.html"


def test_a_hand_over_is_on_record(begun: Run) -> None:
    from scanner.case.exports import exports_of
    from scanner.cli.cases import find_case, opened_store

    begun("incident", "export", "--out", "handed")
    with opened_store() as store:
        case = find_case(store)
        (exported,) = exports_of(store, case.id)
        verbs = [(line.verb.value, line.what) for line in store.audit.lines(case.id)]
        assert store.audit.first_broken() is None
    assert exported.what == "incident log"
    assert exported.path.endswith("/handed")
    assert ("disclosure", "incident log of 1 entries") in verbs
    assert not any("Bramble" in what for _, what in verbs)


def test_a_file_that_was_changed_behind_our_back_is_told(begun: Run, tmp_path: Path) -> None:
    (tmp_path / "voice.mp3").write_bytes(b"ID3 abc")
    begun("incident", "add", "--file", "voice.mp3", "--channel", "phone")
    from scanner.case.data_folder import data_folder

    (kept,) = data_folder().glob("evidence/*/incidents/2/01")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    kept.write_bytes(b"ID3 abd")
    done = begun("incident", "export", "--out", "handed")
    assert done.code == 1
    assert "entry 2 is not the one that was kept" in done.stderr


def test_a_page_is_captured_and_told_by_its_address(
    netcurtain: Run, profile: Path, site: Site, tmp_path: Path
) -> None:
    site.pages["/post/1"] = "<p>Jane Marlow lives at 14 Bramble Road, Wexcombe WX4 7QT</p>"
    url = site.url("/post/1")
    done = netcurtain("incident", "add", profile, "--url", url, "--allow-loopback", "--yes")
    assert done.code == 0, done.stderr
    assert done.stderr.index("What will be sent") < done.stderr.index("captured, status 200")
    shown = netcurtain("incident", "show", 1).stdout
    assert "A web page, a forum or a blog" in shown
    assert re.search(r"Findings: +[0-9a-f]{8}", shown)
    netcurtain("incident", "export", "--out", "handed")
    archive = tmp_path / "handed" / "files" / "001" / "01-page.warc.gz"
    from warcio.archiveiterator import ArchiveIterator

    with archive.open("rb") as stream:
        bodies = [
            record.content_stream().read()
            for record in ArchiveIterator(stream)
            if record.rec_type == "response" and record.rec_headers["WARC-Target-URI"] == url
        ]
    assert any(b"Bramble Road" in body for body in bodies)


def test_a_log_is_handed_over_in_a_folder_of_its_own(
    netcurtain: Run, profile: Path, tmp_path: Path
) -> None:
    words = ["incident", "add", profile, "--channel", "phone", "--text"]
    for said in ("for all to read", "not for this reader"):
        assert netcurtain(*words, said).code == 0
    assert netcurtain("incident", "export", "--out", "handed").code == 0
    before = sorted(path.name for path in (tmp_path / "handed").iterdir())
    refused = netcurtain("incident", "export", "--out", "handed", "--only", "1")
    assert refused.code == 1 and "is not empty" in refused.stderr
    assert sorted(path.name for path in (tmp_path / "handed").iterdir()) == before
    assert netcurtain("incident", "export", "--out", "first", "--only", "1").code == 0
    shown = (tmp_path / "first/incident-log.html").read_text()
    assert "for all to read" in shown and "not for this reader" not in shown


def test_a_page_that_robots_may_not_read_is_noted_and_not_asked_for(
    netcurtain: Run, profile: Path, site: Site
) -> None:
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /"
    done = netcurtain(
        *("incident", "add", profile, "--url", site.url("/post/1"), "--allow-loopback", "--yes"),
    )
    assert done.code == 0, done.stderr
    assert "make a picture of it yourself" in done.stderr
    assert "/post/1" not in site.asked


def test_a_page_may_be_noted_alone(netcurtain: Run, profile: Path, site: Site) -> None:
    netcurtain("incident", "add", profile, "--url", site.url("/post/1"), "--no-capture")
    assert not site.asked


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "Say what happened"),
        (("--channel", "pigeon"), "--channel knows no pigeon"),
        (("--channel", "phone", "--when", "sometime"), "cannot be read"),
        (("--channel", "phone", "--when", "2126-01-01"), "in the future"),
        (("--channel", "phone", "--when", "2026-02-30"), "no such day"),
        (("--channel", "phone", "--when", "2026-03-29 01:30"), "clocks went forward"),
        (("--channel", "phone", "--when", "2026-10-25 01:30"), "2026-10-25 01:30+00:00"),
        (("--channel", "phone", "--zone", "Wexcombe"), None),
        (("--channel", "phone", "--when", "today", "--zone", "Wexcombe"), "No time zone"),
        (("--file", "nowhere.png"), "Cannot read nowhere.png"),
        (("--channel", "phone", "--finding", "abcd"), "No finding"),
    ],
)
def test_what_cannot_be_meant_is_told_and_nothing_is_written(
    netcurtain: Run, profile: Path, options: tuple[str, ...], told: str | None
) -> None:
    done = netcurtain("incident", "add", profile, *options)
    if told is None:
        assert done.code == 0
        return
    assert done.code in (1, 2)
    assert told in done.stderr
    assert netcurtain("incident", "list").stdout == ""


def test_who_withdrew_their_consent_is_not_written_about(begun: Run) -> None:
    from scanner.cli.cases import find_case, opened_store
    from scanner.model.clock import utc_now

    with opened_store() as store:
        store.cases.revoke(find_case(store).id, utc_now())
    done = begun("incident", "add", "--channel", "phone", "--text", "x")
    assert done.code == 2
    assert "withdrawn" in done.stderr


def test_a_message_made_by_a_program_keeps_its_own_head(tmp_path: Path) -> None:
    from scanner.case.attachments import look_at

    message = EmailMessage()
    message["From"] = "Nobody <nobody@elsewhere.example>"
    message["Subject"] = "Bore da, êô"
    message.set_content("Hello")
    message.add_attachment(b"x", maintype="image", subtype="png", filename="a.png")
    seen = look_at("saved.EML", message.as_bytes())
    assert ("Subject", "Bore da, êô") in seen.facts
    assert ("Attached files", "1") in seen.facts
    assert "Hello" in seen.text


ANSWERS = """\
whenever
about 2026-11-20 21:15
pigeon
at home
my door
we are coming for you tonight
nowhere.png
seen.png

https://www.example.org/1
Sam

"""


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("incident_add", "incident_page"):
        monkeypatch.setattr(f"scanner.cli.{module}.is_interactive", lambda: True)


@pytest.mark.usefixtures("at_a_terminal")
def test_the_questions_help_with_what_cannot_be_understood(
    netcurtain: Run, profile: Path, tmp_path: Path
) -> None:
    (tmp_path / "seen.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = netcurtain("incident", "add", profile, "--no-capture", stdin=ANSWERS)
    assert done.code == 0, done.stderr
    said = done.stderr
    assert said.index("ring 999") < said.index("When did it happen?")
    for told in ("cannot be read", "knows no pigeon", "There is no such file", "doorbell"):
        assert told in said
    assert said.count("ring 999 first") >= 2  # Again, once the words were read.
    shown = netcurtain("incident", "show", 1).stdout
    for kept in ("At your home", "my door", "https://www.example.org/1", "Sam", "seen.png"):
        assert kept in shown


@pytest.mark.usefixtures("at_a_terminal")
def test_who_stops_half_way_leaves_nothing_behind(netcurtain: Run, profile: Path) -> None:
    done = netcurtain("incident", "add", profile, stdin="today\nphone\n")
    assert done.code == 130
    assert "Nothing was written." in done.stderr
    assert netcurtain("incident", "list").stdout == ""
