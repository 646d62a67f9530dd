"""`rules import`, and a check of the imported rules alone, over a site on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.cli.command import Run
from tests.importers.lists import maigret, maigret_site, sherlock, sherlock_site, wmn, wmn_site

HANDLES = """
[[facts.handle]]
value = "janemarlow"
"""
WORDS = "<p>" + "The council met on Tuesday in the hall to talk about buses. " * 10


class Town(BaseHTTPRequestHandler):
    """Hosts that know janemarlow or nobody, each in the way of one kind of list entry."""

    asked: ClassVar[list[tuple[str, str, str]]] = []

    def do_GET(self) -> None:
        self._answer("")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _answer(self, body: str) -> None:
        host = self.headers["Host"].partition(":")[0]
        if self.path == "/robots.txt":
            return self._send(404, "")
        self.asked.append((host, self.path, body))
        is_jane = "janemarlow" in self.path + body
        name, kind = host.partition(".")[0], host.partition(".")[2].partition("-")[0]
        is_known = is_jane and name.startswith("has")
        match kind:
            case "status":
                self._send(200 if is_known else 404, f"{WORDS} janemarlow")
            case "text":
                said = "<b class=member>janemarlow" if is_known else "isn&#39;t here"
                self._send(200, WORDS + said)
            case "moved":
                self._send(200 if is_known else 302, WORDS + "<b class=member>", Location="/")
            case "wall":
                self._send(302, "", Location="/login?next=/")
            case _:
                self._send(200, WORDS + "<b class=member>everybody</b>")

    def _send(self, status: int, text: str, **headers: str) -> None:
        data = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", **headers}.items():
            if not (name == "Location" and status < 300):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def town() -> Iterator[int]:
    Town.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Town) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def with_handle(profile: Path) -> Path:
    profile.write_text(profile.read_text() + HANDLES)
    return profile


def host(name: str) -> str:
    return f"{name}-book.example"


def written(folder: Path, data: Any) -> Path:
    path = folder / "list.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


WMN = wmn(
    *(
        wmn_site(name, uri_check=f"http://{host(name)}/u/{{account}}", **fields)
        for name, fields in {
            "has.text": {"e_string": "<b class=member>", "m_code": 200},
            "no.text": {"e_string": "<b class=member>", "m_code": 200},
            "no.moved": {"e_string": "<b class=member>", "m_code": 302},
            "has.moved": {"e_string": "<b class=member>", "m_code": 302},
            "no.wall": {"e_string": "<b class=member>", "m_code": 302},
            "has.yes": {"e_string": "<b class=member>"},
        }.items()
    ),
    wmn_site(
        "has.text post",
        uri_check=f"http://{host('hasp.text')}/api",
        post_body='{"name": "{account}"}',
        headers={"Content-Type": "application/json"},
        e_string="<b class=member>",
        m_code=200,
    ),
    wmn_site("adult", uri_check=f"http://{host('adult.text')}/{{account}}", cat="xx NSFW xx"),
)
SHERLOCK = sherlock(
    has=sherlock_site(url=f"http://{host('has.status')}/{{}}"),
    no=sherlock_site(url=f"http://{host('no.status')}/{{}}"),
    moved=sherlock_site(
        url=f"http://{host('no.moved')}/{{}}", errorType="response_url", errorUrl="/"
    ),
    message=sherlock_site(
        url=f"http://{host('has.text')}/{{}}", errorType="message", errorMsg="isn&#39;t here"
    ),
    everybody=sherlock_site(
        url=f"http://{host('has.yes')}/{{}}", errorType="message", errorMsg="isn&#39;t here"
    ),
    limited=sherlock_site(url=f"http://{host('has.limited')}/{{}}", regexCheck="^[a-z]{12,20}$"),
)
MAIGRET = maigret(
    {"Board": {"site": {"url": "{urlMain}/m/{username}", "checkType": "status_code"}}},
    has=maigret_site(
        url=f"http://{host('has.text')}/{{username}}",
        urlMain=f"http://{host('has.text')}",
        presenseStrs=["class=member"],
        absenceStrs=["isn&#39;t here"],
    ),
    unproved=maigret_site(
        urlMain=f"http://{host('no.text')}",
        presenseStrs=["class=member"],
        absenceStrs=None,
    ),
    engine={"engine": "Board", "urlMain": f"http://{host('no.status')}", "usernameClaimed": "al"},
    off=maigret_site(disabled=True, urlMain=f"http://{host('has.off')}"),
)
EXPECTED: list[tuple[Any, dict[str, str]]] = [
    (
        WMN,
        {
            "wmn:has.text": "found",
            "wmn:no.text": "absent",
            "wmn:has.moved": "found",
            # A redirect alone is believed only of a site that also says yes: to the known handle.
            "wmn:no.moved": "stale",
            "wmn:no.wall": "blocked",
            "wmn:has.yes": "stale",
            "wmn:has.text post": "found",
        },
    ),
    (
        SHERLOCK,
        {
            "sherlock:has": "found",
            "sherlock:no": "absent",
            "sherlock:moved": "stale",
            "sherlock:message": "found",
            "sherlock:everybody": "stale",
        },
    ),
    (
        MAIGRET,
        {"maigret:has": "found", "maigret:unproved": "stale", "maigret:engine": "absent"},
    ),
]


@pytest.mark.parametrize(("data", "expected"), EXPECTED, ids=["whatsmyname", "sherlock", "maigret"])
def test_imported_rules_are_asked_alone_and_answer_rightly(
    netcurtain: Run, with_handle: Path, tmp_path: Path, data: Any, expected: dict[str, str]
) -> None:
    done = netcurtain("rules", "import", written(tmp_path, data), "--out", "mine")
    assert done.code == 0, done.stderr
    names = [f"{one}.{kind}" for one in ("has", "no") for kind in ("text", "status", "moved")]
    names += ["no.wall", "has.yes", "hasp.text", "adult.text", "has.limited", "has.off"]
    with town() as port:
        connect = tmp_path / "map.json"
        connect.write_text(json.dumps({host(name): ["127.0.0.1", port] for name in names}))
        done = netcurtain(
            *("check", with_handle, "--rules", "mine", "--only-rules", "mine", "--yes", "--json"),
            *("--connect-to", connect, "--out", "report", "--no-cache"),
        )
    assert done.code in (0, 3, 10), done.stderr
    checks = [check for check in json.loads(done.stdout)["checks"] if not check["parent_id"]]
    assert {check["origin"]: check["outcome"] for check in checks} == expected
    assert not any("adult" in where or "limited" in where for where, _, _ in Town.asked)


def test_the_report_counts_every_entry(netcurtain: Run, tmp_path: Path) -> None:
    data = wmn(
        wmn_site("good"),
        wmn_site("unproved", m_code=200, m_string=""),
        wmn_site("private", cat="dating"),
        wmn_site("off", valid=False),
        wmn_site("bad", uri_check="https://town-book.example/"),
    )
    file = written(tmp_path, data)
    done = netcurtain("rules", "import", file, "--format", "whatsmyname", "--json")
    report = json.loads(done.stdout)
    assert (report["entries"], report["imported"], report["in_use"]) == (5, 4, 3)
    assert [lost["name"] for lost in report["not_imported"]] == ["bad"]
    assert report["not_imported_by_field"] == {"uri_check": 1}
    assert [site["name"] for site in report["without_proof_of_absence"]] == ["unproved"]
    assert [site["name"] for site in report["sensitive"]] == ["private"]
    assert [site["name"] for site in report["switched_off"]] == ["off"]
    folder = tmp_path / "rules-whatsmyname"
    assert len(list((folder / "sources").iterdir())) == 4
    assert "CC BY-SA 4.0" in (folder / "ATTRIBUTION.md").read_text()
    for path in (folder / "sources").iterdir():
        assert "CC BY-SA 4.0" in path.read_text().partition("{")[0]

    again = netcurtain("rules", "import", file)
    assert again.code == 1 and "--replace" in again.stderr
    table = netcurtain("rules", "import", file, "--replace")
    assert table.code == 0
    for words in ("5 entries", "80.0%  came over", "uri_check: neither", "(unproved)", "(private)"):
        assert words in table.stdout


def test_imported_rules_are_sound_and_listed_as_such(netcurtain: Run, tmp_path: Path) -> None:
    netcurtain("rules", "import", written(tmp_path, WMN), "--out", "mine")
    listed = netcurtain("rules", "list", "--rules", "mine", "--kind", "source").stdout
    assert listed.count(" imported ") == 8
    linted = netcurtain("rules", "lint", "mine")
    assert linted.code == 0, linted.said
    assert "8 imported rules without examples" in linted.stdout


def test_files_of_other_hands_are_left_alone(netcurtain: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine" / "sources" / "good.yaml"
    mine.parent.mkdir(parents=True)
    mine.write_text("id: my own\n")
    done = netcurtain(
        "rules", "import", written(tmp_path, wmn(wmn_site("good"))), "--out", "mine", "--replace"
    )
    assert done.code == 1 and "left alone" in done.stderr
    assert mine.read_text() == "id: my own\n"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"sites": 3}', "\xff", '{"a": {"b": 1}}', "[" * 9]
)
def test_a_file_that_is_no_list_is_told(netcurtain: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.json"
    path.write_text(text, encoding="latin-1")
    done = netcurtain("rules", "import", path)
    assert done.code == 1 and "cannot be imported" in done.stderr
    wrong = netcurtain("rules", "import", tmp_path / "missing.json")
    assert wrong.code == 1 and "cannot be read" in wrong.stderr


def test_only_rules_wants_sources(netcurtain: Run, with_handle: Path, tmp_path: Path) -> None:
    netcurtain("rules", "import", written(tmp_path, WMN), "--out", "mine")
    done = netcurtain("plan", with_handle, "--only-rules", "mine", "--only", "src.code.github_user")
    assert done.code == 2 and "src.code.github_user" in done.stderr
    (tmp_path / "empty").mkdir()
    done = netcurtain("plan", with_handle, "--only-rules", "empty")
    assert done.code == 1 and "holds no rules" in done.stderr
    plan = json.loads(netcurtain("plan", with_handle, "--only-rules", "mine", "--json").stdout)
    assert {asked["source_id"].split(".")[1] for asked in plan["questions"]} == {"wmn"}
