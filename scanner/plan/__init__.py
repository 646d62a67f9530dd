"""From a consenting person and the rules to what will be asked of whom. Knows nothing of HTTP."""

from scanner.plan.control import control_key, control_probe, known_probe
from scanner.plan.leads import lead_probes
from scanner.plan.planner import PlanOptions, make_plan, require_consent

__all__ = [
    "PlanOptions",
    "control_key",
    "control_probe",
    "known_probe",
    "lead_probes",
    "make_plan",
    "require_consent",
]
