"""Every screen of the house by its address, in the demo lot."""

from dataclasses import dataclass

from forecourt.capture.models import Connection, Inbound
from forecourt.dealership.models import Dealership, Role, Staff
from forecourt.dealership.scope import acting_for, all_dealerships
from forecourt.leads.models import Lead
from forecourt.stock.models import Vehicle

LANGUAGES = ("en", "de", "pl")
OTHER_THEMES = ("night", "sun")  # beside day
LONG = "Maximiliane-Friederike von Donnersmarck-Brzęczyszczykiewicz"


@dataclass(frozen=True, slots=True)
class Screens:
    """Addresses in the demo lot, by who sees them."""

    owner: Staff
    seller: Staff
    newcomer: Staff  # nobody waits for them
    lot: Dealership
    of_owner: tuple[str, ...]
    of_seller: tuple[str, ...]
    of_strangers: tuple[str, ...]


def screens_of_demo() -> Screens:
    with all_dealerships():
        lot = Dealership.objects.order_by("id")[0]
    with acting_for(lot):
        people = list(Staff.of_lot.select_related("dealership").order_by("id"))
        owner = next(one for one in people if one.role == Role.OWNER)
        seller = next(one for one in people if one.role == Role.SALES)
        newcomer = next(one for one in people if one.name == LONG)
        waiting = Lead.objects.waiting_for_us().filter(owner=seller).first()
        closed = Lead.objects.exclude(state="open").first()
        held = Inbound.objects.filter(state="held").first()
        sold = Vehicle.objects.filter(status="sold").first()
        car = Vehicle.objects.filter(status="on_lot").first()
        connection = Connection.objects.filter(channel="whatsapp").first()
        assert waiting
        assert held
        assert car
        assert connection
        assert sold
        leads = [f"/leads/{one.pk}/" for one in (waiting, closed) if one]
        form = f"/c/{lot.slug}/"
        public = [form, f"{form}{car.public_key}/", f"{form}{sold.public_key}/"]
    lead = leads[0]
    return Screens(
        owner, seller, newcomer, lot,
        of_owner=(
            "/setup/lot/", "/setup/hours/", "/setup/people/", "/setup/replies/",
            "/setup/channels/", "/setup/stock/", "/setup/phone/", "/setup/test/", "/settings/",
            "/settings/lot/", "/settings/hours/", "/settings/people/", "/settings/replies/",
            "/settings/channels/", f"/settings/channels/{connection.pk}/", "/settings/programs/",
            "/settings/account/", "/stock/import/",
        ),
        of_seller=(
            "/", *leads, f"{lead}attempt/", f"{lead}attempt/?way=whatsapp", f"{lead}later/",
            f"{lead}next-step/", f"{lead}owner/", f"{lead}lost/", f"{lead}more/", "/inbox/",
            "/inbox/?show=all", "/inbox/?show=held", f"/inbox/original/{held.pk}/", "/leads/",
            "/stock/", f"/cars/{car.pk}/", f"/cars/{car.pk}/edit/", "/new/",
            "/today/their-turn/", "/today/done/",
        ),
        of_strangers=("/sign-in/", "/welcome/spent/", *public),
    )  # fmt: skip
