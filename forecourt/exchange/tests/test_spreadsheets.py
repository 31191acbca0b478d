import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import pytest

from forecourt.exchange import problems
from forecourt.exchange.spreadsheets import StockRow, StockSheet, UnreadableFile, read_stock
from forecourt.stock.facts import longest

SAMPLES = Path(__file__).parent.parent / "samples"
GOLF, BMW, OCTAVIA = "WVWZZZAUZKW000431", "WBA5R11060AE00342", "TMBJG9NE0J0000518"


def sample(name: str, region: str, currency: str) -> StockSheet:
    return read_stock((SAMPLES / name).read_bytes(), name, region, currency)


def text_rows(text: str, region: str = "DE", encoding: str = "utf-8") -> tuple[StockRow, ...]:
    return read_stock(text.encode(encoding), "list.csv", region, "EUR").rows


@pytest.mark.parametrize("heading", ["Price (£)", "Price GBP", "Price £", "Preis in GBP"])
def test_a_currency_in_the_heading_counts_and_another_than_the_lots_is_told(heading: str) -> None:
    sheet = read_stock(f"Make,Model,{heading}\nKia,Ceed,11490\n".encode(), "l.csv", "DE", "EUR")

    assert [(row.price, row.currency) for row in sheet.rows] == [(Decimal(11490), "GBP")]
    assert sheet.problems == (problems.OTHER_CURRENCY,)


def test_a_british_list_has_miles_pounds_and_days_first() -> None:
    sheet = sample("01_dealer_en.csv", "GB", "GBP")

    assert sheet.problems == ()
    assert sheet.rows == (
        StockRow(
            line=2, make="Volkswagen", model="Golf", variant="2.0 TDI Highline 5dr", year=2019,
            first_registration="2019-03-14", mileage_km=98448, fuel="diesel", gearbox="manual",
            colour="Indium Grey", vin=GOLF, plate="AB19 XYZ", stock_number="GF-1187",
            status="on_lot", price=Decimal(13995), currency="GBP", cost=Decimal(11200),
            notes="VAT: Margin\nBought: 02/10/2026\n2 keys, FSH",
        ),
        StockRow(
            line=3, make="BMW", model="520d", variant="M Sport auto", year=2020,
            first_registration="2020-09-28", mileage_km=70827, fuel="diesel", gearbox="automatic",
            colour="Carbon Black", vin=BMW, plate="AK70 BMW", stock_number="B-2044",
            status="under_repair", price=Decimal(24750), currency="GBP",
            notes="VAT: Qualifying\nBought: 11/11/26\nneeds 2 tyres",
        ),
        StockRow(
            line=4, make="Nissan", model="Qashqai", year=2019, fuel="petrol", gearbox="automatic",
            colour="White", stock_number="NQ-01", status="sold", currency="GBP", notes="collected",
        ),
    )  # fmt: skip


def test_a_german_list_has_decimal_commas_and_kilowatts_first() -> None:
    sheet = sample("02_dealer_de_semicolon_cp1252.csv", "DE", "EUR")

    assert sheet.rows == (
        StockRow(
            line=2, make="Volkswagen", model="Golf", variant="2.0 TDI Highline", year=2019,
            first_registration="2019-03", mileage_km=98450, fuel="diesel", gearbox="manual",
            power_kw=110, colour="Indiumgrau", vin=GOLF, stock_number="GF-1187", status="on_lot",
            price=Decimal("15990.00"), currency="EUR",
            notes="MwSt.: §25a\nHU bis: 03/2027\nStandort: Platz 4\nScheckheft, 2. Hand",
        ),
        StockRow(
            line=3, make="Kia", model="Ceed", variant="SW 1.6 GDI", year=2018,
            first_registration="2018-05-12", mileage_km=76000, fuel="petrol", gearbox="automatic",
            power_kw=99, colour="weiß", stock_number="KC-3", status="under_repair",
            price=Decimal(11490), currency="EUR",
            notes="MwSt.: MwSt. ausweisbar\nHU bis: neu\nStandort: Werkstatt\n"
            'Unfallschaden instandgesetzt; "Delle" links',
        ),
        StockRow(
            line=4, make="Škoda", model="Octavia", variant="Combi", year=2018,
            first_registration="2018-06", mileage_km=141300, fuel="diesel", gearbox="automatic",
            power_kw=85, colour="schwarz", vin=OCTAVIA, stock_number="SO-12", status="in_transit",
            currency="EUR", notes="Standort: unterwegs\nETA KW 49",
        ),
    )  # fmt: skip


