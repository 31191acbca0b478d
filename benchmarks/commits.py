"""`python -m benchmarks.commits N`: durable one-row commits a second, with nothing else around."""

import sys
import time

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

ROW = b"x" * 1100


def main(count: int) -> float:
    kind = "BLOB" if connection.vendor == "sqlite" else "BYTEA"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_commit")
        cursor.execute(f"CREATE TABLE bench_commit (id INTEGER, body {kind})")
    began = time.perf_counter()
    for number in range(count):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_commit VALUES (%s, %s)", [number, ROW])
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_commit")
    return count / took


if __name__ == "__main__":
    print(main(int(sys.argv[1])))
