"""Pages that are no answer, whatever was asked: no source may take one for found or absent.

All of them are invented after kinds that are met everywhere. `{words}` stands for the values that
were asked about: a page that repeats the question is no answer to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wall:
    """One generic answer that proves nothing."""

    name: str
    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    is_missing_page: bool = False
    """An honest "no such page": for a source that opens a listed page that is a real answer."""


_HTML = {"Content-Type": "text/html; charset=utf-8"}
_JSON = {"Content-Type": "application/json"}

WALLS: tuple[Wall, ...] = (
    Wall(
        "challenge, refused",
        403,
        "<html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and "
        "cookies to continue</noscript><script src='/cdn-cgi/challenge-platform/x'></script>",
        {**_HTML, "Server": "cloudflare", "cf-mitigated": "challenge"},
    ),
    Wall(
        "challenge, served as a page",
        200,
        "<html><head><title>Checking your browser</title><script>var t=1</script></head><body>"
        "<h1>Checking your browser before you continue</h1><p>This takes a few seconds. Please "
        "make sure that scripts and cookies are switched on in your browser.</p></body></html>",
        _HTML,
    ),
    Wall(
        "login wall",
        200,
        "<html><head><title>Log in</title></head><body><h1>Log in to see more</h1><p>You need an "
        "account to see {words}. It is free and takes a minute.</p><form method=post>"
        "<input name=user><input type=password name=pass><button>Log in</button></form></body>",
        _HTML,
    ),
    Wall(
        "consent interstitial",
        200,
        "<html><head><title>Before you continue</title></head><body><h1>Before you continue</h1>"
        "<p>We and our partners use cookies to measure and improve what you see. Choose what you "
        "agree to.</p><form><button>Reject all</button><button>Accept all</button></form></body>",
        _HTML,
    ),
    Wall(
        "maintenance, 503",
        503,
        "<html><head><title>Back soon</title></head><body><h1>Down for maintenance</h1></body>",
        {**_HTML, "Retry-After": "600"},
    ),
    Wall(
        "maintenance, served as a page",
        200,
        "<html><head><title>Back soon</title></head><body><h1>We are making things better</h1><p>"
        "The service is closed for planned work tonight and will be back in the morning. Nothing "
        "that you stored with us is lost.</p></body></html>",
        _HTML,
    ),
    Wall(
        "empty shell of an application",
        200,
        "<!doctype html><html><head><title>App</title></head><body><div id=root></div>"
        "<script src=/static/main.8f3a.js></script></body></html>",
        _HTML,
    ),
    Wall(
        "404 of another program",
        404,
        "<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1>"
        "</center><hr><center>nginx</center></body></html>",
        _HTML,
        is_missing_page=True,
    ),
    Wall(
        "missing page, served as a page",
        200,
        "<html><head><title>Page not found</title></head><body><h1>Nothing here</h1><p>The page "
        "that you were looking for has been moved or never was. Try the search, or go back to "
        "the first page and start again from there.</p></body></html>",
        _HTML,
    ),
    Wall(
        "parked domain",
        200,
        "<html><head><title>This domain may be for sale</title></head><body><h1>Buy this domain"
        "</h1><p>The domain is parked free of charge. Related searches: town, council, election, "
        "vote, party, office, notice, meeting, register, parish.</p></body></html>",
        _HTML,
    ),
    Wall("empty body", 200, "", _HTML),
    Wall("no content", 204, ""),
    Wall("error as JSON, refused", 401, '{"error": "unauthorized", "status": 401}', _JSON),
    Wall("error as JSON, served as an answer", 200, '{"error": "internal", "ok": false}', _JSON),
    Wall("error as JSON, 500", 500, '{"message": "Internal Server Error"}', _JSON),
    Wall(
        "404 of a gateway, as JSON",
        404,
        '{"message": "no Route matched"}',
        _JSON,
        is_missing_page=True,
    ),
    Wall("empty object", 200, "{}", _JSON),
    Wall("broken JSON", 200, '{"items": [', _JSON),
    Wall("rate limit", 429, "Too many requests. Slow down.", {"Retry-After": "30"}),
    Wall(
        "not here for legal reasons",
        451,
        "<html><title>Unavailable</title><p>This content is not available in your region.</p>",
        _HTML,
    ),
    Wall(
        "search page that repeats the question",
        200,
        "<html><head><title>Search</title></head><body><form><input name=q></form><p>You searched "
        "for <b>{words}</b>. Try fewer words, look at the spelling, or browse the list of topics "
        "instead. You can also ask the community.</p></body></html>",
        _HTML,
    ),
)
