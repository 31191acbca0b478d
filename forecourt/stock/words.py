"""Find the car that a message talks about: make, model, year, price and mileage in its words.

English, German and Polish as customers write them. Nothing is looked up here; the result says how
far it may be trusted, and whoever asked decides.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from forecourt.dealership.folding import LETTERS
from forecourt.stock.numbers import find_mileage, find_price, find_year

Named = TypeVar("Named")

_AFTER_A = ("y", "i", "e", "o", "u")
_AFTER_OTHERS = ("a", "y", "em", "ie", "u", "owi", "s")
_WORD = re.compile(r"[^\W_]+")
_PAUSE = re.compile(r"[,;:!?\n()]")
_ENGINE = re.compile(r"(?<=[0-9]{3})(?:[a-z]|cdi|tdi|hdi|xdrive|i?4matic)$")
_LONGEST = 4  # words in a model's name
_READ = 8_000  # characters of a message

# Makes that are words too: only with a capital letter or beside one of their models.
_WORDY_MAKES = frozenset({"seat", "mini", "smart", "ram", "ds", "mg", "mb", "genesis", "lotus"})
# Models that are words too: only beside their make.
_WORDY_MODELS = frozenset(
    {"across", "adam", "born", "charger", "city", "compass", "daily", "dawn", "delta", "edge"}
    | {"expert", "explorer", "fox", "fusion", "galaxy", "ghost", "journey", "karl", "legend"}
    | {"master", "note", "one", "partner", "pilot", "rapid", "ranger", "roma", "scala", "seal"}
    | {"soul", "spring", "sunny", "traveller", "up", "cabrio", "roadster", "cooper", "california"}
    | {"accent", "focus", "insight", "commander", "sierra", "terrain", "continental", "combo"}
    | {"patrol", "swift", "splash", "challenger", "vantage", "patriot", "avenger", "dolphin"}
)
# Words one letter away from a make.
_NO_TYPOS = frozenset(
    "szkoda szkody szkode start small smarter river over found fort lord dacha mazurka".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class CarWords:
    """What was said of a car. `confidence` is for make and model: 0 none, 1 said in full."""

    make: str = ""
    model: str = ""  # the catalogue's name: "3 Series"
    model_said: str = ""  # the words of the message: "320d"
    year: int | None = None
    price: Decimal | None = None
    currency: str = ""  # ISO 4217 if said
    mileage: int | None = None
    mileage_unit: Literal["", "km", "mi"] = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Makes and models by their names without spaces, in the form of `fold`."""

    makes: dict[str, str]
    typed: tuple[str, ...]  # names of makes long enough to be known with a typing error
    models: dict[str, tuple[tuple[str, str], ...]]  # name to (make, model)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, Iterable[str], Iterable[str]]]) -> "Catalogue":
        """From rows of make, its other names, and its models ("Model=other name/other name")."""
        makes: dict[str, str] = {}
        models: dict[str, tuple[tuple[str, str], ...]] = {}
        for make, aliases, names in rows:
            for alias in (make, *aliases):
                makes[_joined(alias)] = make
            for name in names:
                model, _, others = name.partition("=")
                for other in (model, *filter(None, others.split("/"))):
                    key = _joined(other)
                    models[key] = (*models.get(key, ()), (make, model))
        typed = tuple(name for name in makes if len(name) >= 5 and name not in _WORDY_MAKES)
        return cls(_inflected(makes), typed, _inflected(models))


