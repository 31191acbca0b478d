"""What each channel is called, what to do at its provider, and what its secrets are."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class ChannelWords:
    name: Words
    what: Words
    steps: tuple[Words, ...] = ()
    secrets: Mapping[str, Words] = field(default_factory=dict)
    settings: Mapping[str, Words] = field(default_factory=dict)


CHANNEL_WORDS = {
    "whatsapp": ChannelWords(
        _("WhatsApp"),
        _("Messages to the lot's WhatsApp number."),
        (
            _("Open your app at developers.facebook.com and choose WhatsApp, Configuration."),
            _("Paste the address as callback URL, and the verify token you enter below."),
            _("Subscribe to the field “messages”."),
            _("Copy the app secret from Settings, Basic, and enter it below."),
        ),
        {"app_secret": _("App secret"), "verify_token": _("Verify token")},
        {"receiver": _("Phone number ID, if the app serves several numbers")},
    ),
    "mail": ChannelWords(
        _("Mail"),
        _("Mails to the lot, those of the portals too."),
        (
            _("Let Mailgun, Postmark or Amazon SES post incoming mail to the address."),
            _("Forward the mailbox that the portals write to, to that service."),
            _("Enter the secret of your service; the others stay empty."),
        ),
        {
            "mailgun_signing_key": _("Mailgun: signing key"),
            "postmark_basic_auth": _("Postmark: user:password"),
            "sns_topic_arn": _("Amazon SES: topic ARN"),
            "autotrader_webhook_secret": _("AutoTrader: webhook secret"),
            "dubizzle_secret": _("dubizzle: secret"),
        },
        {"provider": _("Source, where a mail does not name it")},
    ),
    "adf": ChannelWords(
        _("ADF"),
        _("Leads as ADF XML, from portals and lead services."),
        (_("Give the portal the address; it posts each lead there."),),
        settings={"provider": _("Source, where a lead does not name it")},
    ),
    "form": ChannelWords(
        _("Form on your website"),
        _("Enquiries from your own pages."),
        (
            _("Let your form post name, phone, email and message to the address."),
            _("Nothing to program? Use the lot's own page instead."),
        ),
    ),
    "twilio": ChannelWords(
        _("Twilio"),
        _("Calls, and the ones nobody took."),
        (
            _("Open the phone number in the Twilio console."),
            _("Paste the address under “A call comes in” and “Call status changes”."),
            _("Enter the account's auth token below."),
        ),
        {"auth_token": _("Auth token")},
        {"forward_to": _("Number that rings"), "dial_timeout": _("Seconds that it rings")},
    ),
    "sipgate": ChannelWords(
        _("sipgate"),
        _("Calls, and the ones nobody took."),
        (_("Open sipgate.io, Webhooks, and paste the address for incoming and outgoing calls."),),
    ),
    "calls": ChannelWords(
        _("Other telephone systems"),
        _("Placetel, Zadarma, Vonage, 3CX, Asterisk, FRITZ!Box."),
        (
            _("Paste the address as webhook or notification URL of your telephone system."),
            _("Enter the secret of your system; the others stay empty."),
        ),
        {
            "placetel_secret": _("Placetel: secret"),
            "zadarma_secret": _("Zadarma: secret"),
            "vonage_secret": _("Vonage: signature secret"),
            "3cx_key": _("3CX: key"),
            "secret": _("Own programs: secret"),
        },
        {
            "forward_to": _("Vonage: number that rings"),
            "box": _("FRITZ!Box: its name, if there are several"),
        },
    ),
}


def words_for(channel: str) -> ChannelWords:
    return CHANNEL_WORDS.get(channel) or ChannelWords(channel, "")
