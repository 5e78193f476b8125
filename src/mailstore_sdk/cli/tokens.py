"""The token of a long-running call, as a word that every shell passes on unharmed."""

from __future__ import annotations

import json
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any

from mailstore_sdk.cli.output import Output, say
from mailstore_sdk.errors import ConfigurationError

if TYPE_CHECKING:
    from mailstore_sdk.operations import Operation


STDIN = "-"


def show(operation: Operation[Any], output: Output) -> None:
    """Print what `wait`, and `client.resume()`, take: a word for shells, JSON for programs."""
    # Without the log so far, which the first poll brings again.
    saved = json.dumps({**json.loads(operation.to_json()), "version": 0, "log": ""})
    say(saved if output.for_programs else urlsafe_b64encode(saved.encode()).decode().rstrip("="))


def read(token: str) -> str:
    """The JSON of an operation, from what `show` printed.

    Args:
        token: The word, the JSON, or `-`: it is on standard input.

    Raises:
        ConfigurationError: It is neither.
    """
    text = (sys.stdin.readline() if token == STDIN else token).strip()
    if text.startswith("{"):
        return text
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except ValueError:
        problem = "that is not the token of a long-running call: --no-wait prints one"
    raise ConfigurationError(problem)
