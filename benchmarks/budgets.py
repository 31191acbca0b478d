"""What Today costs a phone: bytes, requests, and how soon it is there on three networks.

The limits are those of the design. Sizes are gzip, as any server in front sends them. Times are
measured in headless Chromium on a page of 360 × 640 with the processor slowed down four times.
"""

import argparse
import gzip
import re
import statistics
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    CDPSession,
    Page,
    Response,
    ViewportSize,
    sync_playwright,
)

from benchmarks.figures import say
from benchmarks.house import RunningHouse, database, forecourt, serve
from tests import chromium

KB = 1024
SIZES_KB = {
    "html": 14, "css": 16, "script": 32, "our script": 10, "sprite": 4, "first visit": 60,
}  # fmt: skip
PARTS: Mapping[str, Callable[[str, str], bool]] = {
    "html": lambda kind, _: kind == "document",
    "css": lambda kind, _: kind == "stylesheet",
    "script": lambda kind, _: kind == "script",
    "our script": lambda kind, address: kind == "script" and "/app." in address,
    "sprite": lambda _, address: "/sprite." in address,
}
MOST_REQUESTS = 8
MOST_SHIFT = 0.02
INP_MS, LONG_TASK_MS = 100, 50
PHONE: ViewportSize = {"width": 360, "height": 640}
SLOWER = 4
RUNS = 5


@dataclass(frozen=True, slots=True)
class Network:
    name: str
    latency_ms: int
    down_mbit: float
    first_lcp_ms: int  # the most that the design allows
    later_lcp_ms: int


NETWORKS = (
    Network("no throttle", 0, 0, 1000, 1000),
    Network("150 ms, 1.6 Mbit/s", 150, 1.6, 1000, 1000),
    Network("562 ms, 1.4 Mbit/s", 562, 1.4, 1800, 1000),
)

OBSERVE = """
    window.seen = { lcp: 0, shift: 0, inp: 0, long: [], moved: [] };
    const watch = (type, look, more) => new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) look(entry);
    }).observe({ type, buffered: true, ...more });
    watch("largest-contentful-paint", (entry) => { seen.lcp = entry.startTime; });
    watch("layout-shift", (entry) => {
        if (entry.hadRecentInput) return;
        seen.shift += entry.value;
        seen.moved.push(...entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80)));
    });
    watch("event", (entry) => {
        if (entry.interactionId) seen.inp = Math.max(seen.inp, entry.duration);
    }, { durationThreshold: 16 });
    watch("longtask", (entry) => { seen.long.push([entry.startTime, entry.duration]); });
"""


@dataclass(frozen=True, slots=True)
class Weight:
    """What one visit to Today fetches, gzip bytes by kind, and how many requests it took."""

    parts: Mapping[str, int]
    requests: tuple[str, ...]

    def over(self) -> list[str]:
        """Each budget that is broken, in words."""
        found = [
            f"{name}: {self.parts[name]} bytes, at most {limit} KB"
            for name, limit in SIZES_KB.items()
            if self.parts[name] > limit * KB
        ]
        if len(self.requests) > MOST_REQUESTS:
            found.append(f"{len(self.requests)} requests: {', '.join(self.requests)}")
        return found


def weigh(page: Page, path: str = "/") -> Weight:
    """Open `path` in a fresh page and weigh all that comes, without photos and the live stream.

    The stylesheet holds every rule; what the page carries inside itself is part of its HTML.
    """
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    page.goto(path)
    page.wait_for_timeout(500)
    parts = dict.fromkeys(SIZES_KB, 0)
    asked = []
    for answer in answers:
        address, kind = urlsplit(answer.url).path, answer.request.resource_type
        if kind == "eventsource" or address == "/sw.js" or answer.from_service_worker:
            continue
        size = packed(answer.body()) if answer.ok else 0
        asked.append(address)
        parts["first visit"] += size
        for name, is_part in PARTS.items():
            if is_part(kind, address):
                parts[name] += size
    return Weight(parts, tuple(asked))


