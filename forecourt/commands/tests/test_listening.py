"""What `serve` and `web` say when they cannot listen as they are asked to."""

import argparse
import socket

import pytest
from django.db import connection

from forecourt.commands import web
from forecourt.commands.faults import CommandFault
from forecourt.commands.siblings import listen


def test_a_port_that_is_taken_is_said_in_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandFault, match=rf"port {port} \([\w ]+\); choose"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_it_listens_on_an_address_or_a_name(host: str):
    with listen(host, 0) as listening, socket.create_connection(listening.getsockname()[:2]):
        pass


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes several processes")
def test_sqlite_serves_from_one_process(db):
    given = argparse.Namespace(host="127.0.0.1", port=0, processes=2, socket=None)
    with pytest.raises(CommandFault, match="need PostgreSQL"):
        web.run(given)
