"""The parts reach the browser drawn, small and without anything inline."""

import gzip
import re

import pytest
from django.test import RequestFactory

from forecourt.web.gallery.views import gallery


@pytest.fixture(params=["", "?show=today"], ids=["parts", "today"])
def page(request: pytest.FixtureRequest) -> str:
    return gallery(RequestFactory().get(f"/gallery/{request.param}")).content.decode()


def test_no_part_reaches_the_browser_raw(page: str) -> None:
    assert re.findall(r"</?c-|{{|{%", page) == []


def test_nothing_is_styled_or_scripted_inline(page: str) -> None:
    assert re.findall(r"<[^>]*\s(?:style|on[a-z]+)=", page) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []


def test_ids_are_given_once(page: str) -> None:
    ids = re.findall(r'\sid="([^"]*)"', page)

    assert [one for one in ids if ids.count(one) > 1] == []


def test_today_with_its_style_fits_the_first_packets() -> None:
    page = gallery(RequestFactory().get("/gallery/?show=today")).content

    assert len(gzip.compress(page, 9)) <= 14 * 1024
