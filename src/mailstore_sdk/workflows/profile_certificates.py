"""Settings of a profile that say how far it looks at the mail server's certificate.

Seen is only `ignoreSSLPolicyErrors`, in what a client sends. What other connectors call theirs is not known; so
whatever sounds like it counts, and what cannot be told for sure is left to the administration client.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import JsonValue

from mailstore_sdk.workflows.profile_settings import Difference, Raw, Way, dotted, leaves

TOPIC = re.compile(r"ssl|tls|cert|x509|thumbprint|fingerprint|encrypt|secur", re.IGNORECASE)
DENIED = re.compile(r"disallow|forbid|reject|den(y|ied)|refus|prohibit|do?nt|do_?not|never", re.IGNORECASE)
LOOSE = re.compile(
    r"ignor|accept|allow|skip|bypass|disab|invalid|untrust|unverif|self_?sign|insecur|without"
    r"|trust_?(all|any|every)|no_?(ssl|tls|cert|verif|valid|check)",
    re.IGNORECASE,
)
CHECKS = re.compile(r"verif|valid|check|strict", re.IGNORECASE)
STRICT = re.compile(rf"{CHECKS.pattern}|requir|enforc|force|use|enabl|only", re.IGNORECASE)
# Where a text says how the mail server is spoken to.
MANNER = re.compile(r"protocol|encrypt|secur|connect|transport|method|mode|type", re.IGNORECASE)
ENCRYPTED = re.compile(r"ssl|tls|https|imaps|pop3?s|smtps|ldaps", re.IGNORECASE)
URL = re.compile(r"[a-z0-9+.-]+://", re.IGNORECASE)
OFF = ("", "0", "false", "no", "off", "none")
ON = ("1", "true", "yes", "on")


def loosened(differences: Iterable[Difference]) -> list[str]:
    """Which changes would make a profile look less closely at a certificate, or might.

    Args:
        differences: What changes.

    Returns:
        Why each of them is refused, in words.
    """
    return [why for each in differences for why in [_why(each)] if why]


def loose(profile: Raw) -> list[Way]:
    """The settings of a profile by which it takes any certificate."""
    return [way for way, value in leaves(profile) if _is_loose(way, value)]


def _is_loose(way: Way, value: JsonValue) -> bool:
    name = dotted(way)
    if isinstance(value, str) and MANNER.search(way[-1]) and ENCRYPTED.search(value) and LOOSE.search(value):
        return True
    if not TOPIC.search(name) or value is None:
        return False
    if LOOSE.search(name):
        return _is(value, OFF) is (DENIED.search(name) is not None)
    return CHECKS.search(name) is not None and _is(value, OFF)


def _why(change: Difference) -> str:
    name = dotted(change.way)
    if TOPIC.search(name):
        loosens = LOOSE.search(name) is not None and not DENIED.search(name)
        tightens = STRICT.search(name) is not None and not loosens and not DENIED.search(name)
        if (loosens and _is(change.after, OFF)) or (tightens and _is(change.after, ON)):
            return ""
        if loosens:
            return f"{change}: the mail server's certificate would not be looked at any more"
        if tightens:
            return f"{change}: the connection to the mail server would be looked at less closely"
        if not isinstance(change.after, str) or not ENCRYPTED.search(change.after):
            return f"{change}: whether certificates would still be looked at cannot be told"
    return _why_text(change, MANNER.search(change.way[-1]) is not None)


def _why_text(change: Difference, is_manner: bool) -> str:
    before, after = ("" if value is None else str(value) for value in (change.before, change.after))
    urls = [URL.match(text) for text in (before, after)]
    if is_manner or all(urls):
        before, after = (url[0] if url else text for url, text in zip(urls, (before, after), strict=True))
        if ENCRYPTED.search(before) and not ENCRYPTED.search(after):
            return f"{change}: the connection to the mail server would not be encrypted any more"
        if LOOSE.search(after) and not LOOSE.search(before):
            return f"{change}: the mail server's certificate would not be looked at any more"
    return ""


def _is(value: JsonValue, words: tuple[str, ...]) -> bool:
    return str("" if value is None else value).strip().lower() in words
