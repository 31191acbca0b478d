"""In which language somebody writes, by the small words."""

import re

_WORDS = {
    "de": "der die das und ist noch ich wir sie ein eine haben guten tag hallo bitte danke wann "
    "wäre möchte gerne mit für auf zu fahrzeug verfügbar preis grüße probefahrt auto kann",
    "pl": "czy jest dzień dobry jeszcze aktualne proszę witam cena samochód auto mogę się na w z o "
    "pozdrawiam dziękuję chciałbym chciałabym kiedy można jutro oględziny w rozliczeniu przebieg",
    "en": "the is and are you still available i would like to my for please hi hello thanks price "
    "this car can could when have take part exchange deposit finance viewing come see regards",
}
_VOCABULARY = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_TOKEN = re.compile(r"[^\W\d_]+")
_PREFIXES = {"+49": "de", "+43": "de", "+48": "pl", "+44": "en", "+353": "en", "+1": "en"}


def language_of(text: str, phones: tuple[str, ...] = ()) -> str:
    """ "de", "en", "pl" or "" when neither the words nor the numbers tell."""
    words = set(_TOKEN.findall(text[:2000].lower()))
    scores = {language: len(words & known) for language, known in _VOCABULARY.items()}
    best = max(scores, key=lambda language: scores[language])
    if scores[best] and list(scores.values()).count(scores[best]) == 1:
        return best
    for phone in phones:
        for prefix, language in _PREFIXES.items():
            if phone.startswith(prefix):
                return language
    return ""
