"""What waits is read again by a button; signing out leaves nothing on the phone."""

import re

import pytest
from playwright.sync_api import expect

from forecourt.dealership.scope import acting_for
from forecourt.leads.models import Lead
from tests.doors.lots import Lot
from tests.journeys.conftest import Open

pytestmark = pytest.mark.browser

KEEP = """() => {
    const form = new FormData();
    form.set("client_id", "0f8c2a1e-7d8b-4c11-9a60-001122334455");
    return unsent.keep("/leads/0/note/", form);
}"""
KEPT = """async () => {
    const databases = (await indexedDB.databases()).map((one) => one.name);
    const rows = [];
    for (const name of databases) {
        const base = await new Promise((done) => {
            const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
        for (const store of base.objectStoreNames) {
            const all = await new Promise((done) => {
                const asked = base.transaction(store).objectStore(store).getAll();
                asked.onsuccess = () => done(asked.result); });
            rows.push(...all);
        }
        base.close();
    }
    const pages = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys())
            if (!request.url.includes("/assets/")) pages.push(new URL(request.url).pathname);
    return { rows, pages, local: { ...localStorage }, session: { ...sessionStorage } };
}"""


def test_an_inquiry_that_waited_for_its_number_becomes_a_lead_by_a_tap(
    house: Lot, open_phone: Open
) -> None:
    house.set_up("whatsapp", settings={"receiver": "100000000000001"})
    house.feed("whatsapp", "01_text.json")
    page = open_phone(house.ewa, "/inbox/?show=held")
    row = page.locator(".held-row").filter(has_text="109876543210987")
    expect(row).to_be_visible()
    row.get_by_role("link", name="Original").click()
    expect(page.locator("pre.original")).to_contain_text("Jonas Becker")
    page.go_back()

    house.set_up("whatsapp", settings={"receiver": "109876543210987"})
    page.locator(".held-row").get_by_role("button", name="Read again").click()
    page.wait_for_timeout(1500)

    page.goto("/inbox/?show=all")
    expect(page.locator("#threads")).to_contain_text("Jonas Becker")
    with acting_for(house.dealership):
        assert Lead.objects.count() == 1


def test_signing_out_wipes_the_phone(house: Lot, open_phone: Open) -> None:
    house.feed("whatsapp", "01_text.json")
    page = open_phone(house.ewa)
    page.wait_for_function("async () => !!(await navigator.serviceWorker.ready).active")
    page.reload()
    house_lead = house.lead_of("Jonas Becker")
    page.goto(f"/leads/{house_lead.pk}/")
    page.get_by_label("Reply or note").fill("half a sentence")
    page.goto("/")
    page.context.set_offline(True)
    page.evaluate(KEEP)
    page.context.set_offline(False)
    page.wait_for_timeout(300)

    page.locator("[data-opens=me]").first.click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in/"))

    kept = page.evaluate(KEPT)
    assert kept["rows"] == []
    assert not [path for path in kept["pages"] if path not in {"/offline/", "/sign-in/"}], kept
    assert "half a sentence" not in str(kept["local"]) + str(kept["session"])
    page.goto("/")
    expect(page).to_have_url(re.compile("/sign-in/"))