def test_a_polish_list_has_horsepower_called_km() -> None:
    sheet = sample("03_dealer_pl_tab_utf8_bom.csv", "PL", "PLN")

    assert sheet.rows == (
        StockRow(
            line=2, make="Skoda", model="Octavia", variant="1.6 TDI Ambition", year=2018,
            first_registration="2018-06-04", mileage_km=141300, fuel="diesel",
            gearbox="automatic", power_kw=85, colour="czarny", vin=OCTAVIA, stock_number="SO-12",
            status="in_transit", price=Decimal(52900), currency="PLN",
            notes="Pojemność: 1598\nFaktura: VAT marża",
        ),
        StockRow(
            line=3, make="BMW", model="Seria 5", variant="520d", year=2019,
            first_registration="2020-09-28", mileage_km=70826, fuel="diesel", gearbox="automatic",
            power_kw=140, colour="grafit", vin=BMW, plate="WA 12345", stock_number="B-2044",
            status="on_lot", price=Decimal("114900.00"), currency="PLN",
            notes="Pojemność: 1 995 cm3\nFaktura: VAT 23%",
        ),
    )  # fmt: skip


def test_a_title_above_and_a_total_below_are_no_cars() -> None:
    sheet = sample("04_headerless_excel_export.csv", "DE", "EUR")

    assert sheet.notes == ("Bestandsliste 18.11.2026",)
    assert sheet.rows == (
        StockRow(
            line=4, make="Volkswagen", model="Golf", variant="2.0 TDI", year=2019,
            mileage_km=98450, stock_number="GF-1187", price=Decimal(15990), currency="EUR",
        ),
        StockRow(
            line=5, make="Toyota", model="Land Cruiser", variant="300", mileage_km=31000,
            stock_number="TL-77", price=Decimal(189000), currency="AED",
        ),
    )  # fmt: skip


def test_a_broken_list_is_read_as_far_as_it_goes_and_says_what_is_wrong() -> None:
    sheet = sample("05_broken.csv", "DE", "EUR")

    assert [(row.stock_number, row.vin, row.price, row.problems) for row in sheet.rows] == [
        ("GF-1187", GOLF, Decimal(15990), (problems.OPEN_QUOTE,)),
        ("B-2044", BMW, Decimal(24750), (problems.TOO_MANY_CELLS,)),
        ("SO-12", OCTAVIA, None, (problems.TOO_FEW_CELLS,)),
        ("GF-1187", GOLF, Decimal(15490), (problems.TWICE,)),
        ("ÿþ", "", None, (problems.TOO_FEW_CELLS, problems.NO_CAR)),
    ]


def test_a_hostile_list_is_only_text() -> None:
    first, second = sample("06_hostile.csv", "GB", "GBP").rows

    assert first == StockRow(
        line=2, make="<script>alert(1)</script>", model="+1+1", vin=GOLF,
        stock_number="=cmd|'/C calc'!A0", currency="GBP",
        notes="@SUM(A1:A9)\nImage: http://169.254.169.254/latest/",
        problems=(problems.BAD_PRICE,),
    )  # fmt: skip
    assert (second.vin, second.price, second.stock_number) == ("", None, "X" * 30)
    assert second.notes.startswith("txt\n")
    assert set(second.problems) == {
        problems.BAD_PRICE,
        problems.BAD_VIN,
        problems.TOO_LONG,
    }


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Stock number", "stock_number"),
        ("Registration", "plate"),
        ("Variant", "variant"),
        ("Colour", "colour"),
    ],
)
def test_what_the_car_has_no_room_for_is_cut_and_told(heading: str, name: str) -> None:
    room = longest(name) or 0
    (fits,), (longer,) = (
        text_rows(f"Make,Model,{heading}\nKia,Ceed,{'X' * signs}\n") for signs in (room, room + 1)
    )

    assert (getattr(fits, name), fits.problems) == ("X" * room, ())
    assert (getattr(longer, name), longer.problems) == ("X" * room, (problems.TOO_LONG,))


def test_a_name_of_a_whole_car_is_cut_and_told() -> None:
    (row,) = text_rows(f"Vehicle,Year,Price\nKia Ceed {'X' * 200},2019,9000\n")

    assert (row.model, row.variant, row.problems) == ("Ceed", "X" * 120, (problems.TOO_LONG,))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_polish_letters_survive_every_encoding(encoding: str) -> None:
    text = "Marka;Model;Kolor;Cena\nŠkoda;Łada;żółty;52 900 zł\n"

    (row,) = text_rows(text, "PL", encoding)

    assert (row.model, row.colour, row.price) == ("Łada", "żółty", Decimal(52900))


