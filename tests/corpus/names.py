"""Names: common ones by how often they are met in Britain, and hard ones by hand."""

from __future__ import annotations

from itertools import accumulate, chain, repeat
from random import Random

from faker.providers.person.en_GB import Provider

from tests.corpus.person import Name

SURNAMES: dict[str, float] = dict(Provider.last_names)
"""Faker's list of British surnames with the share of each."""
FEMALE: tuple[str, ...] = tuple(Provider.first_names_female)
MALE: tuple[str, ...] = tuple(Provider.first_names_male)
"""Faker's lists, most frequent about first."""

_SURNAMES = tuple(SURNAMES)
_SURNAME_WEIGHTS = tuple(accumulate(SURNAMES.values()))
_RANK_WEIGHTS = tuple(accumulate(1 / (rank + 12) for rank in range(max(len(FEMALE), len(MALE)))))

NICKNAMES = {
    "Katherine": "Kate",
    "Catherine": "Cathy",
    "Robert": "Bob",
    "David": "Dave",
    "William": "Bill",
    "Elizabeth": "Liz",
    "Michael": "Mike",
    "Christopher": "Chris",
    "Margaret": "Maggie",
    "Andrew": "Andy",
    "Susan": "Sue",
    "Stephen": "Steve",
    "Anthony": "Tony",
    "Patricia": "Pat",
    "Thomas": "Tom",
    "Richard": "Rick",
    "Matthew": "Matt",
    "Nicholas": "Nick",
    "Deborah": "Debbie",
    "Victoria": "Vicky",
    "Jennifer": "Jenny",
    "Samantha": "Sam",
    "Daniel": "Dan",
    "Benjamin": "Ben",
    "Alexander": "Alex",
    "Rebecca": "Becky",
    "James": "Jim",
    "Joseph": "Joe",
    "Timothy": "Tim",
    "Mohammed": "Mo",
}
"""Everyday short forms: each is what most people of that name are called."""

MIDDLES = {
    "f": ("Anne", "Mary", "Louise", "Jane", "Elizabeth", "Ruth", "Marie", "Helen", "Rose"),
    "m": ("John", "James", "Alan", "William", "Peter", "Thomas", "Edward", "George", "Paul"),
}

HARD: tuple[Name, ...] = (
    Name("Jane", "Smith", "f", ("Alison",), former="Thornbury"),
    Name("David", "Jones", "m", ("Rhys",), "Dave"),
    Name("Mohammed", "Khan", "m", nick="Mo"),
    Name("John", "Taylor", "m", ("Edward",)),
    Name("Sarah", "Williams", "f", ("Louise",), former="Pickering"),
    Name("Fiona", "Hartley-Booth", "f"),
    Name("Charlotte", "Wade-Gery", "f", ("Anne",), honours="MBE"),
    Name("Helena", "Ashworth-Pike", "f", ("Ruth",)),
    Name("Tobias", "Lane-Fox", "m", ("Guy",)),
    Name("Siobhán", "O'Donnell", "f", former="Keane"),
    Name("Patrick", "O'Neill", "m", ("Joseph",), "Pat"),
    Name("Eilidh", "McAllister", "f"),
    Name("Ruaridh", "MacLeod", "m", ("Iain",)),
    Name("Siân", "Gwynne", "f", ("Mair",)),
    Name("Zoë", "Bracewell", "f", former="Ridley"),
    Name("Krzysztof", "Łuczak", "m"),
    Name("Renée", "D'Souza", "f"),
    Name("José", "Fernández", "m"),
    Name("Agnieszka", "Wiśniewska", "f"),
    Name("Harpreet", "Kaur", "f", ("Gill",)),
    Name("Gurdeep", "Singh", "m", ("Dhaliwal",)),
    Name("Priya", "Venkataraman", "f", former="Iyer"),
    Name("Nusrat", "Begum", "f", ("Jahan",)),
    Name("Ayesha", "Siddiqui", "f"),
    Name("Rajesh", "Patel", "m", ("Kumar",), "Raj"),
    Name("Bo", "Li", "m"),
    Name("Xiaoming", "Zhang", "m", family_first=True),
    Name("Mei Ling", "Chan", "f", family_first=True),
    Name("Oluwaseun", "Adeyemi", "m", nick="Seun"),
    Name("Chukwuemeka", "Okonkwo", "m", nick="Emeka"),
    Name("Hywel", "ap Dafydd", "m"),
    Name("Angharad", "ferch Owain", "f"),
    Name("Ludo", "van der Berg", "m"),
    Name("Grace", "Park", "f", former="Holloway"),
    Name("Mark", "Field", "m", ("Anthony",)),
    Name("Rose", "Green", "f"),
    Name("Will", "Young", "m"),
    Name("April", "Day", "f", former="Winstanley"),
    Name("Norman", "Church", "m"),
    Name("Katherine", "Pemberton", "f", ("Mary",), "Kate", honours="OBE"),
    Name("Robert", "Ainsworth", "m", ("George",), "Bob"),
    Name("Elizabeth", "Fairbrother", "f", ("Jane",), "Liz", former="Cole"),
    Name("William", "Tattersall", "m", ("Henry", "James"), "Bill"),
    Name("Margaret", "Featherstone", "f", (), "Maggie", honours="JP"),
    Name("Jean-Paul", "Mercier", "m"),
    Name("Anne-Marie", "Costello", "f"),
    Name("Leslie", "St John", "m"),
    Name("Tiu", "Ng", "f"),
)
"""Names that trip a matcher: apostrophes, two parts, accents, words of the language, very short."""


def draw_surname(rng: Random) -> str:
    return rng.choices(_SURNAMES, cum_weights=_SURNAME_WEIGHTS)[0]


def draw_given(rng: Random, sex: str) -> str:
    names = FEMALE if sex == "f" else MALE
    return rng.choices(names, cum_weights=_RANK_WEIGHTS[: len(names)])[0]


def draw_name(rng: Random) -> Name:
    """A name as frequent as in life; every second person has a middle name."""
    sex = rng.choice("fm")
    given = draw_given(rng, sex)
    spare = [name for name in MIDDLES[sex] if name != given]
    middle = tuple(rng.sample(spare, rng.choice((0, 0, 1, 1, 2))))
    former = draw_surname(rng) if sex == "f" and rng.random() < 0.6 else ""
    honours = rng.choice(("MBE", "BEM", "JP", "PhD")) if rng.random() < 0.1 else ""
    return Name(given, draw_surname(rng), sex, middle, NICKNAMES.get(given, ""), former, honours)


def title_of(name: Name, rng: Random) -> str:
    """A title as pages write it, with or without its full stop."""
    usual = ("Mr", "Mr.", "Mr") if name.sex == "m" else ("Mrs", "Ms", "Miss", "Mrs.")
    return rng.choice(tuple(chain(usual, repeat("Cllr", 2), ("Dr", "Councillor", "Cllr."))))
