"""S6: XML that expands, reaches out or digs deep is refused at once, with little memory."""

import time
import tracemalloc
from datetime import UTC, datetime

import pytest

from forecourt.capture.inquiry import Context
from forecourt.channels.adf.parse import parse
from forecourt.channels.adf.receive import MAX_BYTES

CONTEXT = Context(received_at=datetime(2026, 11, 20, tzinfo=UTC), content_type="application/xml")
LEAD = (
    "<adf><prospect><customer><contact><name part='full'>{name}</name><phone>030 23125017</phone>"
    "</contact></customer></prospect></adf>"
)
MOST_S, MOST_BYTES = 1.0, 50_000_000  # bar: 100 ms and 50 MB on a quiet machine
FILE = '<!ENTITY a SYSTEM "file:///etc/passwd">'
LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def doctype(inside: str, name: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE adf [{inside}]>' + LEAD.format(name=name)


HOSTILE: dict[str, bytes] = {
    "billion laughs": doctype(f'<!ENTITY l0 "lol">{LOL}', "&l11;").encode(),
    "quadratic": doctype(f'<!ENTITY a "{"x" * 50_000}">', "&a;" * 5_000).encode(),
    "file": doctype(FILE, "&a;").encode(),
    "http": doctype('<!ENTITY a SYSTEM "http://127.0.0.1:9/x">', "&a;").encode(),
    "parameter entity": doctype('<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;', "x").encode(),
    "outer DTD": b'<!DOCTYPE adf SYSTEM "http://127.0.0.1:9/x.dtd"><adf/>',
    "XInclude": LEAD.format(
        name='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
    ).encode(),
    "deep": b"<adf>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</adf>",
    "deep and open": b"<adf><prospect>" + b"<a>" * 200_000,
    "UTF-16 with entities": doctype(FILE, "&a;").encode("utf-16"),
    "UTF-7": b'<?xml version="1.0" encoding="UTF-7"?>'
    + "<!DOCTYPE a [<!ENTITY a 'x'>]><adf>&a;</adf>".encode("utf-7"),
    "UTF-32": doctype('<!ENTITY a "x">', "&a;").encode("utf-32"),
    "many attributes": b"<adf " + b" ".join(b'a%d="x"' % n for n in range(50_000)) + b"/>",
    "long name": b"<" + b"a" * 1_000_000 + b"/>",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_read_fast_and_gives_nothing_away(name: str) -> None:
    body = HOSTILE[name]
    parse(b"<adf/>", CONTEXT)  # whatever is loaded late
    began = time.process_time()
    reading = parse(body, CONTEXT)
    took = time.process_time() - began
    tracemalloc.start()
    parse(body, CONTEXT)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"{name}: {took * 1000:.0f} ms, {peak / 1e6:.0f} MB, {reading.state} {reading.held}")
    assert "root:" not in repr(reading)
    assert "lol" * 20 not in repr(reading)
    assert peak < MOST_BYTES
    assert took < MOST_S


def test_a_body_of_50_mb_is_refused_by_its_length() -> None:
    assert MAX_BYTES <= 5_000_000
    began = time.process_time()
    parse(b"<adf>" + b"x" * MAX_BYTES + b"</adf>", CONTEXT)
    assert time.process_time() - began < MOST_S
