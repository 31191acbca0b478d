"""More of the same for `forecourt demo --leads N --vehicles N`: larger lots to try things on."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from forecourt.commands.demo_lot.talks import read_talks, talk_through
from forecourt.dealership.models import Dealership
from forecourt.stock.facts import facts_from
from forecourt.stock.models import Vehicle
from forecourt.stock.verbs.add_vehicle import add_vehicle

A_MONTH_OF_MINUTES = 30 * 24 * 60
FIRST_NUMBER = 5000


def further_vehicles(dealership: Dealership, at: datetime, count: int, seed: int) -> None:
    """`count` cars like those there, each with its own number, distance and price."""
    if count <= 0:
        return
    chance, models = random.Random(seed), list(Vehicle.objects.order_by("id"))
    for number in range(count):
        like = models[number % len(models)]
        facts = {
            "make": like.make,
            "model": like.model,
            "variant": like.variant,
            "year": like.year,
            "mileage_km": (like.mileage_km or 50_000) + chance.randrange(-20_000, 40_000, 500),
            "stock_number": f"F-{FIRST_NUMBER + number}",
            "price": (like.price or Decimal(9000)) + chance.randrange(-1500, 1500, 100),
            "status": Vehicle.Status.ON_LOT,
        }
        add_vehicle(dealership, facts_from(facts), by=None, at=at - timedelta(days=number % 90))


def further_talks(dealership: Dealership, at: datetime, count: int, seed: int) -> None:
    """`count` talks like those written, with other people, over the last month."""
    if count <= 0:
        return
    chance, written = random.Random(seed), [talk for talk in read_talks() if talk.steps]
    for number in range(count):
        like = chance.choice(written)
        shift = chance.uniform(60, A_MONTH_OF_MINUTES)
        steps = [{**step, "ago": step["ago"] + shift} for step in like.steps]
        other = replace(
            like,
            ago=like.ago + shift,
            name=f"{like.name} {number + 1}".strip(),
            phone=f"+49 30 23125 {number + 200:03d}" if number < 800 else "",
            email=f"buyer{number + 1}@example.com",
            steps=steps,
        )
        talk_through(other, dealership, at)
