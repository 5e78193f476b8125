"""Keep secrets out of everything that a person may see."""

from __future__ import annotations

import functools
import html
import json
import re
from collections.abc import Iterable, Mapping
from html.entities import codepoint2name
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mailstore_sdk.function import Function

MASK = "***"
NAMED = {chr(code): f"&{name};" for code, name in codepoint2name.items()}
SECRET_NAME = re.compile(r"passw|passphrase|secret|token|encryptionkey|apikey|credential", re.IGNORECASE)


def is_secret(function: Function[Any] | None, name: str) -> bool:
    """Whether an argument must not be shown: the specification says so, or, where it knows nothing, its name does."""
    argument = function.by_name.get(name) if function else None
    return argument.secret if argument else bool(SECRET_NAME.search(name))


def mask(function: Function[Any] | None, fields: Mapping[str, str]) -> dict[str, str]:
    """The form fields with the secret ones masked."""
    return {name: MASK if is_secret(function, name) else text for name, text in fields.items()}


def inside(text: str) -> list[str]:
    """The secrets in an argument that is JSON, by the names of their keys."""
    if not text.startswith(("{", "[")):
        return []
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return []
    found: list[str] = []
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            found += [one for key, one in value.items() if isinstance(one, str) and SECRET_NAME.search(key)]
            waiting += value.values()
    return found


class Cleaner:
    """Takes known secrets out of text that came from elsewhere, such as a server's error message.

    A secret that equals something public (the password `admin` of the user `admin`) is left alone: masking it would
    show which word it was.
    """

    def __init__(self, secrets: Iterable[str] = (), public: Iterable[str] = ()) -> None:
        # The longest first, so that one secret inside another leaves no rest.
        self._secrets = sorted({*secrets} - {*public, ""}, key=len, reverse=True)

    @functools.cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """Made when a text is cleaned, which most calls never need."""
        return re.compile("|".join("".join(map(_forms, secret)) for secret in self._secrets)) if self._secrets else None

    def __call__(self, text: str) -> str:
        """The text with every secret masked."""
        return self._pattern.sub(MASK, text) if self._pattern else text

    def value(self, value: Any) -> Any:
        """The JSON value with every text in it cleaned; one too deep for that is not shown at all."""
        if self._pattern is None:
            return value
        try:
            return self._value(value)
        except RecursionError:
            return MASK

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self(value)
        if isinstance(value, list):
            return [self._value(item) for item in value]
        if isinstance(value, dict):
            return {self(key): self._value(item) for key, item in value.items()}
        return value


@functools.cache
def _forms(letter: str) -> str:
    """A pattern for a letter as it may stand in a text: plain, in JSON, a form, a URL, HTML, or badly decoded."""
    units = letter.encode("utf-16-be", errors="surrogatepass")
    escapes = {
        "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2)),
        f"&#{ord(letter)};",
        f"&#x{ord(letter):x};",
        *("".join(f"%{byte:02x}" for byte in letter.encode(name, errors="ignore")) for name in ("utf-8", "latin-1")),
    }
    plain = {letter, json.dumps(letter)[1:-1], html.escape(letter)}
    if letter in NAMED:
        plain.add(NAMED[letter])
    if letter == "'":
        plain |= {"&apos;", "\\'"}
    if letter == " ":
        plain.add("+")
    if letter == "/":
        plain.add("\\/")
    if not letter.isascii():
        plain.add("\ufffd")
    either = [f"(?i:{re.escape(escape)})" for escape in escapes if escape] + [re.escape(form) for form in plain]
    return f"(?:{'|'.join(sorted(either, key=len, reverse=True))})"
