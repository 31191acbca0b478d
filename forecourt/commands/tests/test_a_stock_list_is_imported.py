"""`forecourt import vehicles`: counts, rows to fix, and an exit status a script can trust."""

from pathlib import Path

import pytest

from forecourt.commands.__main__ import main
from forecourt.dealership.models import Dealership
from forecourt.dealership.scope import acting_for
from forecourt.stock.models import Vehicle
from forecourt.timeline.models import Event

GOOD = "Make,Model,Price,Stock number\nVolkswagen,Golf,15900,F-1\nBMW,320d,18400,F-2\n"


@pytest.fixture
def cars(tmp_path: Path) -> Path:
    file = tmp_path / "cars.csv"
    file.write_text(GOOD)
    return file


def stock_of(lot: Dealership) -> list[str]:
    with acting_for(lot):
        return sorted(Vehicle.objects.values_list("stock_number", flat=True))


def test_a_good_list_comes_in_once(
    lot: Dealership, cars: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = main(["import", "vehicles", str(cars)])
    said = capsys.readouterr().out
    again = main(["import", "vehicles", str(cars)])

    assert (first, again) == (0, 0)
    assert said == "2 new, 0 changed, 0 as before, 0 left out.\n"
    assert capsys.readouterr().out == "0 new, 0 changed, 2 as before, 0 left out.\n"
    assert stock_of(lot) == ["F-1", "F-2"]
    with acting_for(lot):
        assert Event.objects.filter(kind="stock.imported").count() == 1


def test_a_dry_run_changes_nothing(
    lot: Dealership, cars: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "vehicles", str(cars), "--dry-run"]) == 0

    assert "2 new" in capsys.readouterr().out
    assert stock_of(lot) == []


def test_rows_that_name_no_car_are_listed_and_the_others_come_in(
    lot: Dealership, cars: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cars.write_text(GOOD + ",,9000,F-3\nAudi,A4,cheap,F-4\n")

    status = main(["import", "vehicles", str(cars)])

    said = capsys.readouterr().out
    assert status == 1
    assert "row 4 (left out): The row names no car" in said
    assert "row 5: The price cannot be read." in said
    assert stock_of(lot) == ["F-1", "F-2", "F-4"]


def test_a_file_that_is_no_list_says_why(
    lot: Dealership, cars: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cars.write_text("nothing here\n")

    assert main(["import", "vehicles", str(cars)]) == 1
    assert main(["import", "vehicles", str(cars.with_name("gone.csv"))]) == 2
    assert capsys.readouterr().err.count("\n") == 2
