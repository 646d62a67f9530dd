"""Reason codes of outcomes in plain words, without any value from a page or a profile."""

from __future__ import annotations

from scanner.model.capture import Failure, SkipReason

DETAILS: dict[str, str] = {
    "found": "It was read.",
    "absent": "The site says that there is no such entry.",
    "absent_elsewhere": "The site sends visitors on to another site, which does not have that "
    "page. That says nothing of you: the first site may have moved or closed.",
    "blocked": "The site would not let an automated visitor see this.",
    "login_required": "The site shows this only to people who have logged in.",
    "login_for_missing": "The site leads to its log-in page: perhaps because there is no such "
    "entry, perhaps because it shows nothing to visitors.",
    "refused": "The site refused the request.",
    "rate_limited": "The site says that it was asked too often.",
    "withheld": "The site says that it may not show this for legal reasons.",
    "unavailable": "The site says that it cannot answer at the moment.",
    "server_error": "The site answered with an error of its own.",
    "not_read": "The content is of a kind that this version does not read.",
    "partly_read": "Only a part of it could be read, and nothing of yours stands in that part.",
    "too_complex": "The page is too large or too deeply nested to be read.",
    "no_signature": "The page looks neither like an entry nor like a note that there is none.",
    "both_signatures": "The page looks both like an entry and like a note that there is none.",
    "thin_evidence": "The page is very short and nothing on it shows that it is the real answer.",
    "no_record": "The site answered, but the entries could not be told apart.",
    "control_found": "The site also says yes to a name that cannot exist, so its yes means "
    "nothing.",
    "same_for_everyone": "The site shows the same page whatever is asked: probably a challenge or "
    "a wall.",
    "step_lacks": "The answer on the way there lacks what the next question needs.",
    "step_would_tell": "The answer on the way there named something of yours that the next site "
    "was not meant to learn, so it was not asked.",
    "known_not_found": "The site also says no to a name that surely exists there, so its no means "
    "nothing.",
    "control_inconclusive": "A control question was not answered, so the answer cannot be relied "
    "on.",
    Failure.NAME_NOT_RESOLVED.value: "The site's name could not be found.",
    Failure.REFUSED_CONNECTION.value: "The site did not accept the connection.",
    Failure.TIMEOUT.value: "The site did not answer in time.",
    Failure.TLS.value: "The connection could not be made securely.",
    Failure.TOO_LARGE.value: "The answer was larger than this tool will take.",
    Failure.TOO_MANY_REDIRECTS.value: "The site kept sending the request elsewhere.",
    Failure.REDIRECT_REFUSED.value: "The site sent the request on to where it does not go: an "
    "internal address, an unsafe one, or another site that would learn what was asked.",
    Failure.PROTOCOL.value: "The answer was broken, or the connection was lost half way.",
    SkipReason.ROBOTS.value: "The site asks automated visitors to stay away from this page.",
    SkipReason.ROBOTS_UNREADABLE.value: "The site could not say whether automated visitors may "
    "come (its robots.txt), so it was left alone.",
    SkipReason.OPTED_OUT.value: "Whoever runs this site asked not to be visited by this tool.",
    SkipReason.ADDRESS_REFUSED.value: "The address is an internal one, which is never visited.",
    SkipReason.NOT_MAPPED.value: "The site is not part of the network that this run may reach.",
    "host_not_answering": "The site did not answer earlier requests of this run, so it was left "
    "alone.",
    SkipReason.SITE_BUDGET.value: "The site was asked as often as one run may ask it.",
    SkipReason.STOPPED.value: "The run was stopped before this was finished.",
    SkipReason.PROXY.value: "The proxy that you named stopped working before this was finished.",
    SkipReason.NOT_KEPT.value: "The check that is judged again did not ask this.",
}


def detail_of(reason: str, status: int = 0) -> str:
    """The sentence for a reason, with the status where the site gave an unusual one."""
    text = DETAILS[reason]
    return f"{text} (HTTP status {status})" if status and status != 200 else text
