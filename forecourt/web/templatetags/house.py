"""The tags every template of the house may use without loading them."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from forecourt.leads.models import Stage
from forecourt.web import assets
from forecourt.web.clock_words import clock_time
from forecourt.web.days import day, month, weekday, whole_day

register = template.Library()
INLINED = "critical css is in the page"


#: Parts of the page that are the same for everybody with the same facts; the token is put in last.
KEPT = {
    "shell/_me.html": (
        "person_name", "is_away", "is_here", "away_clock",
        "theme_is_auto", "theme_is_day", "theme_is_night", "theme_is_sun",
    ),
    "shell/_places.html": ("place", "badges"),
    "shell/_keys.html": (),
    "shell/_sla_words.html": (),
    "shell/_offline.html": (),
    "lead/_stages.html": ("stage_at", "is_lost"),
}  # fmt: skip
MOST_KEPT = 512
_MARK = "token-goes-here"


class _Own(str):
    """Text from our own files, which goes into the page as it is."""

    def __html__(self) -> str:
        return self


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file: {% asset "app.css" %}."""
    return assets.url(name)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon beside a word, as <c-icon> draws it: {% icon "phone" %}."""
    return _drawn_icon(name, assets.url("sprite.svg"))


@lru_cache(maxsize=256)
def _drawn_icon(name: str, sprite: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name
    )


@register.simple_tag(takes_context=True)
def critical_css(context: Context) -> SafeString:
    """The first paint's style in the page itself; the rest follows at its end."""
    assert context.render_context is not None
    context.render_context.dicts[0][INLINED] = "yes"
    nonce = str(context.get("CSP_NONCE", ""))  # not tested for truth: that would not make one
    return format_html('<style nonce="{}">{}</style>', nonce, _Own(assets.critical_css()))


@register.simple_tag(takes_context=True)
def whole_css(context: Context, at: str) -> SafeString:
    """The style sheet: in the head, or at the end when the critical part is inlined."""
    assert context.render_context is not None
    inlined = any(INLINED in layer for layer in context.render_context.dicts)
    if inlined is not (at == "end"):
        return SafeString()
    return format_html('<link rel="stylesheet" href="{}">', assets.url("app.css"))


@register.simple_tag(takes_context=True)
def kept(context: Context, name: str) -> _Own:
    """A template of KEPT, drawn once for each set of its facts: {% kept "shell/_me.html" %}."""
    facts = tuple(_hashable(context.get(fact)) for fact in KEPT[name])
    drawn = _drawn(name, facts, get_language() or "en", assets.bundle().version)
    return _Own(drawn.replace(_MARK, escape(str(context.get("csrf_token", "")))))


@lru_cache(maxsize=MOST_KEPT)
def _drawn(name: str, facts: tuple[Any, ...], language: str, version: str) -> str:
    named = {
        fact: dict(value) if isinstance(value, tuple) else value
        for fact, value in zip(KEPT[name], facts, strict=True)
    }
    return str(get_template(name).render({**named, "csrf_token": _MARK}))


def _hashable(value: Any) -> Any:
    return tuple(value.items()) if isinstance(value, dict) else value


@register.simple_tag
def lead_stages() -> list[str]:
    """Every stage of a lead in words, in order."""
    return [str(stage.label) for stage in Stage]


@register.filter
def clock(moment: datetime | None) -> str:
    """13:40 today, "Sat 13:40" this week, else with the date."""
    return clock_time(moment, timezone.now()) if moment else ""


for words in (weekday, day, whole_day, month):
    register.filter(words.__name__, words)


@register.filter
def iso(moment: datetime | None) -> str:
    """The moment as a machine reads it, for datetime and data attributes."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


@register.filter
def by_slashes(address: str) -> SafeString:
    """An address as people read it: without its scheme, and broken after a slash."""
    parts = address.partition("://")[2].split("/")
    return format_html_join(SafeString("/<wbr>"), "{}", ((part,) for part in parts))
