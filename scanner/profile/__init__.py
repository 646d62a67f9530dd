"""From a TOML profile to a `Subject`: every fact read, every fault told at once, nothing leaked."""

from scanner.profile.drafts import Draft, read_draft
from scanner.profile.facts import make_fact
from scanner.profile.load import Profile, load_profile, parse_profile
from scanner.profile.writing import profile_toml

__all__ = [
    "Draft",
    "Profile",
    "load_profile",
    "make_fact",
    "parse_profile",
    "profile_toml",
    "read_draft",
]
