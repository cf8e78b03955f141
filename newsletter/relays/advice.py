"""What to do about a relay that did not take a mail: one sentence for each cause."""

from newsletter.mail.smtp import Cause
from newsletter.translations import N_

ADVICE = {
    Cause.NO_SUCH_HOST: N_(
        "Nobody knows a host of this name: look for a typing mistake, or ask your provider for it."
    ),
    Cause.NOT_LISTENING: N_("Nothing listens on this port: relays use 587 or 465, and 25 in one's own network."),
    Cause.OUT_OF_REACH: N_(
        "The host does not answer: see whether a firewall lets us out to this port; many block 25, so try 587."
    ),
    Cause.NO_SMTP: N_(
        "Something is there, but it does not talk as a relay does: "
        "port 465 wants encryption from the start, 587 and 25 want STARTTLS."
    ),
    Cause.TURNED_AWAY: N_(
        "The relay turns this machine away: ask its operator to let our address in, "
        "and look at the name we give ourselves."
    ),
    Cause.NO_STARTTLS: N_(
        "The relay offers no encryption on this port: try 587 or 465, "
        "or turn encryption off if it stands in your own network."
    ),
    Cause.NO_ENCRYPTION: N_(
        "No encryption could be agreed on: choose it from the start for port 465, and STARTTLS for other ports."
    ),
    Cause.UNTRUSTED: N_(
        "The relay's certificate is not valid for this host: use the name that stands in it, "
        "or give us the certificate of its own authority."
    ),
    Cause.BAD_CERTIFICATE: N_(
        "A certificate or key that was entered cannot be used: enter both again, whole, the key without a password."
    ),
    Cause.NO_SIGN_IN: N_(
        "The relay does not offer this way to sign in: choose another, or turn encryption on, "
        "as many offer it only then."
    ),
    Cause.SIGN_IN_REFUSED: N_(
        "The relay does not accept this username and secret: enter them again; "
        "some providers want a password made for programs."
    ),
    Cause.BUSY: N_("The relay asks us to slow down: wait some minutes; if it goes on, allow it fewer connections."),
    Cause.SENDER: N_(
        "The relay does not send for this sender: register the sender's domain with it, "
        "or sign in with an account that may use it."
    ),
    Cause.RECIPIENT: N_(
        "The relay refuses this recipient: try another address; if it refuses all, it wants us to sign in first."
    ),
    Cause.MAIL: N_("The relay refuses what is in the mail: its own words say why, and its operator can tell more."),
    Cause.MISFIT: N_("The relay cannot take this mail or this address: use another relay for it."),
    Cause.SILENCE: N_("The mail was handed over and no answer came: look whether it arrived before you try again."),
    Cause.BROKEN_OFF: N_("The relay broke off: try again; if it goes on, ask its operator to look into its log."),
}
"""Total over Cause; English, and translated where it is shown."""