def fold(text: str) -> str:
    """Lower case without accents: the form in which names are searched and compared."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return bare.casefold().translate(LETTERS)


@lru_cache(maxsize=1)
def common_catalogue() -> Catalogue:
    """The makes and models usual in European and Emirati used-car trade, from `makes.csv`."""
    with Path(__file__).with_name("makes.csv").open(encoding="utf-8", newline="") as file:
        return Catalogue.of(
            (row["make"], filter(None, row["aliases"].split("|")), row["models"].split("|"))
            for row in csv.DictReader(file)
        )


def canonical_make(name: str) -> str:
    """The usual name of a make: VW, Merc and Vauxhall become Volkswagen, Mercedes-Benz and Opel.

    A make that is not known is given back as it came.
    """
    return common_catalogue().makes.get(_joined(name), name)


def find_car_words(
    text: str, catalogue: Catalogue | None = None, *, this_year: int | None = None
) -> CarWords:
    """The first car named in `text`. `this_year` bounds what may be a year of manufacture."""
    catalogue = catalogue or common_catalogue()
    text = unicodedata.normalize("NFKC", text[:_READ])
    make, model, said, confidence = _find_make_and_model(text, catalogue)
    price, currency = find_price(text)
    mileage, unit = find_mileage(text)
    year = find_year(text, (this_year or 2100) + 1)
    return CarWords(make, model, said, year, price, currency, mileage, unit, confidence)


def _joined(name: str) -> str:
    return "".join(_WORD.findall(fold(name)))


def _inflected(names: dict[str, Named]) -> dict[str, Named]:
    """With the Polish cases of names that are plain words: Skody, Octavii, Passata."""
    forms = dict(names)
    for key, named in names.items():
        if not key.isalpha() or len(key) < 4 or key in _WORDY_MAKES or key in _WORDY_MODELS:
            continue
        stem, endings = (key[:-1], _AFTER_A) if key.endswith("a") else (key, _AFTER_OTHERS)
        for ending in endings:
            forms.setdefault(stem + ending, named)
    return forms


@dataclass(frozen=True, slots=True)
class _Phrase:
    key: str
    first: int
    words: int
    raw: str


def _phrases(text: str, catalogue: Catalogue) -> Iterator[_Phrase]:
    """The words of a text, and the runs of words that the catalogue has a name for."""
    words = list(_WORD.finditer(text))
    keys = [fold(word[0]) for word in words]
    for first, start in enumerate(words):
        key = ""
        for count, (word, part) in enumerate(
            zip(words[first : first + _LONGEST], keys[first : first + _LONGEST], strict=True), 1
        ):
            key += part
            if count > 1 and key not in catalogue.makes and not _known(key, catalogue):
                continue
            raw = text[start.start() : word.end()]
            if count == 1 or _holds_together(raw, len(key), count):
                yield _Phrase(key, first, count, raw)


def _holds_together(raw: str, signs: int, words: int) -> bool:
    """Whether words may be one name: "Land Cruiser", "C-HR", "ID.3", but not "to. Up" or "a 4"."""
    if len(raw) > signs + words or _PAUSE.search(raw):
        return False
    return signs > 3 or " " not in raw


def _find_make_and_model(text: str, catalogue: Catalogue) -> tuple[str, str, str, float]:
    phrases = list(_phrases(text, catalogue))
    makes = [(phrase, *found) for phrase in phrases if (found := _make(phrase, catalogue))]
    models = [
        (phrase, make, model)
        for phrase in phrases
        for make, model in _models(phrase.key, catalogue)
    ]
    for at, make, trust in makes:
        beside = [
            (at_model, model)
            for at_model, of, model in models
            if of == make and at.first <= at_model.first <= at.first + 6
        ]
        if beside:
            closest = min(beside, key=lambda hit: (hit[0].first, -hit[0].words))
            return make, closest[1], closest[0].raw, round(0.95 * trust, 2)
    for phrase, make, model in sorted(models, key=lambda hit: (hit[0].first, -hit[0].words)):
        if phrase.key.isdigit() or phrase.key in _WORDY_MODELS or len(phrase.key) < 2:
            continue
        if phrase.key.isalpha() and len(phrase.key) < 3:
            continue
        if len({of for of, _ in catalogue.models[_known(phrase.key, catalogue)]}) == 1:
            said = any(make == other for _, other, _ in makes)
            return make, model, phrase.raw, 0.9 if said else 0.7
    for at, make, trust in makes:
        if _joined(at.raw) not in _WORDY_MAKES or at.raw[0].isupper():
            return make, "", "", round(0.5 * trust, 2)
    return "", "", "", 0.0


def _make(phrase: _Phrase, catalogue: Catalogue) -> tuple[str, float] | None:
    """The make that a phrase names, and how far to trust it: 1 as written, less with a typo."""
    if exact := catalogue.makes.get(phrase.key):
        return exact, 1.0
    key = phrase.key
    if phrase.words > 1 or not key.isalpha() or not 5 <= len(key) <= 16 or key in _NO_TYPOS:
        return None
    allowed = 1 if len(key) < 8 else 2
    hit = process.extractOne(
        key, catalogue.typed, scorer=DamerauLevenshtein.distance, score_cutoff=allowed
    )
    if hit is None or (len(key) < 8 and hit[0][0] != key[0]):
        return None
    return catalogue.makes[hit[0]], 0.8


def _known(key: str, catalogue: Catalogue) -> str:
    """The catalogue's name for a model said with its engine: "320d" is the 320."""
    if key in catalogue.models:
        return key
    short = _ENGINE.sub("", key) if key[-1:].isalpha() else ""
    return short if short in catalogue.models else ""


def _models(key: str, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    return catalogue.models.get(_known(key, catalogue), ())
