"""`netcurtain slate mail-merge`: mails to the people of a slate, for a mail program to send."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.console import say
from scanner.cli.slate_choice import PeopleLangOption, SlateOption
from scanner.model.mail import MailKind


def mail_merge(
    out_file: Annotated[
        Path, typer.Option("--out", metavar="FILE.csv", help="The mails, one a row.")
    ],
    kind: Annotated[
        MailKind,
        typer.Option("--kind", help="To ask for consent, to ask again, or to say it is done."),
    ] = MailKind.RESULT,
    text_file: Annotated[
        Path | None,
        typer.Option("--text", metavar="FILE.txt", help="The same to read, one after the other."),
    ] = None,
    slate: SlateOption = "",
    lang: PeopleLangOption = None,
) -> None:
    """Write a mail per person, for your mail program's merge: to whom, subject, text, attachment.

    Nothing is sent. No mail says anything of what was found, not even whether there was: all get
    the same words. A result is attached only if nobody but its person can open it. The names of
    attachments are those that `slate invite` and `slate reports` give.

    Examples:

      netcurtain slate mail-merge --kind invite --out invitations.csv

      netcurtain slate mail-merge --kind result --out results.csv --text results.txt
    """
    from scanner.case import OutputFolder
    from scanner.cli.cases import opened_store
    from scanner.cli.slate_choice import chosen_slate
    from scanner.model.clock import utc_now
    from scanner.render.words import plural
    from scanner.slate.handing.lists import note_lists
    from scanner.slate.handing.mailing import mails_csv, mails_of, mails_text

    with opened_store() as store:
        chosen = chosen_slate(store, slate)
        mails = tuple(mails_of(store, chosen, kind, utc_now(), lang))
        if not mails:
            say("There is nobody to write to.")
            return
        folder = OutputFolder(out_file.parent, "another --out")
        written = [folder.write(out_file.name, mails_csv(mails))]
        if text_file is not None:
            folder = OutputFolder(text_file.parent, "another --text")
            written.append(folder.write(text_file.name, mails_text(mails)))
        note_lists(store, chosen.id, written)
    say(f"{plural(len(mails), 'mail')} in {out_file}. Nothing was sent.")
    lacking = sum(not each.has_address for each in mails)
    by_hand = sum(not each.mail.attachment for each in mails)
    if lacking:
        say(f"{plural(lacking, 'person', 'people')} without an e-mail address on your list.")
    if by_hand:
        say(
            f"{plural(by_hand, 'report')} to be handed over in person: who brought a profile has "
            f"no key of their own, so nothing would protect it in a mail."
        )
