"""Every address of the house and who may ask for it. A new address is written down here first.

public  anybody            person  signed in, viewers too    staff  people who may write
owner   the owner alone    api     a program with a token    door   providers, see test_forgery
"""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver

PUBLIC = """
up
assets/<path:name>
sign-in/
sign-in/passkey/
sign-in/code/
sign-in/closed/
sign-out/
welcome/<str:token>/
theme/
language/
manifest.webmanifest
icon.svg
icon-<int:side>.png
sw.js
c/<slug:slug>/
c/<slug:slug>/embed.js
c/<slug:slug>/<slug:public_key>/
api/v1/openapi.json
api/v1/docs
gallery/
"""
PERSON = """
second-factor/
second-factor/password/
second-factor/codes/
second-factor/confirm/
second-factor/confirm/code/
second-factor/confirm/passkey/
settings/
settings/account/
settings/account/passkeys/<int:factor_id>/remove/
settings/account/sessions/end/
"""
STAFF = """
today/their-turn/
today/done/
inbox/
inbox/original/<int:inbound_id>/
inbox/original/<int:inbound_id>/download/
inbox/held/<int:inbound_id>/replay/
inbox/held/<int:inbound_id>/dismissed/
leads/
leads/<int:lead_id>/
leads/<int:lead_id>/more/
leads/<int:lead_id>/attempt/
leads/<int:lead_id>/later/
leads/<int:lead_id>/next-step/
leads/<int:lead_id>/owner/
leads/<int:lead_id>/cover/
leads/<int:lead_id>/note/
leads/<int:lead_id>/lost/
leads/<int:lead_id>/reopening/
leads/<int:lead_id>/vehicle/
leads/<int:lead_id>/vehicle/confirmed/
leads/<int:lead_id>/undo/<int:event_id>/
new/
new/known/
new/cars/
new/<int:lead_id>/undo/
stock/
stock/add/
stock/import/
stock/import/confirm/
cars/<int:vehicle_id>/
cars/<int:vehicle_id>/edit/
cars/<int:vehicle_id>/status/
cars/<int:vehicle_id>/status/undo/<int:event_id>/
duty/
"""
OWNER = """
setup/
setup/lot/
setup/hours/
setup/people/
setup/replies/
setup/channels/
setup/stock/
setup/phone/
setup/test/
setup/test/<int:inbound_id>/
settings/lot/
settings/hours/
settings/hours/holidays/
settings/hours/days/
settings/hours/days/<str:day>/forget/
settings/people/
settings/people/new/
settings/people/<int:person_id>/
settings/people/<int:person_id>/link/
settings/people/<int:person_id>/away/
settings/people/<int:person_id>/away/<int:absence_id>/forget/
settings/people/<int:person_id>/leave/
settings/people/<int:person_id>/return/
settings/channels/
settings/channels/<int:connection_id>/
settings/channels/<int:connection_id>/switch/
settings/channels/<int:connection_id>/fetch/
settings/replies/
settings/programs/
settings/programs/<int:token_id>/revoke/
"""
API = """
api/v1/leads
api/v1/leads/<lead_id>
api/v1/leads/<lead_id>/note
api/v1/leads/<lead_id>/attempt
api/v1/leads/<lead_id>/next-action
api/v1/leads/<lead_id>/assign
api/v1/leads/<lead_id>/lose
api/v1/leads/<lead_id>/reopen
api/v1/leads/<lead_id>/timeline
api/v1/leads/<lead_id>/undo
api/v1/today
api/v1/customers
api/v1/customers/<customer_id>
api/v1/vehicles
api/v1/vehicles/<vehicle_id>
api/v1/vehicles/<vehicle_id>/leads
api/v1/vehicles/<vehicle_id>/status
api/v1/inbound
api/v1/inbound/<inbound_id>/replay
api/v1/inbound/<inbound_id>/dismiss
api/v1/clocks
api/v1/<path:rest>
"""
ROUTES: dict[str, str] = {
    route: kind
    for kind, listed in {
        "public": PUBLIC, "person": PERSON, "staff": STAFF, "owner": OWNER, "api": API,
    }.items()
    for route in listed.split()
}  # fmt: skip
ROUTES[""] = "staff"  # Today
LOOK_AHEAD = re.compile(r"^\^\(\?=[^)]*\)")  # some folders' addresses are loaded when first asked


def routes(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every route that the house answers, as it is written."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern, route)
        else:
            yield LOOK_AHEAD.sub("", route)
