"""All formats by their names, and with which exit code each is to end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, get_args

from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.monitoring.checkmk import checkmk
from mailstore_sdk.monitoring.nagios import nagios
from mailstore_sdk.monitoring.prometheus import prometheus
from mailstore_sdk.monitoring.prtg import prtg
from mailstore_sdk.monitoring.services import CODES, Facts
from mailstore_sdk.monitoring.text import text
from mailstore_sdk.monitoring.zabbix import zabbix

Format = Literal["text", "checkmk", "nagios", "prtg", "zabbix", "prometheus"]
"""The name of a format."""
FORMATS: tuple[Format, ...] = get_args(Format)

WRITERS: dict[Format, Callable[[Facts], str]] = {
    "text": lambda facts: text(facts) + "\n",
    "checkmk": checkmk,
    "nagios": nagios,
    "prtg": prtg,
    "zabbix": zabbix,
    "prometheus": prometheus,
}
BY_STATE = ("text", "nagios")
"""Formats of which the exit code is a part. The others tell the state in the text, and take another code than 0 for a
script that broke, whose output some of them then pass over."""


class Output(NamedTuple):
    """What a check prints, and how it ends.

    Attributes:
        text: To standard output as it is, in UTF-8, with nothing before or after.
        exit_code: 0 ok, 1 warning, 2 critical, 3 unknown; always 0 for formats that do not look at it.
    """

    text: str
    exit_code: int


def render(facts: Facts, format: str = "text") -> Output:  # noqa: A002  (as the option of the command is called)
    """Facts in a format.

    Args:
        facts: What is known.
        format: text, checkmk, nagios, prtg, zabbix or prometheus.

    Raises:
        ArgumentError: There is no such format.
    """
    for name, write in WRITERS.items():
        if name == format:
            return Output(write(facts), CODES[facts.state] if name in BY_STATE else 0)
    raise ArgumentError(f"there is no format {format!r}, but {', '.join(FORMATS)}")
