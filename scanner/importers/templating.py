"""Texts with a list's own placeholder for the account, as templates of the rule language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from scanner.importers.site import Remark

_OPENS = re.compile(r"\{(?=[{%#]|$)")
_PLAIN = "{{ handle }}"

_LEFT_OUT = {
    "user-agent": "netcurtain says who it is: the header User-Agent is left out",
    "cookie": "the header Cookie is left out: it is somebody's session",
    "authorization": "the header Authorization is left out: it is somebody's key",
    "host": "the header Host is left out: the address decides who is asked",
    "connection": "the header Connection is left out: how to talk is not a site's to say",
    "content-length": "the header Content-Length is left out: it follows from the body",
    "accept-encoding": "the header Accept-Encoding is left out: only gzip and deflate are read",
    "te": "the header TE is left out: how to talk is not a site's to say",
    "transfer-encoding": "the header Transfer-Encoding is left out: it follows from the body",
}


def template(text: str, placeholder: str, escape: str = "path") -> str:
    """The text with the handle in place of the placeholder, escaped by a filter; all else of it
    stands for itself. An empty `escape`: the handle as it is."""
    handle = f"{{{{ handle | {escape} }}}}" if escape else _PLAIN
    return handle.join(_literal(piece) for piece in text.split(placeholder))


def signature_text(text: str, placeholder: str) -> str:
    """A text that is looked for in the source, with the handle in place of the placeholder."""
    return text.replace(placeholder, _PLAIN)


def json_template(value: Any, placeholder: str) -> Any:
    """A JSON value whose texts are templates; its keys stay as they are."""
    if isinstance(value, str):
        return template(value, placeholder, escape="")
    if isinstance(value, Mapping):
        return {str(key): json_template(inner, placeholder) for key, inner in value.items()}
    if isinstance(value, list):
        return [json_template(inner, placeholder) for inner in value]
    return value


def form_template(text: str, placeholder: str) -> dict[str, str] | None:
    """The fields of a form that is written as in an address; None when it is none."""
    try:
        fields = parse_qsl(text, keep_blank_values=True, strict_parsing=True, max_num_fields=50)
    except ValueError:
        return None
    if len({name for name, _ in fields}) < len(fields):
        return None
    return {name: template(value, placeholder, escape="") for name, value in fields}


def header_templates(
    headers: Mapping[str, Any], placeholder: str
) -> tuple[dict[str, str], list[Remark]]:
    """The headers that are sent, and why others are not."""
    kept: dict[str, str] = {}
    remarks: list[Remark] = []
    for name, value in headers.items():
        if why := _LEFT_OUT.get(name.lower()):
            remarks.append(Remark("headers", why))
        elif not isinstance(value, (str, int, float)) or not _is_header(name, str(value)):
            remarks.append(Remark("headers", "a header is left out: it cannot be sent as it is"))
        else:
            kept[name] = template(str(value), placeholder, escape="query")
    return kept, remarks


def _is_header(name: str, value: str) -> bool:
    is_name = re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", name) is not None
    return is_name and value.isprintable()


def _literal(text: str) -> str:
    return _OPENS.sub('{{ "{" }}', text)
