"""Threads, as screens read them."""

from datetime import datetime

from django.db.models import Q, QuerySet

from forecourt.conversations.models import Annotation, Direction, Message, ProviderKey
from forecourt.dealership.prepared import ask, padded


def message_known_as(channel: str, keys: list[str]) -> Message | None:
    """The message that any of a provider's ids names, if it is stored. One statement."""
    keys = [key[:255] for key in keys if key]
    if not keys:
        return None
    handed_on = ProviderKey.objects.filter(channel=channel, key__in=keys).values("message")
    named = Q(channel=channel, provider_id__in=keys) | Q(pk__in=handed_on)
    known: Message | None = Message.objects.filter(named).select_related("lead").first()
    return known


def thread_of(customer_id: int, *, at_most: int = 200) -> list[Message]:
    """The newest messages of a customer over all channels and leads, oldest first."""
    return ask(_newest, at_most, customer=customer_id)[::-1]


def _newest(at_most: int, *, customer: int) -> QuerySet[Message]:
    said = Message.objects.filter(customer=customer).select_related("by")
    return said.order_by("-at", "-id")[:at_most]


def said_about(messages: list[Message]) -> list[Annotation]:
    """What providers said about these messages."""
    known = sorted({message.provider_id for message in messages if message.provider_id})
    channels = tuple(sorted({message.channel for message in messages if message.provider_id}))
    named = {f"message_{n}": one for n, one in enumerate(padded(known))}
    return ask(_about, channels, **named) if known else []


def _about(channels: tuple[str, ...], **named: str) -> QuerySet[Annotation]:
    """The index begins with the channel: without it every annotation of the lot is read."""
    return Annotation.objects.filter(channel__in=channels, about__in=list(named.values()))


def first_said_after(customer_id: int, moment: datetime) -> Message | None:
    """The first thing we said to a customer at `moment` or later."""
    ours = Message.objects.filter(
        customer=customer_id, direction=Direction.OUT, at__gte=moment
    ).order_by("at")
    return ours.first()
