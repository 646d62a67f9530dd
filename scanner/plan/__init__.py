"""From a consenting person and the rules to what will be asked of whom. Knows nothing of HTTP."""

from scanner.plan.chain import page_probe, step_probe, tells_more
from scanner.plan.control import control_key, control_probe, known_probe
from scanner.plan.finds import KNOWN_BY, asked_about_finds, find_probe, most_finds, page_of_find
from scanner.plan.kept import (
    placeholder_keys,
    plan_with_keys,
    plan_without_keys,
)
from scanner.plan.keys import (
    capture_without_key,
    sendable,
    sending_without_key,
    url_without_key,
)
from scanner.plan.leads import lead_probes
from scanner.plan.planner import PlanOptions, make_plan, require_consent
from scanner.plan.questions import (
    own_sending,
    question_of,
    question_parts,
    with_all_told,
    with_key,
)

__all__ = [
    "KNOWN_BY",
    "PlanOptions",
    "asked_about_finds",
    "capture_without_key",
    "control_key",
    "control_probe",
    "find_probe",
    "known_probe",
    "lead_probes",
    "make_plan",
    "most_finds",
    "own_sending",
    "page_of_find",
    "page_probe",
    "placeholder_keys",
    "plan_with_keys",
    "plan_without_keys",
    "question_of",
    "question_parts",
    "require_consent",
    "sendable",
    "sending_without_key",
    "step_probe",
    "tells_more",
    "url_without_key",
    "with_all_told",
    "with_key",
]
