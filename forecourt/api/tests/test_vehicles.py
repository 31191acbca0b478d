"""Vehicles through the API."""

from forecourt.stock.models import Vehicle

CAR = {
    "make": "Škoda",
    "model": "Octavia",
    "variant": "Combi",
    "year": 2020,
    "first_registration": "2020-03",
    "mileage_km": 61_000,
    "fuel": "diesel",
    "gearbox": "manual",
    "power_kw": 110,
    "colour": "blue",
    "vin": "TMBJJ7NX5LY012345",
    "plate": "B-EF 77",
    "stock_number": "F-2077",
    "status": "in_transit",
    "price": {"amount": "18400.00", "currency": "EUR"},
    "floor_price": {"amount": "17500.00", "currency": "EUR"},
}


def test_a_vehicle_comes_back_as_it_was_sent(program, in_lot):
    made = program.post("vehicles", CAR)

    assert made.status_code == 201
    car = Vehicle.objects.get()
    assert made.json() == {
        "id": str(car.pk),
        "title": "Škoda Octavia Combi",
        **CAR,
        "stocked_on": "2026-11-20",
        "created_at": "2026-11-20T11:00:00Z",
        "url": f"http://127.0.0.1:8000/cars/{car.pk}/",
    }
    assert program.get(f"vehicles/{car.pk}").json() == made.json()
    assert program.get("vehicles").json() == {"results": [made.json()], "next": None}


def test_each_filter_of_vehicles(program, bmw, golf):
    found = {
        name: [one["id"] for one in program.get("vehicles", **query).json()["results"]]
        for name, query in {
            "q": {"q": "bmw 2038"},
            "vin": {"vin": "wvwzzzauzjp002041"},
            "plate": {"plate": "bcd2038"},
            "status": {"status": "sold"},
            "no plate": {"plate": "-"},
        }.items()
    }

    assert found == {
        "q": [str(bmw.pk)],
        "vin": [str(golf.pk)],
        "plate": [str(bmw.pk)],
        "status": [],
        "no plate": [],
    }


def test_a_change_leaves_the_rest_alone(program, bmw):
    before = program.get(f"vehicles/{bmw.pk}").json()

    after = program.patch(f"vehicles/{bmw.pk}", {"price": "17900", "colour": None}).json()

    assert after == {**before, "price": {"amount": "17900.00", "currency": "EUR"}}


def test_two_vehicles_with_one_vin_are_refused(program, bmw, golf):
    answers = [
        program.post("vehicles", {"vin": bmw.vin}),
        program.patch(f"vehicles/{golf.pk}", {"stock_number": "f 2038"}),
    ]

    assert [(one.status_code, one.json()["field"], one.json()["vehicle"]) for one in answers] == [
        (409, "vin", str(bmw.pk)),
        (409, "stock_number", str(bmw.pk)),
    ]


def test_a_vehicle_needs_make_and_model_or_a_vin(program):
    assert program.post("vehicles", {"make": "BMW"}).status_code == 422


def test_a_car_goes_only_where_its_status_leads(program, bmw):
    moved = program.post(f"vehicles/{bmw.pk}/status", {"status": "reserved"})
    again = program.post(f"vehicles/{bmw.pk}/status", {"status": "reserved"})
    refused = program.post(f"vehicles/{bmw.pk}/status", {"status": "sourced"})

    assert [moved.json()["status"], again.json()["status"]] == ["reserved", "reserved"]
    assert (refused.status_code, refused.json()["status_now"]) == (409, "reserved")
    assert refused.json()["next"] == ["sold", "on_lot", "in_transit", "under_repair"]


def test_who_asks_for_a_car(program, karol, bmw, golf):
    asked = program.post("leads", {"name": "Anna", "vehicle": "F-2038"}).json()
    program.post("leads", {"name": "Piotr", "vehicle": "F-2041"})

    assert program.get(f"vehicles/{bmw.pk}/leads").json() == {"results": [asked], "next": None}


def test_prices_are_in_one_currency(program, bmw):
    prices = {
        "price": {"amount": "1", "currency": "EUR"},
        "floor_price": {"amount": "1", "currency": "PLN"},
    }

    assert program.patch(f"vehicles/{bmw.pk}", prices).status_code == 422
