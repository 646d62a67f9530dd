"""How large the report is, how fast it is made, and how it feels in a browser.

Sizes may fail. Times are told in seconds and judged only as ratios, against a baseline that this
computer runs at the same time: *masking alone*, the gate that every text of a report passes, over
the same number of texts; and *a bare list* of the same length as the places, opened in the same
browser. Exit code 1 when one is missed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scanner.model.assessment import Assessment
from scanner.render import render_html
from scanner.render.veil import Veil
from tests.render.large import large

MANY = 10_000
MOST_BYTES_OF_200 = 1_000_000
MOST_MEGABYTES = 300
SLOWER_THAN_MASKING = 4.0
"""Times as long as masking alone takes. On a quiet computer ten thousand take about 2 s."""
LONGEST_TASK_MS = 200
LONGER_THAN_A_BARE_LIST = 4.0
"""Where the computer is so busy that even a bare list keeps the browser from the reader."""

_WATCH = """
window.longest = 0;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) window.longest = Math.max(window.longest, each.duration);
}).observe({ type: "longtask", buffered: true });
"""


def main() -> int:
    failures = [*_sizes(), *_speed(), *_memory(), *_in_a_browser()]
    for failure in failures:
        print(f"MISSED: {failure}")
    return 1 if failures else 0


def _sizes() -> list[str]:
    size = len(render_html(large(200)).encode())
    print(f"200 findings: {size / 1000:.0f} kB")
    return [] if size <= MOST_BYTES_OF_200 else [f"200 findings take {size} bytes"]


def _speed() -> list[str]:
    assessment = large(MANY)
    spent = min(_timed(lambda: render_html(assessment)) for _ in range(3))
    baseline = min(_timed(lambda: _mask(assessment)) for _ in range(3))
    ratio = spent / baseline
    print(f"{MANY} findings: {spent:.2f} s, {ratio:.1f} times masking alone ({baseline:.2f} s)")
    return [] if ratio <= SLOWER_THAN_MASKING else [f"{ratio:.1f} times as slow as masking alone"]


def _mask(assessment: Assessment) -> None:
    veil = Veil(assessment.person.facts)
    for item in assessment.findings:
        veil.quote(item.finding.url)


def _timed(act: object) -> float:
    begun = time.perf_counter()
    act()  # type: ignore[operator]
    return time.perf_counter() - begun


def _memory() -> list[str]:
    """In a process of its own, whose high-water mark nothing else has raised."""
    root = Path(__file__).resolve().parents[1]
    code = (
        f"import resource, sys; sys.path.insert(0, {str(root)!r})\n"
        "from tests.render.large import large\nfrom scanner.render import render_html\n"
        f"render_html(large({MANY}))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    megabytes = int(done.stdout) / 1024
    print(f"{MANY} findings: {megabytes:.0f} MB at most")
    return [] if megabytes <= MOST_MEGABYTES else [f"{megabytes:.0f} MB for {MANY} findings"]


def _in_a_browser() -> list[str]:
    from playwright.sync_api import sync_playwright

    rows = "".join(f"<li><a href='https://s.example/{n}'>s.example/{n}</a>" for n in range(MANY))
    bare = (
        f"<!doctype html><title>bare</title><details><summary>s</summary><ul>{rows}</ul></details>"
    )
    executable = shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        page = browser.new_page()
        page.add_init_script(_WATCH)
        longest: dict[str, float] = {}
        for name, text in (("a bare list", bare), ("the report", render_html(large(MANY)))):
            path = Path(folder) / "page.html"
            path.write_text(text, encoding="utf-8")
            page.goto(path.as_uri())
            page.wait_for_timeout(500)
            longest[f"opening {name}"] = page.evaluate("longest")
        for search in ("site97", "page/5", "no such thing", ""):
            page.evaluate("longest = 0")
            page.fill("#find", search)
            page.wait_for_timeout(500)
            longest[f"searching {search!r}"] = page.evaluate("longest")
        browser.close()
    baseline = longest.pop("opening a bare list")
    allowed = max(LONGEST_TASK_MS, baseline * LONGER_THAN_A_BARE_LIST)
    for name, spent in longest.items():
        print(f"{name}: longest task {spent:.0f} ms (a bare list: {baseline:.0f} ms)")
    return [f"{name} takes {spent:.0f} ms" for name, spent in longest.items() if spent > allowed]


if __name__ == "__main__":
    sys.exit(main())
