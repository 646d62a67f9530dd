"""Sites that answer in the documented shape of real services: interfaces, registers, social."""

from __future__ import annotations

import base64
import json
from http import HTTPStatus

from scanner.demo.candidate import DOMAIN, HANDLE, INSTANCE, SEARCH_HOST, SECRETS
from scanner.demo.site import Answerer, Asked, Reply, Site, as_json, moved, page, stored

_REGISTRY = "rdap.registry-host.example"
_RDAP_JSON = "application/rdap+json"


def github(asked: Asked) -> Reply:
    """`/users/{login}`: the profile, or the documented "Not Found"."""
    if asked.path.lower() == f"/users/{HANDLE}":
        return Reply(stored(asked.host, "janemarlow.json"), content_type="application/json")
    lost = {
        "message": "Not Found",
        "documentation_url": "https://docs.github.com/rest/users/users#get-a-user",
        "status": "404",
    }
    return as_json(lost, HTTPStatus.NOT_FOUND)


def gitlab(asked: Asked) -> Reply:
    """Always over its limit."""
    return Reply(
        b"Retry later\n",
        HTTPStatus.TOO_MANY_REQUESTS,
        "text/plain",
        (("Retry-After", "1"), ("RateLimit-Limit", "500"), ("RateLimit-Remaining", "0")),
    )


def gravatar(asked: Asked) -> Reply:
    """`/v3/profiles/{sha256}`: knows nobody."""
    return as_json({"error": "Profile not found", "code": "not_found"}, HTTPStatus.NOT_FOUND)


def rdap_bootstrap(asked: Asked) -> Reply:
    """Sends a query for a domain on to the registry that holds it."""
    if asked.path.startswith("/domain/"):
        return moved(f"https://{_REGISTRY}{asked.path}", HTTPStatus.FOUND)
    return as_json({"errorCode": 404, "title": "Not Found"}, HTTPStatus.NOT_FOUND, _RDAP_JSON)


def rdap_registry(asked: Asked) -> Reply:
    """`/domain/{name}` as RFC 9083 has it; the registrant is shown in full."""
    if asked.path.lower() == f"/domain/{DOMAIN}":
        return Reply(stored(asked.host, f"{DOMAIN}.json"), content_type=_RDAP_JSON)
    lost = {
        "rdapConformance": ["rdap_level_0"],
        "errorCode": 404,
        "title": "Not Found",
        "description": ["The domain is not registered here."],
    }
    return as_json(lost, HTTPStatus.NOT_FOUND, _RDAP_JSON)


def companies_house(asked: Asked) -> Reply:
    """`/search/officers?q=`, for whoever has the key as the user name of HTTP Basic."""
    expected = base64.b64encode(f"{SECRETS['companies_house']}:".encode()).decode()
    scheme, _, given = asked.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic" or given.strip() != expected:
        error = "Invalid Authorization" if given else "Empty Authorization header"
        return as_json({"error": error, "type": "ch:service"}, HTTPStatus.UNAUTHORIZED)
    if asked.path != "/search/officers" or not asked.query.get("q"):
        return as_json({"errors": [{"type": "ch:service"}]}, HTTPStatus.NOT_FOUND)
    if {"jane", "marlow"} <= set(asked.query["q"].lower().split()):
        return Reply(stored(asked.host, "jane-marlow.json"), content_type="application/json")
    nobody = {
        "kind": "search#officers",
        "items": [],
        "items_per_page": 20,
        "page_number": 1,
        "start_index": 0,
        "total_results": 0,
    }
    return as_json(nobody)


def searxng(asked: Asked) -> Reply:
    """`/search?q=&format=json`: names pages of the town's web to whoever asks for the candidate."""
    query = asked.query.get("q", "")
    if asked.path != "/search" or asked.query.get("format") != "json":
        return page("<title>Search</title><form><input name=q></form>")
    found: list[object] = []
    if "jane marlow" in query.lower():
        found = json.loads(stored(asked.host, "results.json"))
    answer = {
        "query": query,
        "number_of_results": 0,
        "results": found,
        "answers": [],
        "corrections": [],
        "infoboxes": [],
        "suggestions": [],
        "unresponsive_engines": [],
    }
    return as_json(answer)


