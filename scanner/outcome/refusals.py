"""Statuses by which a server withholds an answer (RFC 9110, RFC 6585, RFC 7725)."""

from __future__ import annotations

REFUSALS = {
    401: "login_required",
    403: "refused",
    407: "refused",
    429: "rate_limited",
    451: "withheld",
    503: "unavailable",
}
"""By status, the reason that an outcome gives."""

FIRM = frozenset({"challenge", "unusual_traffic", "refused", "maintenance"})
"""Reasons of obstacles that hold against a signature which is only a piece of the page's source."""
