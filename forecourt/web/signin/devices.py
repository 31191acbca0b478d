"""A device in words, from what its browser says."""

import ipaddress

from django.http import HttpRequest

DEVICES = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Macintosh", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip


def device_of(user_agent: str) -> str:
    """ "iPhone · Safari"; the first 40 signs of what it calls itself if it is none we know."""
    device = next((name for sign, name in DEVICES if sign in user_agent), "")
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    return " · ".join(filter(None, (device, browser))) or user_agent[:40] or "?"


def passkeys_work_here(request: HttpRequest) -> bool:
    """Browsers bind a passkey to a name; a bare number such as 127.0.0.1 has none."""
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False
