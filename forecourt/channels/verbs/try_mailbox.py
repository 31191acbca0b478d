"""Try a mailbox while somebody waits, and keep on its connection what is wrong with it."""

from forecourt.capture.models import Connection


def try_mailbox(connection: Connection) -> str:
    """Sign in and open the folders; returns the trouble in one sentence, "" for none."""
    from forecourt.channels.mail.imap import MailboxTrouble, look_into

    trouble = ""
    try:
        look_into(connection)
    except MailboxTrouble as why:
        trouble = str(why)[:200]
    Connection.objects.filter(pk=connection.pk).update(trouble=trouble)
    return trouble