def packed(body: bytes) -> int:
    return len(gzip.compress(body, 9)) if body else 0


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as the person feels it, in milliseconds; shift has no unit."""

    lcp: float
    shift: float
    inp: float
    long_tasks_after_load: int
    moved: tuple[str, ...]  # the elements that shifted


def visit(page: Page, network: Network, path: str = "/", *, tap: str = "") -> Visit:
    """Open `path` on `network`; then tap the first element that matches `tap`."""
    devices = page.context.new_cdp_session(page)
    throttle(devices, network)
    page.goto(path)
    page.wait_for_timeout(600)
    loaded = page.evaluate("performance.timing.loadEventEnd - performance.timing.navigationStart")
    if tap:
        page.locator(tap).first.click()
        page.wait_for_timeout(800)
    seen = page.evaluate("seen")
    long = [length for start, length in seen["long"] if start > loaded and length > LONG_TASK_MS]
    devices.detach()
    return Visit(
        seen["lcp"], seen["shift"], seen["inp"], len(long), tuple(filter(None, seen["moved"]))
    )


def throttle(devices: CDPSession, network: Network) -> None:
    devices.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    devices.send("Network.enable")
    bytes_a_second = network.down_mbit * 1e6 / 8 if network.down_mbit else -1
    devices.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False, "latency": network.latency_ms,
            "downloadThroughput": bytes_a_second, "uploadThroughput": bytes_a_second,
        },
    )  # fmt: skip


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium.path(), args=chromium.arguments())
        yield started
        started.close()


def run(given: argparse.Namespace) -> dict[str, object]:
    """Print every budget beside what was measured on the demo lot."""
    runs = 2 if given.short else RUNS
    with database("sqlite") as environment:
        forecourt(environment, "demo")
        with serve(environment) as house, browser() as chrome:
            page = signed_in_page(chrome, house)
            weight = weigh(page)
            page.context.close()
            for name, limit in SIZES_KB.items():
                say(f"{name}, at most {limit} KB", f"{weight.parts[name] / KB:6.1f} KB")
            say(f"requests, at most {MOST_REQUESTS}", len(weight.requests))
            times = {network.name: _timed(chrome, house, network, runs) for network in NETWORKS}
    return {"sizes": dict(weight.parts), "requests": len(weight.requests), "times": times}


def _timed(chrome: Browser, house: RunningHouse, network: Network, runs: int) -> dict[str, float]:
    first, later = [], []
    for _ in range(runs):
        page = signed_in_page(chrome, house)
        first.append(visit(page, network))
        later.append(visit(page, network, tap="[data-opens=me]"))
        page.context.close()
    figures = {
        "first LCP ms": statistics.median(one.lcp for one in first),
        "later LCP ms": statistics.median(one.lcp for one in later),
        "shift": max(one.shift for one in first + later),
        "INP ms": statistics.median(one.inp for one in later),
        "long tasks after load": max(one.long_tasks_after_load for one in first + later),
    }
    say(
        network.name,
        f"LCP {figures['first LCP ms']:.0f} / {figures['later LCP ms']:.0f} ms "
        f"(at most {network.first_lcp_ms} / {network.later_lcp_ms}), "
        f"CLS {figures['shift']:.3f} ({MOST_SHIFT}), INP {figures['INP ms']:.0f} ms ({INP_MS}), "
        f"{figures['long tasks after load']} long tasks",
    )
    return figures


def signed_in_page(chrome: Browser, house: RunningHouse) -> Page:
    """A phone with an empty cache, in the hands of a person of the demo lot."""
    link = re.findall(r"Sign in as Sales[^\n]*: (\S+)", house.command("demo"))[-1]
    setting_out = chrome.new_context(base_url=house.url)
    door = setting_out.new_page()
    door.goto(re.sub(r"^https?://[^/]+", house.url, link))
    door.locator(".dock [data-kind=filled]").click()
    door.wait_for_load_state()
    cookies = setting_out.cookies()
    setting_out.close()
    context = chrome.new_context(viewport=PHONE, base_url=house.url)
    context.add_cookies(cookies)  # type: ignore[arg-type]
    context.add_init_script(OBSERVE)
    return context.new_page()
