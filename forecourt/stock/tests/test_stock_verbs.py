"""Cars are added, changed, moved and offered by verbs; two of one VIN never stand in one stock."""

from datetime import datetime
from decimal import Decimal

import pytest

from forecourt.dealership.models import Dealership, Staff
from forecourt.dealership.scope import acting_for
from forecourt.stock.faults import AlreadyInStock, NamesNoCar, NotAStep
from forecourt.stock.models import Vehicle
from forecourt.stock.queries import Wanted, similar_to, stock_page
from forecourt.stock.verbs.add_vehicle import add_vehicle
from forecourt.stock.verbs.advertise import OffersAnother, advertise
from forecourt.stock.verbs.change_vehicle import change_vehicle
from forecourt.stock.verbs.import_stock import Row, import_stock
from forecourt.stock.verbs.set_status import STEPS, WHAT_IT_DOES, set_status
from forecourt.timeline.models import Event

VIN = "WVWZZZAUZJP002041"


@pytest.fixture
def golf(in_lot: Dealership, ewa: Staff, at: datetime) -> Vehicle:
    facts = {"make": "VW", "model": "Golf", "vin": " wvwzzzauzjp002041 ", "plate": "B-AB 2041"}
    return add_vehicle(in_lot, {**facts, "stock_number": "F-2041"}, by=ewa, at=at)  # type: ignore[typeddict-item]


def test_a_car_is_found_by_each_of_its_names(golf: Vehicle) -> None:
    for words in ("002041", "b ab2041", "F2041", "f-2041", "volkswagen golf", "vw", "GOLF"):
        assert stock_page(Wanted("all", words=words)).vehicles == [golf], words


def test_adding_is_on_the_timeline(golf: Vehicle, ewa: Staff) -> None:
    event = Event.objects.get(kind="vehicle.added")

    assert (event.subject_id, event.by_id) == (golf.pk, ewa.pk)
    assert golf.vin == VIN


def test_a_second_car_of_one_vin_names_the_first(
    golf: Vehicle, in_lot: Dealership, ewa: Staff, at: datetime
) -> None:
    with pytest.raises(AlreadyInStock) as refused:
        add_vehicle(in_lot, {"make": "Audi", "vin": VIN}, by=ewa, at=at)

    assert (refused.value.vehicle, refused.value.field) == (golf, "vin")
    assert Event.objects.filter(kind="vehicle.added").count() == 1


def test_a_second_stock_number_names_the_first(
    golf: Vehicle, in_lot: Dealership, ewa: Staff, at: datetime
) -> None:
    with pytest.raises(AlreadyInStock) as refused:
        add_vehicle(in_lot, {"make": "Audi", "stock_number": "f 2041"}, by=ewa, at=at)

    assert (refused.value.vehicle, refused.value.field) == (golf, "stock_number")


def test_another_lot_may_hold_the_same_vin(
    golf: Vehicle, other_lot: Dealership, stefan: Staff, at: datetime
) -> None:
    with acting_for(other_lot):
        twin = add_vehicle(other_lot, {"vin": VIN}, by=stefan, at=at)

    assert twin.pk != golf.pk


def test_a_car_without_make_and_vin_is_refused(
    in_lot: Dealership, ewa: Staff, at: datetime
) -> None:
    with pytest.raises(NamesNoCar):
        add_vehicle(in_lot, {"model": "Golf"}, by=ewa, at=at)


def test_a_change_writes_what_changed_and_keeps_the_keys(
    golf: Vehicle, ewa: Staff, at: datetime
) -> None:
    changed = change_vehicle(
        golf, {"make": "Škoda", "model": "Golf", "price": Decimal(9900)}, by=ewa, at=at
    )

    golf.refresh_from_db()
    assert changed == ["make", "price"]
    assert golf.make_key == "skoda"
    assert stock_page(Wanted("all", words="skoda")).vehicles == [golf]
    assert Event.objects.get(kind="vehicle.changed").data == {"fields": ["make", "price"]}


def test_the_same_change_again_is_nothing(golf: Vehicle, ewa: Staff, at: datetime) -> None:
    change_vehicle(golf, {"price": Decimal(9900)}, by=ewa, at=at)

    assert change_vehicle(golf, {"price": Decimal(9900)}, by=ewa, at=at) == []


