"""Lists of invented people, as they come from Democracy Club, from parties, and with faults."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import openpyxl


def words(text: str) -> list[str]:
    return text.split()


def columns(text: str) -> list[str]:
    return text.split(",")


GIVEN = words(
    """
Jane Tom Ruth Owen Priya Callum Siân Amir Grace Neil Aoife Kofi Marta Idris Hannah Leo Zoë Rafael
Bronwen Dev Ellen Farah Gareth Hazel Imran Judith Kieran Lowri Milan Nadia Oscar Pearl Quentin Rosa
Samir Tegan Uma Victor Wanda Xavier Yusuf Zara Alwyn Bella Cyril Daphne Ewan Flora Gwen Hugo Isla
Jonah Kira Lena Magnus Nora Otis Petra Rhys Stella Theo Una Vera Willa Yara Zeno Adah Boaz
"""
)
FAMILY = words(
    """
Marlow Calder Thornbury O'Neill Pettigrew Ashdown Bramley Croft Dunmore Eastwick Fairlie Garrick
Hollis Inskip Jessop Kettle Lorimer Mossop Norwood Oakden Penrose Quarry Rudge Selwyn Tindall
Underhill Vickery Wainscot Yardley Zeal Abbotson Birkett Clevedon Dacre Elmhurst Foxley Greaves
Haddon Ivers Jarrow Kelsall Longmire Merriden Nettleton Orchardson Pickering Quill Rowsley Stanmer
Tolland Upjohn Venning Wyvill Yeoman Ackland Bosworth Catesby Dunster Emberton Falmer Godolphin
Hexham Ilchester Jura Kelmscott Lydford Malham
"""
)
WARDS = [f"{name} Ward" for name in ("Market", "Castle & Quay", "Priory", "Mill", "Abbey", "Heath")]

DC_HEADER = columns(
    "person_id,person_name,election_id,ballot_paper_id,election_date,election_current,party_name,"
    "party_id,post_label,cancelled_poll,seats_contested,honorific_prefix,honorific_suffix,"
    "by_election,by_election_reason,party_description_text,sopn_last_name,sopn_first_names,"
    "legacy_party_id,party_list_position,party_lists_in_use,gss,post_id,candidates_locked,nuts1,"
    "organisation_name,previous_party_affiliations,votes_cast,elected,tied_vote_winner,rank,"
    "turnout_reported,spoilt_ballots,total_electorate,turnout_percentage,results_source,email,"
    "facebook_page_url,facebook_personal_url,homepage_url,blog_url,linkedin_url,"
    "party_ppc_page_url,twitter_username,mastodon_username,wikipedia_url,wikidata_id,"
    "youtube_profile,instagram_url,blue_sky_url,threads_url,tiktok_url,other_url,mnis_id,twfy_id,"
    "gender,birth_date,death_date,favourite_biscuit,statement_to_voters,statement_last_updated,"
    "person_last_updated,image"
)
OLD_DC_HEADER = columns(
    "id,name,election,ballot_paper_id,election_date,seats_contested,party_id,party_name,"
    "party_description_text,previous_party_affiliations,post_id,post_label,organisation_name,NUTS1,"
    "honorific_prefix,honorific_suffix,gender,birth_date,elected,email,twitter_username,"
    "mastodon_username,facebook_page_url,party_ppc_page_url,facebook_personal_url,homepage_url,"
    "wikipedia_url,mnis_id,linkedin_url,image_url,proxy_image_url_template,image_copyright,"
    "image_uploading_user,image_uploading_user_notes,twitter_user_id,election_current,"
    "party_lists_in_use,party_list_position,old_person_ids,gss_code,parlparse_id,"
    "theyworkforyou_url,party_ec_id,favourite_biscuits,cancelled_poll,wikidata_id,blog_url,"
    "instagram_url,youtube_profile,tiktok_url,threads_url,blue_sky_url,other_url"
)
PARTY_HEADER = columns(
    "Ref,Surname,Forename,Ward,Email,Twitter,Website,Personal email,Mobile,Home phone,"
    "Address 1,Address 2,Town,Postcode,DOB,Role"
)


def person(number: int) -> tuple[str, str]:
    """Given and family name: another pair for each of the first 4,500 numbers."""
    return GIVEN[number % len(GIVEN)], FAMILY[number // len(GIVEN) % len(FAMILY)]


def dc_row(number: int) -> dict[str, str]:
    """A candidacy as the current exporter of Democracy Club writes it."""
    given, family = person(number)
    handle = f"{given}{family}{number}".replace("'", "").lower()
    plain = handle.encode("ascii", "ignore").decode()
    return {
        "person_id": str(10_000 + number),
        "person_name": f"{given} {family}",
        "election_id": "local.wexcombe.2027-05-06",
        "ballot_paper_id": f"local.wexcombe.ward-{number % 900}.2027-05-06",
        "election_date": "2027-05-06",
        "election_current": "t",
        "party_name": "Example Party",
        "party_id": "PP53",
        "post_label": WARDS[number % len(WARDS)],
        "cancelled_poll": "f",
        "seats_contested": "2",
        "gss": "E05001234",
        "email": f"{plain}@example.org",
        "facebook_page_url": f"https://www.facebook.com/{plain}/",
        "homepage_url": f"https://{plain}.example/" if number % 3 else "",
        "linkedin_url": f"https://www.linkedin.com/in/{plain}/",
        "party_ppc_page_url": f"https://party.example/people/{plain}",
        "twitter_username": plain,
        "instagram_url": f"https://www.instagram.com/{plain}/",
        "blue_sky_url": f"https://bsky.app/profile/{plain}.bsky.social",
        "birth_date": str(1950 + number % 50),
        "gender": "unknown",
        "favourite_biscuit": "hobnob",
        "statement_to_voters": "I would like to mend the bridge.\nAnd the road to it, too. " * 8,
    }


def party_row(number: int) -> dict[str, object]:
    """A row of a party's own sheet, with private facts."""
    given, family = person(number)
    plain = f"{given}.{family}{number}".replace("'", "").lower().encode("ascii", "ignore").decode()
    return {
        "Ref": f"WX-{number}",
        "Surname": family.upper(),
        "Forename": given,
        "Ward": WARDS[number % len(WARDS)],
        "Email": f"{plain}@example.org",
        "Twitter": f"@{plain.replace('.', '_')}",
        "Website": "https://party.example/",
        "Personal email": f"{plain}@mailbox.example",
        "Mobile": 7700900000 + number % 1000,
        "Home phone": f"01632 960{number % 1000:03}",
        "Address 1": f"{number % 200 + 1} Bramble Road",
        "Address 2": "",
        "Town": "Wexcombe",
        "Postcode": f"WX{number % 9 + 1} {number % 9}QT",
        "DOB": f"{number % 28 + 1:02}/{number % 12 + 1:02}/{1950 + number % 50}",
        "Role": "Candidate" if number % 10 else "Election Agent",
    }


def as_csv(header: Sequence[str], rows: Iterable[dict[str, object]], separator: str = ",") -> str:
    """A list as programs write it."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, header, delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def as_xlsx(rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet, with these cells from its first row on."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("People")
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
