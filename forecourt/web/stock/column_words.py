"""What the columns of a list were taken for, in words."""

from django.utils.translation import gettext_lazy as _

COLUMN_WORDS = {
    "stock_number": _("Stock no."),
    "vin": _("VIN"),
    "plate": _("Plate"),
    "make": _("Make"),
    "model": _("Model"),
    "variant": _("Variant"),
    "vehicle": _("Car"),
    "first_registration": _("First registration"),
    "year": _("Year"),
    "mileage": _("Mileage"),
    "fuel": _("Fuel"),
    "gearbox": _("Gearbox"),
    "power": _("Power"),
    "displacement": _("Engine size"),
    "colour": _("Colour"),
    "price": _("Price"),
    "trade_price": _("Trade price"),
    "cost": _("Cost"),
    "currency": _("Currency"),
    "vat": _("VAT"),
    "inspection": _("Inspection"),
    "status": _("Status"),
    "place": _("Place"),
    "notes": _("Notes"),
}
