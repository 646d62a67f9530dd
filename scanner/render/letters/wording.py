"""What is exposed, in the words of whoever writes the letter."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "fact.home_address": ("my home address", "find where I live"),
    "fact.home_geo": ("the place of my home on the map", "find where I live"),
    "fact.home_postcode": ("the postcode of my home", "come close to where I live"),
    "fact.home_street": ("the street where I live", "come close to where I live"),
    "fact.second_home": ("the address of another home of mine", "find where I stay"),
    "fact.previous_address": ("a former address of mine", ""),
    "fact.office_address": ("the address of my office", ""),
    "fact.personal_mobile": ("my private telephone number", "ring me or send me messages"),
    "fact.home_landline": ("the telephone number of my home", "ring me at home"),
    "fact.personal_email": ("my private e-mail address", "write to me in private"),
    "fact.dob_full": ("my date of birth", ""),
    "fact.dob_partial": ("a part of my date of birth, or my age", ""),
    "fact.family_adult": ("the name of somebody in my household", ""),
    "fact.child_school": ("a school or club that my family is connected with", ""),
    "fact.vehicle_reg": ("the number plate of a vehicle of mine", "recognise my vehicle"),
    "fact.workplace": ("where I work", ""),
    "fact.previous_name": ("a former name of mine", ""),
    "fact.alias_handle": ("the name of an account of mine", ""),
}
"""By row of the harm table: what it is, and what it lets a stranger do; empty where nothing is
sure."""

ANY = ("a private detail of mine", "")
"""For what rules of the person's own may expose."""
