"""Which of our cars somebody means, and how sure that is."""

import re
from dataclasses import dataclass

from forecourt.dealership.folding import key_of
from forecourt.stock.candidates import Candidate, Wanted, advertised_as, alike, among, candidates
from forecourt.stock.models import Vehicle
from forecourt.stock.plates import find_plates, read_plate
from forecourt.stock.vin import find_vins, normalise
from forecourt.stock.words import canonical_make, find_car_words

_STOCK_TOKEN = re.compile(r"\b(?=[A-Za-z0-9/-]{0,11}\d)[A-Za-z]{0,4}[-/]?\d{1,6}[A-Za-z]?\b")


@dataclass(frozen=True, slots=True)
class Clues:
    """What somebody said about the car, each as they wrote it."""

    vin: str = ""
    plate: str = ""
    stock_number: str = ""
    ad_ids: tuple[str, ...] = ()
    ad_url: str = ""
    make: str = ""
    model: str = ""
    year: int | None = None
    price: int | None = None
    text: str = ""
    region: str = "DE"

    @property
    def words(self) -> str:
        return " ".join(filter(None, [self.make, self.model, self.text]))[:4000]


@dataclass(frozen=True, slots=True)
class Found:
    vehicle: Vehicle
    reason: str  # vin, advert, stock_number, plate, words
    confidence: int  # per cent


@dataclass(frozen=True, slots=True)
class _Keys:
    vins: frozenset[str]
    adverts: frozenset[str]
    stock: frozenset[str]
    plates: frozenset[str]
    make: str
    models: frozenset[str]  # "3series" and "320d"
    year: int | None
    price: int | None


def find(clues: Clues) -> Found | None:
    """The car meant, by VIN, advert, stock number, plate, then make/model/year/price words.

    One statement, and a second one if a car is named that is not in stock. None when nothing fits,
    or when words fit several cars equally well.
    """
    keys = _keys(clues)
    for wanted in _questions(keys, clues):
        found = _best(candidates(wanted, keys.adverts), keys, clues)
        if found is not None:
            return found
    return None


def _keys(clues: Clues) -> _Keys:
    words = (
        None if clues.stock_number or clues.vin or not clues.words else find_car_words(clues.words)
    )
    stock = {key_of(clues.stock_number)} | {
        key_of(hit) for hit in _STOCK_TOKEN.findall(clues.text)[:8]
    }
    plates = {read_plate(clues.plate, clues.region).key if clues.plate else ""}
    plates |= (
        {plate.key for plate in find_plates(clues.text, clues.region)[:4]} if clues.text else set()
    )
    return _Keys(
        vins=frozenset(
            filter(None, [normalise(clues.vin) if clues.vin else "", *find_vins(clues.text)])
        ),
        adverts=frozenset(filter(None, [*clues.ad_ids, advert_key(clues.ad_url)])),
        stock=frozenset(filter(None, stock)),
        plates=frozenset(filter(None, plates)),
        make=make_key(clues.make) or (make_key(words.make) if words else ""),
        models=_models(clues.model, *((words.model, words.model_said) if words else ())),
        year=clues.year or (words.year if words else None),
        price=clues.price or (int(words.price) if words and words.price else None),
    )


def make_key(make: str) -> str:
    """A make as it is compared: VW and Volkswagen are one."""
    return key_of(canonical_make(make)) if make else ""


def advert_key(url: str) -> str:
    """A link without scheme, "www.", query and fragment."""
    bare = re.sub(r"^[a-z]+://(www\.)?", "", url.strip().lower())
    return re.split(r"[?#]", bare)[0].rstrip("/")[:200]


def _questions(keys: _Keys, clues: Clues) -> list[list[Wanted]]:
    """What to look for, one after the other.

    A named car is looked for alone: among many cars alike it could fall behind the limit. Digits
    that only look like a stock number name none.
    """
    named = _named(keys)
    like = [alike(keys.make, keys.models)] if keys.make else []
    is_named = keys.vins or keys.adverts or keys.plates or clues.stock_number
    questions = [named, like] if is_named else [[*named, *like]]
    return [question for question in questions if question]


def _named(keys: _Keys) -> list[Wanted]:
    columns = {"vin": keys.vins, "stock_key": keys.stock, "plate_key": keys.plates}
    parts = [among(column, values) for column, values in columns.items() if values]
    return [*parts, advertised_as(keys.adverts)] if keys.adverts else parts


def _models(*named: str) -> frozenset[str]:
    return frozenset(key[:40] for name in named if (key := key_of(name)))


def _best(cars: list[Candidate], keys: _Keys, clues: Clues) -> Found | None:
    said = key_of(clues.stock_number)
    for car in cars:
        if car.vin and car.vin in keys.vins:
            return Found(car.vehicle, "vin", 99)
    for car in cars:
        if car.stock_key and (car.stock_key == said or _is_telling(car.stock_key, keys)):
            return Found(car.vehicle, "stock_number", 95 if car.stock_key == said else 90)
    for car in cars:
        if car.plate_key and car.plate_key in keys.plates:
            return Found(car.vehicle, "plate", 95)
    for car in cars:
        if car.is_offered:
            return Found(car.vehicle, "advert", 95)
    return _best_by_words([car for car in cars if _is_alike(car, keys)], keys)


def _is_telling(stock_key: str, keys: _Keys) -> bool:
    """A stock number of digits alone may be a price or a year."""
    return stock_key in keys.stock and not stock_key.isdigit()


def _is_alike(car: Candidate, keys: _Keys) -> bool:
    return bool(keys.make) and car.make_key == keys.make and _fits(car, keys)


def _fits(car: Candidate, keys: _Keys) -> bool:
    key = car.model_key
    return not keys.models or any(
        key.startswith(model) or (len(key) > 1 and model.startswith(key)) for model in keys.models
    )


def _best_by_words(cars: list[Candidate], keys: _Keys) -> Found | None:
    for_sale = [car for car in cars if car.status not in Vehicle.NOT_FOR_SALE]
    ranked = sorted(((_likeness(car, keys), car.pk, car) for car in for_sale or cars), reverse=True)
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        return None
    likeness, _, car = ranked[0]
    return Found(car.vehicle, "words", likeness)


def _likeness(car: Candidate, keys: _Keys) -> int:
    """Per cent: make 40, model 25 more, year 10, price within 3 % 15."""
    score = 40
    if keys.models:
        score += 25
    if keys.year and car.year == keys.year:
        score += 10
    if keys.price and car.price and abs(int(car.price) - keys.price) <= keys.price * 0.03:
        score += 15
    return score
