"""The vehicles of an ADF prospect, and the wish how to pay."""

import re
from typing import Literal

from forecourt.capture.inquiry import Car, Finance, Money
from forecourt.channels.adf.tree import Node
from forecourt.channels.adf.values import currency_of, distance, line, money, year
from forecourt.channels.cleaning import clean

Interest = Literal["", "buy", "lease", "sell", "trade-in", "test-drive"]

_INTERESTS: dict[str, Interest] = {
    "": "buy",
    "buy": "buy",
    "purchase": "buy",
    "lease": "lease",
    "leasing": "lease",
    "sell": "sell",
    "sale": "sell",
    "tradein": "trade-in",
    "partexchange": "trade-in",
    "testdrive": "test-drive",
}
_FIELD = 4096


def interest_of(vehicle: Node) -> Interest:
    """The interest in the words of the specification; "" for one it does not know."""
    word = re.sub(r"[^a-z]", "", vehicle.attrs.get("interest", "").lower()[:40])
    return _INTERESTS.get(word, "")


def car(vehicle: Node) -> Car:
    """One vehicle as named. A price relative to another price is no amount."""
    make, model = line(vehicle.first("make").text, 80), line(vehicle.first("model").text, 120)
    variant = line(vehicle.first("trim").text, 120)
    reading = vehicle.first("odometer")
    mileage, unit = distance(line(reading.text, 60), line(reading.attrs.get("units", ""), 20))
    return Car(
        text=" ".join(part for part in (make, model, variant) if part),
        vin=re.sub(r"[\s-]", "", line(vehicle.first("vin").text, 60)).upper()[:17],
        stock_number=line(vehicle.first("stock").text, 60),
        plate=line(vehicle.first("plate").text or vehicle.first("registration").text, 20),
        ad_ids=tuple(dict.fromkeys(i for n in vehicle.all("id") if (i := line(n.text, 100))))[:10],
        make=make,
        model=model,
        variant=variant,
        year=year(line(vehicle.first("year").text, 40)),
        mileage=mileage,
        mileage_unit=unit,
        price=_price(vehicle.first("price")),
        condition=line(vehicle.first("condition").text, 60),
        colour=line(vehicle.first("colorcombination", "exteriorcolor").text, 60),
        options=tuple(_options(vehicle, wanted=True)),
        interest=interest_of(vehicle),
    )


def facts(vehicle: Node) -> dict[str, str]:
    """Stated facts about the wanted car that have no field of their own."""
    price = vehicle.first("price")
    found = {
        "price_note": _price_note(price) if _relative(price) else "",
        "price_comments": clean(vehicle.first("pricecomments").text, _FIELD),
        "must_have": ", ".join(_options(vehicle, weights={100})),
        "must_not_have": ", ".join(_options(vehicle, wanted=False)),
        "interest": line(vehicle.attrs.get("interest", ""), 40) if not interest_of(vehicle) else "",
        "transmission": line(vehicle.first("transmission").text, 40),
        "bodystyle": line(vehicle.first("bodystyle").text, 40),
        "doors": line(vehicle.first("doors").text, 20),
    }
    return {key: value for key, value in found.items() if value}


def finance(wanted: Node, offered: list[Node]) -> Finance | None:
    """How the buyer wants to pay, and what is still owed on the car in part exchange."""
    node = wanted.first("finance")
    amounts = {_amount_type(n): n for n in node.all("amount")}
    balance = next((b for v in offered if (b := _balance(v.first("finance"), "finance"))), None)
    found = Finance(
        method=line(node.first("method").text, 40).lower(),
        down_payment=_money(amounts.get("downpayment")),
        monthly=_money(amounts.get("monthly")),
        total=_money(amounts.get("total")),
        balance=balance or _balance(node, "finance"),
        text=_finance_text(node),
    )
    return found if found != Finance() else None


def _amount_type(amount: Node) -> str:
    words = amount.attrs.get("type", "").lower().split()
    return words[0] if words else "total"


def _finance_text(node: Node) -> str:
    residual = _balance(node, "residual")
    return f"residual {residual.amount} {residual.currency}".strip() if residual else ""


def _balance(node: Node, kind: str) -> Money | None:
    for balance in node.all("balance"):
        if (balance.attrs.get("type", "finance").strip().lower() or "finance") == kind:
            return _money(balance)
    return None


def _money(node: Node | None) -> Money | None:
    return money(line(node.text, 60), node.attrs.get("currency", "")) if node else None


def _price(node: Node) -> Money | None:
    return None if _relative(node) else _money(node)


def _relative(node: Node) -> bool:
    delta = node.attrs.get("delta", "").strip().lower()
    return bool(node.attrs.get("relativeto", "").strip()) or delta in ("relative", "percentage")


def _price_note(node: Node) -> str:
    unit = "%" if node.attrs.get("delta", "").strip().lower() == "percentage" else ""
    unit = unit or currency_of(node.attrs.get("currency", ""))
    words = (line(node.attrs.get("type", ""), 20), f"{line(node.text, 40)} {unit}".strip())
    return " ".join([*(w for w in words if w), line(node.attrs.get("relativeto", ""), 20)]).strip()


def _options(vehicle: Node, *, wanted: bool = True, weights: set[int] | None = None) -> list[str]:
    names = []
    for option in vehicle.all("option")[:50]:
        weight = _weight(option)
        if (weight >= 0) == wanted and (weights is None or weight in weights):
            names.append(line(option.first("optionname").text, 120))
    return [name for name in names if name]


def _weight(option: Node) -> int:
    try:
        return int(option.first("weighting").text[:6] or "0")
    except ValueError:
        return 0
