"""What is asked for: the lot's cars, anchored at the VIN."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from forecourt.dealership.scope import Scoped


class VehicleQuerySet(models.QuerySet["Vehicle"]):
    def for_sale(self) -> "VehicleQuerySet":
        return self.exclude(status__in=Vehicle.NOT_FOR_SALE)

    def longest_standing_first(self) -> "VehicleQuerySet":
        return self.order_by("stocked_on", "id")


class Vehicle(models.Model):
    class Status(models.TextChoices):
        SOURCED = "sourced", _("Sourced")
        IN_TRANSIT = "in_transit", _("In transit")
        UNDER_REPAIR = "under_repair", _("Under repair")
        ON_LOT = "on_lot", _("On lot")
        RESERVED = "reserved", _("Reserved")
        SOLD = "sold", _("Sold")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    NOT_FOR_SALE = (Status.SOLD, Status.WITHDRAWN)

    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT, db_index=False)
    make = models.CharField(max_length=60)
    model = models.CharField(max_length=80, blank=True, default="")
    variant = models.CharField(max_length=120, blank=True, default="")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    first_registration = models.CharField(max_length=10, blank=True, default="")  # 2019-03[-14]
    mileage_km = models.PositiveIntegerField(null=True, blank=True)
    fuel = models.CharField(max_length=20, blank=True, default="")
    gearbox = models.CharField(max_length=20, blank=True, default="")
    power_kw = models.PositiveSmallIntegerField(null=True, blank=True)
    colour = models.CharField(max_length=40, blank=True, default="")
    vin = models.CharField(max_length=20, blank=True, default="")  # normalised, upper case
    plate = models.CharField(max_length=20, blank=True, default="")  # as it is shown
    plate_key = models.CharField(max_length=20, blank=True, default="")  # as it is compared
    stock_number = models.CharField(max_length=30, blank=True, default="")
    stock_key = models.CharField(max_length=30, blank=True, default="")  # as it is compared
    make_key = models.CharField(max_length=60, default="")  # folded, for matching
    model_key = models.CharField(max_length=80, blank=True, default="")
    status = models.CharField(max_length=12, choices=Status, default=Status.ON_LOT)
    place = models.CharField(max_length=40, blank=True, default="")  # "row B"
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    floor_price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    notes = models.TextField(blank=True, default="")
    public_key = models.CharField(max_length=16, unique=True)  # in the address of its lead form
    stocked_on = models.DateField()
    created_at = models.DateTimeField()
    search_text = models.CharField(max_length=400, default="")

    objects = Scoped.from_queryset(VehicleQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "vin"],
                condition=~models.Q(vin=""),
                name="one_vehicle_per_vin",
            ),
            models.UniqueConstraint(
                fields=["dealership", "stock_key"],
                condition=~models.Q(stock_key=""),
                name="one_vehicle_per_stock_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(make="") | ~models.Q(vin=""), name="vehicle_has_a_make_or_a_vin"
            ),
        ]
        indexes = [
            models.Index(
                fields=["dealership", "status", "stocked_on", "id"], name="stock_by_standing"
            ),
            models.Index(fields=["dealership", "make_key", "model_key"], name="stock_by_model"),
            models.Index(
                fields=["dealership", "plate_key"],
                name="stock_by_plate",
                condition=~models.Q(plate_key=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Make, model and variant, e.g. "BMW 320d Touring"; the VIN where the make is unknown."""
        return " ".join(filter(None, [self.make, self.model, self.variant])) or self.vin

    @property
    def label(self) -> str:
        """What its plate shows: the stock number, else the registration, else the VIN's tail."""
        return self.stock_number or self.plate or self.vin[-6:]

    @property
    def is_for_sale(self) -> bool:
        return self.status not in self.NOT_FOR_SALE


class Advert(models.Model):
    """A portal's id or link under which one of our cars is offered."""

    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT, db_index=False)
    vehicle = models.ForeignKey(Vehicle, models.CASCADE, related_name="adverts")
    portal = models.CharField(max_length=40, blank=True, default="")
    key = models.CharField(max_length=200)  # ad id, or link without scheme and query

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "key"], name="an_advert_offers_one_vehicle"
            )
        ]

    def __str__(self) -> str:
        return self.key


class StockList(models.Model):
    """A stock list as it was sent, between its preview and its import. Gone afterwards."""

    dealership = models.ForeignKey("dealership.Dealership", models.PROTECT)
    by = models.ForeignKey("dealership.Staff", models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200)
    body = models.BinaryField()
    created_at = models.DateTimeField()

    objects = Scoped()

    def __str__(self) -> str:
        return self.filename
