"""Threads, as screens read them."""

from forecourt.conversations.models import Message, ProviderKey


def message_known_as(channel: str, keys: list[str]) -> Message | None:
    """The message that any of a provider's ids names, if it is stored."""
    keys = [key[:255] for key in keys if key]
    if not keys:
        return None
    known: Message | None = (
        Message.objects.filter(channel=channel, provider_id__in=keys).select_related("lead").first()
    )
    if known is not None:
        return known
    other = (
        ProviderKey.objects.filter(channel=channel, key__in=keys)
        .select_related("message__lead")
        .first()
    )
    return other.message if other else None
