"""`check --evidence`: what a scan leaves for a police file, and its seal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from scanner import __version__
from scanner.case import OutputFolder
from scanner.case.evidence import CaseFolder
from scanner.case.operator_key import operator_key
from scanner.cli.console import say
from scanner.cli.evidence_options import authority_of
from scanner.cli.scan import Scan
from scanner.evidence import Circumstances, Evidence, request_timestamp, write_evidence, write_seal
from scanner.evidence.pictures import PICTURES, Pictures, picture_findings
from scanner.evidence.signing import fingerprint
from scanner.evidence.timestamp import Stamped
from scanner.fetch import FetchOptions
from scanner.model.answer import Gathered
from scanner.model.assessment import Assessment
from scanner.model.clock import utc_now
from scanner.model.events import AssessmentMade, Event, FindingMade, GatheringDone
from scanner.model.finding import Finding


class EvidenceKeeper:
    """Listens to a scan, and writes what it leaves. The operator's key is made at first use."""

    def __init__(
        self,
        folder: OutputFolder,
        scan: Scan,
        options: FetchOptions,
        operator: str = "",
        timestamp_url: str = "",
        browser: Path | None = None,
        is_stopped: Callable[[], bool] = lambda: False,
        in_case: CaseFolder | None = None,
    ) -> None:
        """With a `browser`, pages with a finding are pictured, unless the run `is_stopped`.
        With `in_case` the evidence goes there, and no piece of it into `folder`.

        Raises KeyStoreError when there can be no key: before anything is sent."""
        self._folder: OutputFolder | CaseFolder = in_case or folder
        self._in_case = in_case
        self._scan = scan
        self._options = options
        self._operator = operator
        self._timestamp_url = timestamp_url
        self._browser = browser
        self._is_stopped = is_stopped
        self._key = operator_key()
        self._gathered: Gathered | None = None
        self._findings: list[Finding] = []
        self._written: Evidence | None = None
        self._pictures = Pictures()

    @property
    def fingerprint(self) -> str:
        """Of the key that seals, as the report tells it."""
        return fingerprint(self._key)

    def see(self, event: Event) -> None:
        """Writes archive and log once all was judged: they tell what led to which finding."""
        if isinstance(event, GatheringDone):
            self._gathered = event.gathered
        elif isinstance(event, FindingMade):
            self._findings.append(event.finding)
        elif isinstance(event, AssessmentMade) and self._gathered is not None:
            if self._in_case is not None:
                self._in_case.remove()  # what an earlier run of this check left there
            self._pictures = self._pictured(self._gathered)
            self._written = write_evidence(
                self._folder,
                self._gathered,
                self._findings,
                self._circumstances(),
                self._pictures.told,
            )
            self._gathered = None

    def illustrated(self, assessment: Assessment) -> Assessment:
        """The assessment, which names the pictures that belong to it."""
        return replace(assessment, shots=tuple(self._pictures.shots))

    def seal(self, others: Iterable[Path]) -> list[Path]:
        """Writes the manifest of all files and its seal; gives what of it lies in the folder of
        the report. Evidence in the case has copies of `others`, since the seal covers them."""
        assert self._written is not None
        if self._in_case is not None:
            others = [self._in_case.write(each.name, each.read_bytes()) for each in others]
        sealed = write_seal(
            self._folder,
            self._written,
            [*others, *self._pictures.paths],
            self._scan.book,
            self._key,
            utc_now(),
            self._stamped if self._timestamp_url else None,
            authority_of(self._timestamp_url) if self._timestamp_url else "",
        )
        if sealed.problem:
            say(f"{sealed.problem} The evidence is sealed without one.")
        if self._in_case is not None:
            return []
        pictures = [self._folder.path / PICTURES] if self._pictures.paths else []
        return [*self._written.paths, *pictures, *sealed.paths]

    def tell(self) -> None:
        """Whose seal it is, for the operator to note down elsewhere; and where to find what lies
        in the case."""
        say(f"Sealed with the key {self.fingerprint}")
        if self._in_case is not None:
            from scanner.case.retention import ANSWERS_DAYS

            name = self._scan.subject.display_name
            say(
                f"The evidence is in the case, encrypted ({self._in_case.path}). To hand it over, "
                f'make a pack of it: netcurtain pack "{name}" --operator NAME. It is kept for '
                f"{ANSWERS_DAYS} days; `netcurtain hold` keeps it longer."
            )

    def _pictured(self, gathered: Gathered) -> Pictures:
        if self._browser is None or self._is_stopped():
            return Pictures()
        made = picture_findings(
            gathered,
            self._findings,
            lambda: self._folder.below(PICTURES),
            self._browser,
            self._is_stopped,
        )
        if made.problem:
            say(made.problem)
        return made

    def _stamped(self, content: bytes) -> Stamped:
        asked = replace(
            self._options, store=None, keeps_trace=False, apart_from=None, time_limit_s=None
        )
        return request_timestamp(content, self._timestamp_url, asked, utc_now)

    def _circumstances(self) -> Circumstances:
        consent = self._scan.subject.consent
        return Circumstances(
            tool=f"netcurtain {__version__}",
            operator=self._operator or consent.recorded_by or consent.given_by,
            consent=f"{consent.basis.value}, given {consent.given_on.isoformat()}",
            network=_network_note(self._options),
        )


def _network_note(options: FetchOptions) -> str:
    """How the network was reached, without an address."""
    if options.connect_to is not None:
        return "connect-to map: every host was served by this machine"
    return "through a proxy" if options.proxy else "direct"
