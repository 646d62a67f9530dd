"""`netcurtain files`, as its user meets it: real files in a folder, words and JSON lines."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fpdf import FPDF
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scanner.cli.file_progress import FileProgress
from scanner.offline import Looked
from scanner.read import reader
from tests.cli.command import PRIVATE, Run
from tests.cli.conftest import PROFILE, ROOT

SCHEMA = json.loads((ROOT / "docs/sighting.schema.json").read_text())
HOME = "14 Bramble Road, Wexcombe, WX4 7QT"
PAGE = f"""<!doctype html><title>About</title>
<h1>Jane Marlow</h1><p>Jane Marlow lives at {HOME}.</p><!-- ring 07700 900123 -->"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of saved things, each of which holds something of Jane Marlow's."""
    folder = tmp_path / "site"
    (folder / "data").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "notes.md").write_text("# Minutes\n\nApologies: Jane Marlow, 07700 900123\n")
    (folder / "data/members.csv").write_text("name,phone\nJane Marlow,07700 900123\n")
    member = {"name": "Jane Marlow", "email": "jane.marlow@mailbox.example"}
    (folder / "data/export.json").write_text(json.dumps({"members": [member]}))
    return folder


@pytest.fixture
def site_with_leaflet(site: Path) -> Path:
    """With a PDF as well, which another process opens, so that it costs a second."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica")
    pdf.cell(text=f"Jane Marlow, {HOME}")
    pdf.output(str(site / "leaflet.pdf"))
    return site


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().decode().split("\n")[:-1]]


def seen(lines: list[dict[str, Any]], file: str) -> set[tuple[str, str]]:
    """Kinds and texts that were seen in a file, without names."""
    return {(x["kind"], x["text"]) for x in lines if x["file"] == file and x["kind"] != "name"}


def test_each_kind_of_file_gives_its_lines(
    netcurtain: Run, profile: Path, site_with_leaflet: Path, tmp_path: Path
) -> None:
    site = site_with_leaflet
    done = netcurtain("files", profile, "--in", site, "--jsonl", "out.jsonl")
    assert (done.code, done.stderr) == (0, "")
    lines = lines_of(tmp_path / "out.jsonl")
    assert seen(lines, "index.html") == {("address", HOME), ("phone", "07700 900123")}
    assert seen(lines, "notes.md") == {("phone", "07700 900123")}
    assert seen(lines, "data/members.csv") == {("phone", "07700 900123")}
    assert seen(lines, "data/export.json") == {("email", "jane.marlow@mailbox.example")}
    assert seen(lines, "leaflet.pdf") == {("address", HOME)}
    assert {x["attribution"] for x in lines if x["kind"] == "address"} == {"confirmed"}
    (phone,) = (x for x in lines if x["file"] == "index.html" and x["kind"] == "phone")
    assert phone["place"] == "comment"
    assert (phone["subject_id"], phone["fact_id"]) == ("jane-marlow", "phone-1")
    assert not done.leaks


def test_every_line_is_as_documented(
    netcurtain: Run, profile: Path, site: Path, tmp_path: Path
) -> None:
    netcurtain("files", profile, "--in", site, "--jsonl", "out.jsonl")
    lines = lines_of(tmp_path / "out.jsonl")
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for line in lines:
        validator.validate(line)
        assert set(line) == set(SCHEMA["properties"])
        assert line["end"] - line["start"] == len(line["text"])
        assert line["reasons"] or line["attribution"] == "other_person"
    keys = [(x["file"], x["start"], x["end"], x["subject_id"], x["fact_id"]) for x in lines]
    assert keys == sorted(keys)
    documented = (ROOT / "docs/files.md").read_text()
    for name in SCHEMA["required"]:
        assert f"`{name}`" in documented


def test_the_lines_are_for_their_owner_and_an_earlier_file_is_kept(
    netcurtain: Run, profile: Path, site: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/all.jsonl").write_text("earlier\n")
    netcurtain("files", profile, "--in", site, "--jsonl", "out/all.jsonl")
    written = tmp_path / "out/all.jsonl"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert "Bramble Road" in written.read_text()
    assert sorted(p.read_text() for p in written.parent.iterdir())[0] == "earlier\n"
    assert len(list(written.parent.iterdir())) == 2


def test_one_worker_and_two_give_the_same_bytes(
    netcurtain: Run, profile: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(24):
        extra = "<p>filling</p>" * (2000 if number == 0 else 1)
        (folder / f"{number:02d}.html").write_text(f"{PAGE}<p>Page {number}</p>{extra}")
    outputs = []
    for jobs in (1, 2):
        done = netcurtain(
            "files", profile, "--in", folder, "--jsonl", "-", "--jobs", jobs, "--quiet"
        )
        assert (done.code, done.stderr) == (0, "")
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]
    assert len({json.loads(line)["file"] for line in outputs[0].splitlines()}) == 24


def test_lines_on_standard_output_are_alone_there(
    netcurtain_process: Run, profile: Path, site: Path
) -> None:
    done = netcurtain_process("files", profile, "--in", site, "--jsonl", "-")
    assert all(json.loads(line)["schema"] == SCHEMA["properties"]["schema"]["const"]
               for line in done.stdout.splitlines())  # fmt: skip
    assert "4 files looked at" in done.stderr
    assert not any(value in done.stderr for value in PRIVATE)


def test_what_is_printed_is_masked_worst_first_and_says_where(
    netcurtain: Run, profile: Path, site: Path
) -> None:
    (site / "14-bramble-road.txt").write_text("Jane Marlow, jane.marlow@mailbox.example")
    done = netcurtain("files", profile, "--in", site)
    assert done.code == 0
    assert not done.leaks
    assert "bramble-road" not in done.said
    assert "in a comment in the source" in done.stdout
    assert done.stdout.index("Your home address") < done.stdout.index("private e-mail")
    assert "before you publish" in done.stdout
    assert "5 files looked at. Nothing was sent." in done.stdout


def test_reveal_shows_the_values(netcurtain: Run, profile: Path, site: Path) -> None:
    done = netcurtain("files", profile, "--in", site, "--reveal")
    assert HOME in done.stdout
    assert "07700 900123" in done.stdout


def test_questions_and_what_is_public_by_choice_stand_apart(
    netcurtain: Run, tmp_path: Path
) -> None:
    profile = tmp_path / "public.toml"
    line = 'phone = ["07700 900123", { value = "01632 960155", public_by_choice = "Leaflets" }]'
    profile.write_text(PROFILE.replace('phone = "07700 900123"', line))
    page = tmp_path / "page.txt"
    page.write_text("Jane Marlow, campaign line 01632 960155, mobile 07700 900456")
    done = netcurtain("files", profile, "--in", page, "--fail-on", "info")
    assert done.code == 0
    questions, _, public = done.stdout.partition("Public by your choice")
    assert "07••• ••••56 is next to your name. Is it yours?" in questions.replace("\n    ", " ")
    assert "01632 960155" in public
    assert "900456" not in done.said
    netcurtain("files", profile, "--in", page, "--jsonl", "out.jsonl")
    (phone,) = (x for x in lines_of(tmp_path / "out.jsonl") if x["kind"] == "phone")
    assert phone["public_by_choice"] is True


@pytest.mark.parametrize(("band", "code"), [("critical", 0), ("low", 10)])
def test_fail_on_decides_the_exit_code(
    netcurtain: Run, profile: Path, tmp_path: Path, band: str, code: int
) -> None:
    (tmp_path / "a.txt").write_text("Jane Marlow, jane.marlow@mailbox.example")
    assert netcurtain("files", profile, "--in", "a.txt", "--fail-on", band).code == code
    lines = ("--jsonl", "out.jsonl")
    assert netcurtain("files", profile, "--in", "a.txt", "--fail-on", band, *lines).code == code


def test_what_was_not_read_is_told_with_its_reason(
    netcurtain: Run, profile: Path, site: Path, tmp_path: Path
) -> None:
    (site / "film.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42" + bytes(100))
    (site / ".hidden").write_text(HOME)
    (site / ".git").mkdir()
    (site / ".git/config").write_text(HOME)
    (tmp_path / "outside.txt").write_text(HOME)
    (site / "out").symlink_to(tmp_path / "outside.txt")
    (site / "again").symlink_to(site / "index.html")
    (site / "loop").symlink_to(site)
    with (site / "huge.txt").open("wb") as huge:
        huge.truncate(65 * 1024 * 1024)
    os.mkfifo(site / "pipe")
    done = netcurtain("files", profile, "--in", site)
    told = " ".join(done.stdout[done.stdout.index("Not read") :].split())
    for name, why in (
        ("film.mp4", "film"),
        ("out", "out of the folder"),
        ("huge.txt", "larger than 64 MB"),
        ("pipe", "no ordinary file"),
    ):
        assert name in told
        assert why in told
    assert "2 hidden ones passed over" in told
    assert "2 links to files that are here anyway" in told
    assert "outside.txt" not in done.said


def test_an_archive_is_read_record_by_record(
    netcurtain: Run, profile: Path, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    with (tmp_path / "in/crawl.warc.gz").open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number, text in enumerate(("Nothing here", PAGE, "<p>Jane Marlow 07700 900123"), 1):
            body = zlib.compress(text.encode(), wbits=31)
            headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")]
            writer.write_record(
                writer.create_warc_record(
                    f"https://paper.example/{number}",
                    "response",
                    payload=BytesIO(body),
                    length=len(body),
                    http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
                )
            )
    (tmp_path / "in/broken.warc.gz").write_bytes(b"\x1f\x8b no archive")
    done = netcurtain("files", profile, "--in", "in", "--jsonl", "out.jsonl")
    lines = lines_of(tmp_path / "out.jsonl")
    assert seen(lines, "crawl.warc.gz#2") == {("address", HOME), ("phone", "07700 900123")}
    assert seen(lines, "crawl.warc.gz#3") == {("phone", "07700 900123")}
    assert {x["file"] for x in lines} == {"crawl.warc.gz#2", "crawl.warc.gz#3"}
    assert "broken.warc.gz" in done.stdout[done.stdout.index("Not read") :]


@pytest.mark.parametrize(
    "head",
    [
        "<!-- saved from url=(0041)https://marlow-for-wexcombe.example/about -->",
        '<link rel="canonical" href="https://marlow-for-wexcombe.example/about">',
        '<meta property="og:url" content="https://marlow-for-wexcombe.example/about">',
    ],
)
def test_an_own_site_is_known_by_the_address_that_a_saved_page_names(
    netcurtain: Run, tmp_path: Path, head: str
) -> None:
    profile = tmp_path / "own.toml"
    own = '[facts]\ndomain = { value = "marlow-for-wexcombe.example", public_by_choice = "Mine" }'
    profile.write_text(PROFILE.replace("[facts]", own))
    (tmp_path / "page.html").write_text(f"{head}<p>Write to the office: {HOME}")
    netcurtain("files", profile, "--in", "page.html", "--jsonl", "out.jsonl")
    (home,) = (x for x in lines_of(tmp_path / "out.jsonl") if x["kind"] == "address")
    assert home["attribution"] == "confirmed"
    assert home["reasons"] == ["It is on a site that you gave as yours."]


def test_a_page_cannot_steer_the_terminal(netcurtain: Run, profile: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a\x1b[31m.txt").write_text("Jane Marlow \x1b[2J\u202e 07700 900123 [bold]:cat:")
    done = netcurtain("files", profile, "--in", "in")
    assert "\x1b" not in done.said
    assert "\u202e" not in done.said
    assert "[bold]:cat:" in done.stdout


SECOND = (
    PROFILE.replace("Jane Marlow", "Tom Ashdown")
    .replace("900123", "900321")
    .replace("jane.marlow", "tom.ashdown")
    .replace('"14"', '"9"')
)


def test_several_people_are_looked_for_at_once(
    netcurtain: Run, profile: Path, site: Path, tmp_path: Path
) -> None:
    team = tmp_path / "team/ward"
    team.mkdir(parents=True)
    (team / "tom.toml").write_text(SECOND)
    (site / "tom.txt").write_text(f"Tom Ashdown 07700 900321, Jane Marlow, {HOME}")
    done = netcurtain("files", profile, tmp_path / "team", "--in", site)
    jane, _, tom = done.stdout.partition("Tom Ashdown (tom-ashdown)")
    assert "Jane Marlow (jane-marlow)" in jane
    assert "Your private mobile number" in tom
    assert "Your home address" not in tom
    assert not done.leaks
    assert "900321" not in done.said
    shown = netcurtain("files", profile, tmp_path / "team", "--in", site, "--reveal").stdout
    assert "900321" not in shown.partition("Tom Ashdown (tom-ashdown)")[0]
    netcurtain("files", profile, tmp_path / "team", "--in", site, "--jsonl", "out.jsonl")
    both = [x for x in lines_of(tmp_path / "out.jsonl") if x["file"] == "tom.txt"]
    assert {x["subject_id"] for x in both} == {"jane-marlow", "tom-ashdown"}


def test_the_profiles_and_the_output_are_not_looked_at(
    netcurtain: Run, profile: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Jane Marlow, 07700 900123")
    for _ in range(2):
        netcurtain("files", profile, "--in", tmp_path, "--jsonl", tmp_path / "out.jsonl")
        (tmp_path / "out.jsonl").replace(tmp_path / ".kept")
    assert {x["file"] for x in lines_of(tmp_path / ".kept")} == {"a.txt"}


EXPIRED = PROFILE.replace("valid_until = 2126-11-01", "valid_until = 2026-11-02")
NARROW = PROFILE.replace('scope = "all"', 'scope = ["name", "phone"]')


def test_every_profile_needs_a_current_consent_and_all_faults_are_told(
    netcurtain: Run, profile: Path, site: Path, tmp_path: Path
) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "team/old.toml").write_text(EXPIRED)
    (tmp_path / "team/narrow.toml").write_text(NARROW)
    (tmp_path / "team/odd.toml").write_text("schema = 1\n")
    done = netcurtain("files", profile, "team", "--in", site, "--jsonl", "out.jsonl")
    assert done.code == 1
    assert done.stdout == ""
    for name, word in (("old", "has passed"), ("narrow", "outside the scope"), ("odd", "missing")):
        assert word in done.stderr.partition(f"team/{name}.toml")[2]
    assert not done.leaks
    assert not (tmp_path / "out.jsonl").exists()


def test_the_same_person_twice_is_refused(
    netcurtain: Run, profile: Path, site: Path, tmp_path: Path
) -> None:
    (tmp_path / "again.toml").write_text(PROFILE)
    done = netcurtain("files", profile, "again.toml", "--in", site)
    assert done.code == 1
    assert "same subject id" in done.stderr
    assert netcurtain("files", profile, profile, "--in", site).code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["files", "profile.toml", "--in", "nowhere"],
        ["files", "profile.toml", "--in", "empty"],
        ["files", "empty", "--in", "site"],
        ["files", "profile.toml", "--in", "site", "--jsonl", "empty"],
        ["files", "profile.toml"],
    ],
)
def test_a_mistake_in_the_call_is_told_at_once(
    netcurtain: Run, profile: Path, site: Path, tmp_path: Path, words: list[str]
) -> None:
    (tmp_path / "empty").mkdir()
    done = netcurtain(*words)
    assert done.code == 2
    assert done.stderr
    assert "something broke" not in done.said


def test_what_breaks_over_one_file_costs_no_other(
    netcurtain: Run, profile: Path, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decode = reader.decode

    def fall(body: bytes, *rest: Any) -> str:
        if b"Minutes" in body:
            raise RuntimeError("about 07700 900123")
        return decode(body, *rest)

    monkeypatch.setattr(reader, "decode", fall)
    done = netcurtain("files", profile, "--in", site, "--jsonl", "out.jsonl")
    assert done.code == 1
    assert "RuntimeError" in done.stdout
    assert "notes.md" in done.stdout[done.stdout.index("Not read") :]
    assert not done.leaks
    assert "index.html" in {x["file"] for x in lines_of(tmp_path / "out.jsonl")}


KILLS_ITS_PROCESS = """\
import os, signal

