"""Acknowledgements, API creations and captures a second, beside the limits of disk and server."""

import argparse
import json
import sys
from typing import Any
from urllib.parse import urlsplit

from benchmarks.deliveries import api_body, signed, whatsapp_body
from benchmarks.figures import say
from benchmarks.house import (
    ENGINES,
    WEB_PROCESSES,
    RunningHouse,
    database,
    open_lot,
    run_module,
    running,
    running_apart,
)
from benchmarks.load import Outcome, request, send

SENDERS = (1, 8, 64)


def run(given: argparse.Namespace) -> dict[str, Any]:
    scale = 0.1 if given.short else 1.0
    engines = [given.engine] if given.engine else ENGINES
    return {engine: _measure(engine, scale) for engine in engines}


def _measure(engine: str, scale: float) -> dict[str, Any]:
    """Each part in a house of its own, so that none works off what another left behind."""
    print(f" {engine}")
    with running(engine) as house:
        commits = float(house.python("-m", "benchmarks.commits", str(int(2000 * scale))))
        say("raw one-row commits of this disk", f"{commits:8.0f} /s")
        empty = {n: _empty_door(house, n, int(4000 * scale)) for n in SENDERS}
        api = _api(house, int(2000 * scale))
    if engine == "postgresql":
        with running_apart() as house:
            api["apart"] = _created(house, 8, int(2000 * scale))
            say(f"the same, 8 connections, {WEB_PROCESSES} web processes", api["apart"])
    acks = {}
    for senders in SENDERS:
        with running(engine) as house:
            acks[senders] = measure_acks(house, senders, int(4000 * scale))
    limit = min(commits, empty[64].rate)
    say("acknowledgements at 64, share of the lower limit", f"{acks[64].rate / limit:8.0%}")
    with database(engine) as environment:
        open_lot(environment)
        said = run_module(
            environment, sys.executable, "-m", "benchmarks.readers", str(int(2000 * scale))
        )
        read = json.loads(said)
    say("leads captured by one worker", f"{read['per_second']:8.0f} /s  {read}")
    return {"commits": commits, "empty": empty, "acks": acks, "api": api, "worker": read}


def _empty_door(house: RunningHouse, senders: int, count: int) -> Outcome:
    asked = [request("POST", "/in/none/none", whatsapp_body(n), {}) for n in range(count)]
    outcome = send(house.url, asked, connections=senders)
    say(f"empty door, {senders} senders", outcome)
    return outcome


def measure_acks(house: RunningHouse, senders: int, count: int) -> Outcome:
    door = house.channel("whatsapp")
    path, secret = urlsplit(str(door["url"])).path, door["secrets"]["app_secret"]  # type: ignore[index]
    bodies = [whatsapp_body(senders * 100_000 + n) for n in range(count)]
    asked = [request("POST", path, body, signed(body, secret)) for body in bodies]
    outcome = send(house.url, asked, connections=senders)
    say(f"acknowledged, {senders} senders", outcome)
    return outcome


def _api(house: RunningHouse, count: int) -> dict[int | str, Outcome]:
    outcomes: dict[int | str, Outcome] = {}
    for connections in (1, 8):
        before = house.processor_s()
        outcomes[connections] = _created(house, connections, count)
        each = 1000 * (house.processor_s() - before) / count
        told = f"{outcomes[connections]}  {each:.2f} ms of processor each"
        say(f"leads created through the API, {connections} connections", told)
    return outcomes


def _created(house: RunningHouse, connections: int, count: int) -> Outcome:
    token = house.command("token", "add", f"bench-{connections}").splitlines()[-1]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    bodies = [api_body(connections * 100_000 + n) for n in range(count)]
    asked = [request("POST", "/api/v1/leads", body, headers) for body in bodies]
    return send(house.url, asked, connections=connections)