def test_a_car_takes_only_legal_steps(golf: Vehicle, ewa: Staff, at: datetime) -> None:
    set_status(golf, "reserved", by=ewa, at=at)

    with pytest.raises(NotAStep):
        set_status(golf, "sourced", by=ewa, at=at)

    golf.refresh_from_db()
    assert golf.status == "reserved"


def test_the_second_person_to_move_a_car_learns_where_it_stands(
    golf: Vehicle, ewa: Staff, at: datetime
) -> None:
    stale = Vehicle.objects.get(pk=golf.pk)
    set_status(golf, "sold", by=ewa, at=at)

    with pytest.raises(NotAStep) as late:
        set_status(stale, "reserved", by=ewa, at=at)

    assert late.value.vehicle.status == "sold"


def test_every_status_says_what_it_does_and_leads_on() -> None:
    assert set(STEPS) == set(WHAT_IT_DOES) == set(Vehicle.Status.values)
    assert all(STEPS.values())


def test_an_advert_offers_one_car(
    golf: Vehicle, in_lot: Dealership, ewa: Staff, at: datetime
) -> None:
    bmw = add_vehicle(in_lot, {"make": "BMW"}, by=ewa, at=at)
    advertise(golf, ["https://www.mobile.example/ad/55102883?ref=1"], by=ewa, at=at)

    with pytest.raises(OffersAnother):
        advertise(bmw, ["mobile.example/ad/55102883"], by=ewa, at=at)

    assert [advert.key for advert in advertise(golf, [], by=ewa, at=at)] == []


def test_an_import_adds_then_updates_then_changes_nothing(
    golf: Vehicle, in_lot: Dealership, ewa: Staff, at: datetime
) -> None:
    rows = [
        Row(2, {"make": "Volkswagen", "vin": VIN, "price": Decimal(15900)}),
        Row(3, {"make": "BMW", "model": "320d", "stock_number": "B-1"}),
        Row(4, {"make": "Kia", "plate": "b ab 2041"}),
        Row(5, {"model": "nothing"}),
    ]

    first = import_stock(in_lot, rows, by=ewa, at=at)
    again = import_stock(in_lot, rows, by=ewa, at=at)

    assert [one.what for one in first] == ["changed", "added", "refused", "refused"]
    assert [one.what for one in again] == ["same", "same", "refused", "refused"]
    assert Vehicle.objects.count() == 2
    golf.refresh_from_db()
    assert (golf.price, golf.plate) == (Decimal(15900), "B-AB 2041")


def test_an_import_never_moves_a_car_where_it_cannot_go(
    golf: Vehicle, in_lot: Dealership, ewa: Staff, at: datetime
) -> None:
    set_status(golf, "sold", by=ewa, at=at)

    import_stock(in_lot, [Row(2, {"vin": VIN, "status": "in_transit"})], by=ewa, at=at)

    golf.refresh_from_db()
    assert golf.status == "sold"


def test_a_dry_run_writes_nothing(in_lot: Dealership, ewa: Staff, at: datetime) -> None:
    import_stock(in_lot, [Row(2, {"make": "BMW"})], by=ewa, at=at, dry_run=True)

    assert not Vehicle.objects.exists()


def test_one_vin_and_anothers_number_is_refused(
    golf: Vehicle, in_lot: Dealership, ewa: Staff, at: datetime
) -> None:
    add_vehicle(in_lot, {"make": "BMW", "stock_number": "B-1"}, by=ewa, at=at)

    result = import_stock(in_lot, [Row(2, {"vin": VIN, "stock_number": "B-1"})], by=ewa, at=at)

    assert [one.what for one in result] == ["refused"]


def test_similar_cars_are_for_sale_and_the_model_comes_first(
    golf: Vehicle, in_lot: Dealership, ewa: Staff, at: datetime
) -> None:
    change_vehicle(golf, {"price": Decimal(15000)}, by=ewa, at=at)
    near = add_vehicle(in_lot, {"make": "BMW", "price": Decimal(15500)}, by=ewa, at=at)
    polo = add_vehicle(
        in_lot, {"make": "Volkswagen", "model": "Polo", "price": Decimal(9000)}, by=ewa, at=at
    )
    other = add_vehicle(
        in_lot, {"make": "VW", "model": "Golf", "price": Decimal(20000)}, by=ewa, at=at
    )
    add_vehicle(in_lot, {"make": "VW", "model": "Golf", "status": "sold"}, by=ewa, at=at)
    add_vehicle(in_lot, {"make": "Audi", "price": Decimal(90000)}, by=ewa, at=at)

    assert similar_to(golf) == [other, polo, near]