def wayback(asked: Asked) -> Reply:
    """`/cdx/search/cdx?url=&output=json`: a header row and one row per copy, or an empty list."""
    if asked.path != "/cdx/search/cdx":
        return page("<title>Not in the archive</title>", HTTPStatus.NOT_FOUND)
    copies: dict[str, list[list[str]]] = json.loads(stored(asked.host, "cdx.json"))
    wanted = asked.query.get("url", "").removeprefix("https://").removeprefix("http://")
    rows = copies.get(wanted, [])
    header = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    return as_json([header, *rows] if rows else [])


def bluesky(asked: Asked) -> Reply:
    """`app.bsky.actor.getProfile`: knows nobody."""
    error = {"error": "InvalidRequest", "message": "Profile not found"}
    return as_json(error, HTTPStatus.BAD_REQUEST)


def mastodon(asked: Asked) -> Reply:
    """An instance that shows nothing without an account."""
    error = {"error": "This API requires an authenticated user"}
    return as_json(error, HTTPStatus.UNAUTHORIZED)


def telegram(asked: Asked) -> Reply:
    """A soft 404: every user name gets a 200, and only the markup tells who exists."""
    if asked.path in ("/", "/robots.txt"):
        return page("", HTTPStatus.NOT_FOUND)
    user = asked.path.strip("/")
    file = "known.html" if user.lower() == "wexcombeherald" else "unknown.html"
    body = stored(asked.host, file).decode()
    safe = "".join(char for char in user if char.isalnum() or char == "_")
    return page(body.replace("{user}", safe))


def tiktok(asked: Asked) -> Reply:
    """`/oembed?url=`: the same answer for every address, whether anybody is there or not."""
    if asked.path != "/oembed":
        return page("", HTTPStatus.NOT_FOUND)
    address = asked.query.get("url", "")
    user = address.rpartition("@")[2]
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": f"{user}'s Creator Profile",
        "author_url": address,
        "author_name": user,
        "width": "100%",
        "height": "100%",
        "provider_url": "https://www.tiktok.com",
        "provider_name": "TikTok",
        "embed_type": "profile",
        "embed_product_id": user,
    }
    return as_json(answer)


def wordpress(asked: Asked) -> Reply:
    """`/rest/v1.1/sites/{host}`: no such blog."""
    return as_json({"error": "unknown_blog", "message": "Unknown blog"}, HTTPStatus.NOT_FOUND)


def requests_for_information(asked: Asked) -> Reply:
    """`/user/{slug}` of the site for requests under the Freedom of Information Act."""
    if asked.path == "/robots.txt":
        return Reply(b"User-agent: *\nDisallow: /profile/\n", content_type="text/plain")
    if asked.path == "/user/jane_marlow":
        return Reply(stored(asked.host, "jane_marlow.html"))
    return Reply(stored(asked.host, "missing.html"), HTTPStatus.NOT_FOUND)


_ANSWERS: dict[str, Answerer] = {
    "api.github.com": github,
    "gitlab.com": gitlab,
    "api.gravatar.com": gravatar,
    "rdap.org": rdap_bootstrap,
    _REGISTRY: rdap_registry,
    "api.company-information.service.gov.uk": companies_house,
    SEARCH_HOST: searxng,
    "web.archive.org": wayback,
    "public.api.bsky.app": bluesky,
    INSTANCE: mastodon,
    "t.me": telegram,
    "www.tiktok.com": tiktok,
    "public-api.wordpress.com": wordpress,
    "www.whatdotheyknow.com": requests_for_information,
}

SERVICES = tuple(Site(host, answer) for host, answer in _ANSWERS.items())
