"""Keep secrets out of everything that a person may see."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mailstore_sdk.function import Function

MASK = "***"
SECRET_NAME = re.compile(
    r"passw|passphrase|kennw|pwd|secret|token|(encryption|private|api)_?key|credential", re.IGNORECASE
)
ESCAPING = "\\%&"  # letters that begin an escape: in JSON, in a form or a URL, in HTML
SHORTEST_NUMBER = 1000  # one below that stands in too many texts for another reason


def is_secret(function: Function[Any] | None, name: str) -> bool:
    """Whether an argument must not be shown: the specification says so, or, where it knows nothing, its name does."""
    argument = function.by_name.get(name) if function else None
    return argument.secret if argument else bool(SECRET_NAME.search(name))


def mask(function: Function[Any] | None, fields: Mapping[str, str]) -> dict[str, str]:
    """The form fields with the secret ones masked, also those inside an argument that is JSON."""
    return {name: MASK if is_secret(function, name) else _masked(text) for name, text in fields.items()}


def _masked(text: str) -> str:
    if not _may_be_json(text) or ("\\" not in text and not SECRET_NAME.search(text)):
        return text
    try:
        return json.dumps(without_secrets(json.loads(text)), ensure_ascii=False)
    except (ValueError, RecursionError):
        # What cannot be read hides where in it a secret is.
        return MASK if SECRET_NAME.search(text) else text


def without_secrets(value: Any) -> Any:
    """The JSON value with what stands under a key whose name says that it is secret masked."""
    if isinstance(value, list):
        return [without_secrets(item) for item in value]
    if isinstance(value, dict):
        return {key: MASK if _is_hidden(key, one) else without_secrets(one) for key, one in value.items()}
    return value


def _is_hidden(key: str, value: Any) -> bool:
    return bool(SECRET_NAME.search(key)) and not (value is None or isinstance(value, bool))


def inside(text: str) -> list[str]:
    """The secrets in an argument that is JSON: all that stands under a key whose name says so."""
    found: list[str] = []

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        # Sees every object, the innermost first, and keys that are there twice.
        found.extend(secret for key, value in pairs if SECRET_NAME.search(key) for secret in _texts(value))
        return dict(pairs)

    if _may_be_json(text):
        with suppress(ValueError, RecursionError):
            json.loads(text, object_pairs_hook=look)
    return found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and abs(value) >= SHORTEST_NUMBER:
        yield str(value)
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _may_be_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


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
        patterns = [pattern for secret in self._secrets for pattern in _patterns(secret)]
        return re.compile("|".join(patterns)) if patterns else None

    def __call__(self, text: str) -> str:
        """The text with every secret masked."""
        return self._pattern.sub(MASK, text) if text and self._pattern else text

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


def _patterns(secret: str) -> Iterator[str]:
    """Patterns for a secret as it may stand in a text.

    A letter that begins escapes is escaped itself everywhere in the secret or nowhere: a pattern that could choose each
    time would take exponential time.
    """
    there = [letter for letter in ESCAPING if letter in secret]
    for plain in product((False, True), repeat=len(there)):
        as_it_is = {letter for letter, is_plain in zip(there, plain, strict=True) if is_plain}
        yield "".join(re.escape(letter) if letter in as_it_is else _forms(letter) for letter in secret)


@functools.cache
def _forms(letter: str) -> str:
    """A pattern for a letter as it may stand in a text: plain, in JSON, a form, a URL, HTML, or badly decoded.

    One that begins escapes is not in it as it is.
    """
    import html  # with its table of 2,231 names; most programs never have anything to mask
    from html.entities import codepoint2name

    units = letter.encode("utf-16-be", errors="surrogatepass")
    escapes = {
        "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2)),
        f"&#{ord(letter)};",
        f"&#x{ord(letter):x};",
        *("".join(f"%{byte:02x}" for byte in letter.encode(name, errors="ignore")) for name in ("utf-8", "latin-1")),
    }
    plain = {letter, json.dumps(letter)[1:-1], html.escape(letter)}
    if ord(letter) in codepoint2name:
        plain.add(f"&{codepoint2name[ord(letter)]};")
    if letter == "'":
        plain |= {"&apos;", "\\'"}
    if letter == " ":
        plain.add("+")
    if letter == "/":
        plain.add("\\/")
    if not letter.isascii():
        plain.add("\ufffd")
    plain -= {*ESCAPING}
    either = [f"(?i:{re.escape(escape)})" for escape in escapes if escape] + [re.escape(form) for form in plain]
    return f"(?:{'|'.join(sorted(either, key=len, reverse=True))})"
