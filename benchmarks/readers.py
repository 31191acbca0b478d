"""`python -m benchmarks.readers N`: leads one worker captures a second from stored deliveries."""

import json
import sys
import time

import django

django.setup()

from django.utils import timezone  # noqa: E402

from benchmarks.deliveries import whatsapp_body  # noqa: E402
from forecourt.capture.envelope import Envelope  # noqa: E402
from forecourt.capture.models import Connection, Inbound  # noqa: E402
from forecourt.capture.verbs.store import row_of, store  # noqa: E402
from forecourt.commands.workers import Workers  # noqa: E402
from forecourt.dealership.scope import all_dealerships  # noqa: E402
from forecourt.leads.models import Lead  # noqa: E402

LOOK_EVERY_S = 0.1


def main(count: int) -> dict[str, float]:
    with all_dealerships():
        connection = Connection.objects.select_related("dealership").get(channel="whatsapp")
        rows = [
            row_of(
                connection,
                Envelope("whatsapp", whatsapp_body(number), timezone.now()),
                f"b{number}",
            )
            for number in range(10_000_000, 10_000_000 + count)
        ]
        store(rows)
        before = Lead.objects.count()
    workers, began = Workers(), time.perf_counter()
    workers.start()
    with all_dealerships():
        while Inbound.objects.filter(state="received").exists():
            time.sleep(LOOK_EVERY_S)
        took = time.perf_counter() - began
        leads = Lead.objects.count() - before
        left = Inbound.objects.exclude(state="done").count()
    workers.stop()
    return {"leads": leads, "not_done": left, "per_second": round(leads / took, 1)}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
