"""Why a car could not be written down. Each carries what the screen needs to go on."""

from forecourt.stock.models import Vehicle


class AlreadyInStock(Exception):
    """Another car of the lot has this VIN or this stock number."""

    def __init__(self, vehicle: Vehicle, field: str) -> None:
        super().__init__(f"{field} belongs to vehicle {vehicle.pk}")
        self.vehicle = vehicle
        self.field = field  # vin or stock_number


class NamesNoCar(ValueError):
    """Neither make nor VIN: nobody could say which car this is."""


class NotAStep(ValueError):
    """The car cannot go from its status to that one."""

    def __init__(self, vehicle: Vehicle, wanted: str) -> None:
        super().__init__(f"{vehicle.status} does not lead to {wanted}")
        self.vehicle = vehicle
        self.wanted = wanted


class MovedSince(Exception):
    """The move is not the car's last one any more, or a day has passed."""

    def __init__(self, vehicle: Vehicle) -> None:
        super().__init__(f"{vehicle.pk} stands at {vehicle.status}")
        self.vehicle = vehicle
