"""`customers`: who asked."""

from collections.abc import Sequence
from typing import Annotated

from django.db.models import Prefetch
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from forecourt.api.answers import Json, answer, moment, number_of
from forecourt.api.door import ApiRequest
from forecourt.api.fields import Paged, Search
from forecourt.api.paging import Order, page
from forecourt.api.problems import not_found
from forecourt.api.search import customers_like
from forecourt.api.shapes.parts import CustomerOut, Time, draw_customer
from forecourt.customers.models import Customer, Identity
from forecourt.leads.models import Lead

router = Router(tags=["customers"])

NEWEST = Order("customers -id", newest_first=True)
MOST_LEADS = 200


class LeadOfCustomerOut(BaseModel):
    id: str
    state: str
    stage: str
    received_at: Time


class KnownCustomerOut(CustomerOut):
    company: str | None
    address: str | None
    created_at: Time


class CustomerWithLeadsOut(KnownCustomerOut):
    leads: list[LeadOfCustomerOut]


class CustomersOut(BaseModel):
    results: list[KnownCustomerOut]
    next: str | None


class CustomerFilters(Paged):
    q: Annotated[Search, Field(description="name, mail, or the tail of a phone")] | None = None


@router.get("", response={200: CustomersOut}, summary="List customers")
def list_customers(request: ApiRequest, asked: Query[CustomerFilters]) -> HttpResponse:
    """Newest first."""
    customers = Customer.objects.prefetch_related(_identities())
    if asked.q is not None:
        customers = customers.filter(customers_like(asked.q))
    return answer(
        page(
            customers,
            NEWEST,
            request=request,
            cursor=asked.cursor,
            limit=asked.limit,
            draw=_draw,
        )
    )


@router.get("/{customer_id}", response={200: CustomerWithLeadsOut}, summary="One customer")
def one_customer(request: ApiRequest, customer_id: str) -> HttpResponse:
    """With their leads, newest first."""
    number = number_of(customer_id)
    if number is None:
        raise not_found()
    customer = Customer.objects.filter(pk=number).prefetch_related(_identities()).first()
    if customer is None:
        raise not_found()
    leads = Lead.objects.filter(customer=customer).order_by("-id")[:MOST_LEADS]
    return answer({**_draw_one(customer), "leads": [_draw_lead(lead) for lead in leads]})


def _identities() -> "Prefetch[str]":
    return Prefetch("identities", Identity.objects.order_by("id"))


def _draw(customers: Sequence[Customer]) -> list[Json]:
    return [_draw_one(customer) for customer in customers]


def _draw_one(customer: Customer) -> Json:
    return {
        **draw_customer(customer, list(customer.identities.all())),
        "company": customer.company or None,
        "address": customer.address or None,
        "created_at": moment(customer.created_at),
    }


def _draw_lead(lead: Lead) -> Json:
    return {
        "id": str(lead.pk),
        "state": str(lead.state),
        "stage": str(lead.stage),
        "received_at": moment(lead.received_at),
    }
