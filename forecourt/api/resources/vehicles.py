"""`vehicles`: the stock, its cars, and who asks for them."""

from typing import Annotated

from django.db.models import Q
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from forecourt.api.answers import answer, number_of
from forecourt.api.car_facts import VehicleIn, facts_of
from forecourt.api.door import ApiRequest
from forecourt.api.fields import Body, Paged, Search, Word
from forecourt.api.paging import Order, page
from forecourt.api.problems import Problem, not_found, unfit
from forecourt.api.shapes.lead import LeadsOut, draw_leads, with_lead_facts
from forecourt.api.shapes.vehicle import (
    Status,
    VehicleOut,
    VehiclesOut,
    draw_vehicle,
    draw_vehicles,
)
from forecourt.leads.models import Lead
from forecourt.stock.faults import AlreadyInStock, NamesNoCar, NotAStep
from forecourt.stock.models import Vehicle
from forecourt.stock.plates import plate_key
from forecourt.stock.queries import matching
from forecourt.stock.verbs.add_vehicle import add_vehicle
from forecourt.stock.verbs.change_vehicle import change_vehicle
from forecourt.stock.verbs.set_status import set_status, steps_from
from forecourt.stock.vin import normalise

router = Router(tags=["vehicles"])

NEWEST = Order("vehicles -id", newest_first=True)
ASKING = Order("vehicle leads -id", newest_first=True)


class VehicleFilters(Paged):
    """Filters add up."""

    q: Annotated[Search, Field(description="words, plate, stock number or VIN")] | None = None
    vin: Word | None = None
    plate: Word | None = None
    status: Status | None = None


class StatusIn(Body):
    """Where the car goes next."""

    status: Status


@router.get("", response={200: VehiclesOut}, summary="List vehicles")
def list_vehicles(request: ApiRequest, asked: Query[VehicleFilters]) -> HttpResponse:
    """Newest first."""
    cars = Vehicle.objects.all()
    if asked.q is not None:
        cars = matching(cars, asked.q)
    if asked.vin is not None:
        cars = cars.filter(vin=normalise(asked.vin)[:20] or "-")
    if asked.plate is not None:
        cars = cars.filter(plate_key=plate_key(asked.plate)[:20] or "-")
    if asked.status is not None:
        cars = cars.filter(status=asked.status)
    return answer(
        page(
            cars,
            NEWEST,
            request=request,
            cursor=asked.cursor,
            limit=asked.limit,
            draw=draw_vehicles,
        )
    )


@router.post("", response={201: VehicleOut}, summary="Take a vehicle into stock")
def take_in(request: ApiRequest, body: VehicleIn) -> HttpResponse:
    if not (body.make and body.model) and not body.vin:
        raise unfit("make", "make and model, or a VIN, are needed")
    try:
        facts = facts_of(body, currency=request.lot.currency)
        vehicle = add_vehicle(request.lot, facts, by=None, at=request.at)
    except AlreadyInStock as found:
        raise _taken(found) from None
    except NamesNoCar:
        raise unfit("make", "make and model, or a VIN, are needed") from None
    return answer(draw_vehicle(vehicle), 201)


@router.get("/{vehicle_id}", response={200: VehicleOut}, summary="One vehicle")
def one_vehicle(request: ApiRequest, vehicle_id: str) -> HttpResponse:
    return answer(draw_vehicle(_vehicle_of(vehicle_id)))


@router.patch("/{vehicle_id}", response={200: VehicleOut}, summary="Change a vehicle")
def correct_vehicle(request: ApiRequest, vehicle_id: str, body: VehicleIn) -> HttpResponse:
    """What is left out stays as it is."""
    vehicle = _vehicle_of(vehicle_id)
    try:
        change_vehicle(vehicle, facts_of(body, currency=vehicle.currency), by=None, at=request.at)
    except AlreadyInStock as found:
        raise _taken(found) from None
    except NamesNoCar:
        raise unfit("make", "a make or a VIN must stay") from None
    except NotAStep as refused:
        raise _no_step(refused) from None
    return answer(draw_vehicle(vehicle))


@router.get("/{vehicle_id}/leads", response={200: LeadsOut}, summary="Leads on a vehicle")
def leads_on_vehicle(request: ApiRequest, vehicle_id: str, asked: Query[Paged]) -> HttpResponse:
    """Newest first; also leads that name it beside another car."""
    vehicle = _vehicle_of(vehicle_id)
    on_it = Q(vehicle=vehicle.pk) | Q(other_vehicles__vehicle=vehicle.pk)
    return answer(
        page(
            with_lead_facts(Lead.objects.filter(on_it).distinct()),
            ASKING,
            request=request,
            cursor=asked.cursor,
            limit=asked.limit,
            draw=draw_leads,
        )
    )


@router.post("/{vehicle_id}/status", response={200: VehicleOut}, summary="Move a vehicle along")
def move_vehicle(request: ApiRequest, vehicle_id: str, body: StatusIn) -> HttpResponse:
    """409 when its status does not lead there; the problem says where it stands."""
    vehicle = _vehicle_of(vehicle_id)
    try:
        set_status(vehicle, body.status, by=None, at=request.at)
    except NotAStep as refused:
        raise _no_step(refused) from None
    return answer(draw_vehicle(vehicle))


def _vehicle_of(vehicle_id: str) -> Vehicle:
    number = number_of(vehicle_id)
    found: Vehicle | None = (
        Vehicle.objects.filter(pk=number).first() if number is not None else None
    )
    if found is None:
        raise not_found()
    return found


def _taken(found: AlreadyInStock) -> Problem:
    return Problem(
        409,
        f"Another vehicle has this {found.field}.",
        field=found.field,
        vehicle=str(found.vehicle.pk),
    )


def _no_step(refused: NotAStep) -> Problem:
    here = refused.vehicle.status
    return Problem(
        409,
        f"A vehicle that is {here} cannot become {refused.wanted}.",
        status_now=str(here),
        next=[str(step) for step in steps_from(here)],
    )