def test_a_polish_list_is_known_by_its_letters_at_a_german_lot() -> None:
    text = "Marka;Model;Kolor;Cena\nFiat;Panda;żółty błękit łąka;1000\n"

    assert text_rows(text, "DE", "cp1250")[0].colour == "żółty błękit łąka"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_is_found(delimiter: str) -> None:
    rows = [["Make", "Model", "Price"], ["Kia", "Ceed", "9000"], ["VW", "Up", "5000"]]

    read = text_rows("\n".join(delimiter.join(row) for row in rows))

    assert [(row.make, row.model, row.price) for row in read] == [
        ("Kia", "Ceed", Decimal(9000)),
        ("VW", "Up", Decimal(5000)),
    ]


def test_a_quoted_note_may_span_lines() -> None:
    (row,) = text_rows('Make,Model,Notes\nKia,Ceed,"two\nlines, one cell"\n')

    assert row.notes == "two\nlines, one cell"
    assert row.problems == ()


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff\xfe", b"a,b\n1,2", b"PK\x03\x04junk"])
def test_what_is_no_stock_list_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"\."):
        read_stock(data, "list.csv", "DE", "EUR")


def test_a_list_without_cars_says_so() -> None:
    assert read_stock(b"Make,Model,Price\n", "x.csv", "DE", "EUR").problems == (problems.NO_ROWS,)


def test_more_than_five_thousand_rows_are_cut_off_in_a_bearable_time() -> None:
    data = b"Make,Model,Price\n" + b"Kia,Ceed,9000\n" * 20_000
    began = perf_counter()

    sheet = read_stock(data, "list.csv", "DE", "EUR")

    assert len(sheet.rows) == 5_000
    assert sheet.problems == (problems.CUT_OFF,)
    assert perf_counter() - began < 5


def test_a_cell_is_capped() -> None:
    (row,) = text_rows(f"Make,Model,Price,Notes\nKia,Ceed,1,{'x' * 100_000}\n")

    assert len(row.notes) <= 4000


def workbook(*rows: str, extra: dict[str, bytes] | None = None) -> bytes:
    """The least XLSX that programs open, from rows of cells as they stand in the sheet's XML."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    cells = "".join(f"<row>{row}</row>" for row in rows)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
        '<sheet name="Stock" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {main}><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{cells}</sheetData></worksheet>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return file.getvalue()


def words(*texts: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


def test_a_workbook_is_read_with_its_stored_values_and_dates() -> None:
    data = workbook(
        words("Bestand"),
        words("Marke", "Modell", "EZ", "km", "Preis"),
        words("Kia", "Ceed") + '<c s="1"><v>43232</v></c><c><v>76000</v></c>'
        "<c><f>10000+1490.5</f><v>11490.5</v></c>",
        words("Summe"),
    )

    (row,) = read_stock(data, "bestand.xlsx", "DE", "EUR").rows

    assert row == replace(
        StockRow(line=3, make="Kia", model="Ceed", year=2018, currency="EUR"),
        first_registration="2018-05-12",
        mileage_km=76000,
        price=Decimal("11490.5"),
    )


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (workbook(words("Make", "Model", "Price")), "list.xlsm"),
        (workbook(words("a"), extra={"xl/vbaProject.bin": b"x"}), "list.xlsx"),
        (workbook(words("a"), extra={"bomb": b"\0" * 60_000_000}), "list.xlsx"),
        (workbook(words("Make", "Model", "Price"))[:-300], "list.xlsx"),
        (workbook(words("Make", "Model", "Price"), '<c r="XFD1048576"><v>1</v></c>'), "list.xlsx"),
        (b"\xd0\xcf\x11\xe0old", "list.xls"),
    ],
    ids=[
        "macros by name",
        "macros inside",
        "bomb",
        "cut short",
        "a last cell far off",
        "old format",
    ],
)
def test_a_workbook_that_may_do_harm_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(UnreadableFile):
        read_stock(data, name, "DE", "EUR")


@pytest.mark.parametrize("currency", ["USD", "CHF", "AED"])
def test_any_currency_may_stand_in_the_heading(currency: str) -> None:
    data = f"Make,Model,Price {currency}\nKia,Ceed,11490\n".encode()

    (row,) = read_stock(data, "list.csv", "DE", "EUR").rows

    assert (row.price, row.currency) == (Decimal(11490), currency)
