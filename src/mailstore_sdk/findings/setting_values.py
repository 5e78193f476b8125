"""What values of a profile's settings mean, as far as is known."""

from __future__ import annotations

import re

ARCHIVING = "I"  # the letter that clients send for an archiving profile; that of an export profile is not known
# How the server calls a journal or multidrop mailbox is not documented: what is known are connectors with `Journal` in
# their name, and a name that says so is believed.
JOURNAL = re.compile(r"journal|multi-?drop|sammelpostfach", re.IGNORECASE)
KEEPS = ("", "never", "none", "no", "0", "false")  # supposed to say that nothing is deleted
