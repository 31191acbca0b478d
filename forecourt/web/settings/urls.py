"""Settings. What belongs to the lot opens for its owner; the account opens for its person."""

from django.urls import path

from forecourt.web.settings import (
    account,
    channels,
    hours,
    index,
    lot,
    mailbox,
    people,
    programs,
    replies,
)

urlpatterns = [
    path("settings/", index.index, name="settings"),
    path("settings/lot/", lot.lot),
    path("settings/hours/", hours.hours),
    path("settings/hours/holidays/", hours.holidays),
    path("settings/hours/days/", hours.add_day),
    path("settings/hours/days/<str:day>/forget/", hours.forget_day),
    path("settings/people/", people.people),
    path("settings/people/new/", people.new),
    path("settings/people/<int:person_id>/", people.person),
    path("settings/people/<int:person_id>/link/", people.link),
    path("settings/people/<int:person_id>/away/", people.away),
    path("settings/people/<int:person_id>/away/<int:absence_id>/forget/", people.not_away),
    path("settings/people/<int:person_id>/leave/", people.leave),
    path("settings/people/<int:person_id>/return/", people.come_again),
    path("settings/channels/", channels.channels),
    path("settings/channels/<int:connection_id>/", channels.channel),
    path("settings/channels/<int:connection_id>/switch/", channels.switch),
    path("settings/channels/<int:connection_id>/fetch/", mailbox.fetch),
    path("settings/replies/", replies.replies),
    path("settings/programs/", programs.programs),
    path("settings/programs/<int:token_id>/revoke/", programs.revoke),
    path("settings/account/", account.account),
    path("settings/account/passkeys/<int:factor_id>/remove/", account.remove),
    path("settings/account/sessions/end/", account.end_others),
]
