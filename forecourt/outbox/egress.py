"""The only way out of the house. Every outgoing connection goes to an address that was checked.

The name is resolved, every address it has is checked against a list of networks that are never
public, and the connection goes to the checked address, so a second look-up cannot change it.
"""

import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import urllib3

NEVER = tuple(
    ipaddress.ip_network(network)
    for network in [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/8",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    ]
)
TIMEOUT_S = 10.0


class Forbidden(Exception):
    """The address is not one the house may connect to; the text is one sentence for the owner."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A name with an address that was found to be public."""

    host: str
    address: str
    port: int


def check(
    host: str, port: int, *, ports: frozenset[int], private_hosts: frozenset[str] = frozenset()
) -> Checked:
    """Resolve `host` and return an address that may be used. Raises Forbidden.

    Every address of the name must be public: a name with one private address is refused whole.
    `private_hosts` ("host:port") are the operator's own exceptions, never a tenant's.
    """
    is_allowed = f"{host}:{port}" in private_hosts
    if port not in ports and not is_allowed:
        raise Forbidden(f"Port {port} is not used for this.")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Forbidden("There is no server of this name.") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not (is_allowed or all(map(is_public, addresses))):
        raise Forbidden("This server is not on the public internet.")
    return Checked(host, addresses[0], port)


def is_public(address: str) -> bool:
    """Whether an IP address is outside every network in NEVER, also when it is mapped into IPv6."""
    try:
        ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        return False
    return not any(ip in network for network in NEVER if network.version == ip.version)


def connect(checked: Checked, *, timeout_s: float = TIMEOUT_S) -> socket.socket:
    """A TCP connection to the checked address; each wait on it ends after `timeout_s`."""
    return socket.create_connection((checked.address, checked.port), timeout=timeout_s)


def connect_tls(checked: Checked, *, timeout_s: float = TIMEOUT_S) -> ssl.SSLSocket:
    """The same with TLS; the certificate must be the name's."""
    plain = connect(checked, timeout_s=timeout_s)
    return ssl.create_default_context().wrap_socket(plain, server_hostname=checked.host)


def post_to_own_server(
    url: str, path: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, bytes]:
    """Send `body` to a Forecourt on this machine, as a provider would. For commands only.

    Raises Forbidden for a server elsewhere, or where none answers.
    """
    parts = urlsplit(url)
    if parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise Forbidden("Only a Forecourt on this machine can be fed.")
    pool = _own_server(parts.hostname, parts.port or 80)
    try:
        answer = pool.request("POST", path, body=body, headers=dict(headers), redirect=False)
    except urllib3.exceptions.HTTPError:
        raise Forbidden(f"No Forecourt answers at {url}; start it with bin/run.") from None
    return answer.status, answer.data


_pools: dict[tuple[str, int], Any] = {}


def _own_server(host: str, port: int) -> Any:
    key = (host, port)
    if key not in _pools:
        _pools[key] = urllib3.HTTPConnectionPool(
            host, port, retries=False, timeout=30.0, maxsize=16
        )
    return _pools[key]
