"""Keep secrets out of everything that a person may see."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from mailstore_sdk.function import Function

MASK = "***"
SECRET_NAME = re.compile(r"passw|passphrase|secret|token|encryptionkey|apikey|credential", re.IGNORECASE)


def is_secret(function: Function[Any] | None, name: str) -> bool:
    """Whether an argument must not be shown: the specification says so, or, where it knows nothing, its name does."""
    argument = function.by_name.get(name) if function else None
    return argument.secret if argument else bool(SECRET_NAME.search(name))


def mask(function: Function[Any] | None, fields: Mapping[str, str]) -> dict[str, str]:
    """The form fields with the secret ones masked."""
    return {name: MASK if is_secret(function, name) else text for name, text in fields.items()}


class Cleaner:
    """Takes known secrets out of text that came from elsewhere, such as a server's error message.

    A secret that equals something public (the password `admin` of the user `admin`) is left alone: masking it would
    show which word it was.
    """

    def __init__(self, secrets: Iterable[str] = (), public: Iterable[str] = ()) -> None:
        forms = {form for secret in set(secrets) - set(public) if secret for form in _forms(secret)}
        # The longest first, so that one secret inside another leaves no rest.
        self._pattern = re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True)))) if forms else None

    def __call__(self, text: str) -> str:
        """The text with every secret masked."""
        return self._pattern.sub(MASK, text) if self._pattern else text

    def value(self, value: Any) -> Any:
        """The JSON value with every text in it cleaned."""
        if self._pattern is None:
            return value
        if isinstance(value, str):
            return self(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {self(key): self.value(item) for key, item in value.items()}
        return value


def _forms(secret: str) -> set[str]:
    """The secret as it may stand in a text: plain, in JSON, in a form, in a URL."""
    return {
        secret,
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        quote_plus(secret, errors="replace"),
        quote(secret, safe="", errors="replace"),
    }
