"""What can be wrong with a mailbox or a channel, in the reader's language."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from forecourt.web.inbox.reason_words import reason_in_words

SENTENCES = (
    _("No mailbox is entered."),
    _("The password cannot be read any more: enter it again."),
    _("The mailbox refuses this user name and password."),
    _("The mailbox has no folder of this name."),
    _("A mailbox is read over an encrypted connection only."),
    _("The certificate of the mail server is not its own."),
    _("The mail server speaks no TLS on this port."),
    _("There is no server of this name."),
    _("This server is not on the public internet."),
)
# The sentence goes on with what only a programmer reads.
BEGINNINGS = {"The mailbox does not answer": _("The mailbox does not answer.")}


def trouble_in_words(sentence: str) -> str:
    """The stored sentence, or what it comes to, in the language that is on."""
    known = (words for begins, words in BEGINNINGS.items() if sentence.startswith(begins))
    if sentence in SENTENCES:
        return gettext(sentence)
    return gettext(found) if (found := next(known, "")) else reason_in_words(sentence)
