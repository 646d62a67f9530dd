"""Keeps the files of translations in step with the texts: `python -m scanner.render.translating`.

A translation whose English is gone is dropped, a new text stands there without a translation. What
a translator wrote is never guessed from a similar text: a changed English sentence may mean
something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO

from babel.messages import Catalog
from babel.messages.pofile import write_po

from scanner.language.catalogue import DOMAINS, WELSH, catalogue_path, read_catalogs
from scanner.render.messages import Message, frame_messages, rule_messages
from scanner.resources import resource_folder

_HEADER = """\
# Welsh translations of netcurtain. English text is the key; {0}, {name} stand for what is put in.
# Not yet read by a native speaker: see CONTRIBUTING.md."""


def messages_of(domain: str) -> tuple[Message, ...]:
    """Every message of a file: the frame's, or those that only rules have."""
    frame = frame_messages()
    if domain == "report":
        return frame
    known = {message.one for message in frame}
    return tuple(message for message in rule_messages() if message.one not in known)


def updated(domain: str, known: Mapping[object, object]) -> Catalog:
    """The file with a message for every text, and with the translations that are `known`."""
    catalog = Catalog(
        locale=WELSH.value,
        domain=domain,
        project="netcurtain",
        version="1",
        header_comment=_HEADER,
        fuzzy=False,
        copyright_holder="",
    )
    for message in messages_of(domain):
        catalog.add(
            message.id,
            string=known.get(message.id, ""),  # type: ignore[arg-type]
            locations=[(message.where, None)],  # type: ignore[list-item]
        )
    return catalog


def translations() -> dict[object, object]:
    """All that is translated, by message."""
    return {m.id: m.string for catalog in read_catalogs(WELSH.value) for m in catalog if m.id}


def written() -> Iterator[tuple[str, bytes]]:
    """Each file's path in `reports/` and what should stand in it."""
    known = translations()
    for domain in DOMAINS:
        out = BytesIO()
        write_po(out, updated(domain, known), width=100, sort_output=False, omit_header=False)
        text = out.getvalue().decode()
        kept = [line for line in text.splitlines() if not line.startswith('"POT-Creation-Date')]
        yield catalogue_path(WELSH.value, domain), ("\n".join(kept) + "\n").encode()


def main() -> None:
    """Writes the files again, and says what is missing."""
    for path, content in written():
        (resource_folder("reports") / path).write_bytes(content)
    lacking = [
        message
        for catalog in read_catalogs(WELSH.value)
        for message in catalog
        if message.id and not (message.string and all(message.string))
    ]
    print(f"{len(lacking)} texts without a translation.")


if __name__ == "__main__":
    main()
