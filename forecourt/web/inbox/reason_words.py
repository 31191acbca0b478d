"""Why something waits or does not work, in the reader's language.

Capture and the channels store one English sentence. One that is not known here is shown as it is.
"""

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

SENTENCES = (
    _("The caller's number was withheld."),
    _("There is no name, phone or address to answer to."),
    _("Reading it failed again and again."),
    _("A newsletter or a mailing list."),
    _("These bytes are not a mail."),
    _("This mail holds no text, no file and no subject."),
    _("A field that no visitor sees was filled in."),
    _("More came from one address than a person sends."),
    _("The form was sent faster than a person can type."),
    _("The message holds more than three links."),
    _("The name is a link."),
    _("The form gives no way to reach the sender."),
    _("The delivery names no call."),
    _("The sheet has neither phone nor name."),
    _("This is a status that is sent to mobile.de, not one received."),
    _("This claims to come from Amazon but names another server."),
    _("Amazon SNS asks to confirm the subscription of this address."),
)
# Where the sentence goes on with what only a programmer reads, its beginning is enough.
BEGINNINGS = (
    ("The ADF document was not read because it ", _("It is built to do harm and was not opened.")),
    ("The ADF document in this mail was not ", _("It is built to do harm and was not opened.")),
    ("Amazon SES keeps the mail itself", _("Amazon SES keeps the mail itself: fetch it there.")),
    ("Not connected here: ", _("It is meant for %(rest)s, which is not connected here.")),
    ("Postmark reports ", _("A report of the mail service, no mail.")),
    ("Port ", _("This port is not used for mail.")),
    ("Reading it failed", _("Reading it failed again and again.")),
    ("The delivery is about ", _("It is about something else than messages.")),
)
# Many ways to say that a parser knows nothing of the kind.
NO_KNOWN_FORM = re.compile(
    r"could not be read|could be read|JSON|not? (a|that of a|an ADF|capture)? ?(form|webhook|sheet)"
    r"|not a WhatsApp|no known|is not known|mail provider|about a call|ADF document|is known here"
)


def reason_in_words(sentence: str) -> str:
    """The stored sentence, or what it comes to, in the language that is on."""
    if sentence in SENTENCES:
        return gettext(sentence)
    for begins, words in BEGINNINGS:
        if sentence.startswith(begins):
            rest = sentence.removeprefix(begins).rstrip(".")
            return gettext(words) % {"rest": rest} if "%(rest)s" in words else gettext(words)
    if NO_KNOWN_FORM.search(sentence):
        return gettext("It has no form that is known here.")
    return sentence