class ArchiveIterator:
    def __init__(self, *args, **options):
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_file_that_ends_its_worker_is_told_and_costs_no_other(
    netcurtain: Run, profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)  # of the workers, too
    fake = tmp_path / "warcio"
    fake.mkdir()
    (fake / "__init__.py").touch()
    (fake / "archiveiterator.py").write_text(KILLS_ITS_PROCESS)
    (fake / "exceptions.py").write_text("class ArchiveLoadFailed(Exception): ...")
    (fake / "bufferedreaders.py").write_text(
        "class BufferedReader:\n    get_supported_decompressors = dict"
    )
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.html").write_text(PAGE)
    (folder / "3.warc").write_bytes(b"WARC/1.0")
    words = ("--jsonl", "out.jsonl", "--jobs", 2)
    done = netcurtain("files", profile, "--in", folder, *words)
    assert (done.code, done.stderr) == (0, "")
    assert "3.warc" in done.stdout[done.stdout.index("Not read") :]
    files = [x["file"] for x in lines_of(tmp_path / "out.jsonl") if x["kind"] == "address"]
    assert files == [f"{number}.html" for number in range(6)]


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_keeps_what_was_found_and_says_what_is_left(
    netcurtain: Run, profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    (tmp_path / "in").mkdir()
    for number in range(8):
        (tmp_path / f"in/{number}.html").write_text(PAGE)
    see = FileProgress.see
    presses: Iterator[int] = iter([signal.SIGINT] * times)

    def press(progress: FileProgress, looked: Looked) -> None:
        see(progress, looked)
        if looked.file == "2.html":
            for number in presses:
                signal.raise_signal(number)

    monkeypatch.setattr(FileProgress, "see", press)
    done = netcurtain("files", profile, "--in", "in", "--jsonl", "out.jsonl")
    assert done.code == 130
    assert "Stopped: 5 files not looked at." in done.stdout
    files = {x["file"] for x in lines_of(tmp_path / "out.jsonl")}
    assert files == {"0.html", "1.html", "2.html"}


def test_ctrl_c_at_the_terminal_ends_the_workers_too(
    profile: Path, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    """The whole group gets the signal, as from a terminal, while the output waits in a pipe."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(120):
        (folder / f"{number:03d}.html").write_text(PAGE * 6)
    words = ["files", str(profile), "--in", str(folder), "--jsonl", "-", "--jobs", "2"]
    with subprocess.Popen(
        [sys.executable, "-m", "scanner", *words],
        cwd=tmp_path,
        env=child_environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        begun = process.stdout.readline()  # the workers are up, and the pipe will fill
        os.killpg(process.pid, signal.SIGINT)
        assert process.stderr is not None
        rest, said = process.stdout.read(), process.stderr.read()
    assert process.returncode == 130
    files = [json.loads(line)["file"] for line in (begun + rest).splitlines()]
    assert files == sorted(files)
    assert len(set(files)) < 120
    assert b"Stopped" in said
    assert b"Traceback" not in said


def test_a_reader_that_has_had_enough_is_no_fault(
    profile: Path, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    (tmp_path / "in").mkdir()
    for number in range(40):
        (tmp_path / f"in/{number}.html").write_text(PAGE * 6)
    words = ["files", str(profile), "--in", "in", "--jsonl", "-", "--jobs", "1"]
    with subprocess.Popen(
        [sys.executable, "-m", "scanner", *words],
        cwd=tmp_path,
        env=child_environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (1, b"")
