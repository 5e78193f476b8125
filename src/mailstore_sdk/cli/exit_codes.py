"""How a command ends: one table, from which `--help` and docs/cli.md come too. Nothing heavy is imported here."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """An exit code of `mailstore`.

    Attributes:
        meaning: When it is given, in a few words.
    """

    meaning: str

    DONE = 0, "done"
    FAILED = (
        1,
        "the server refused, a long-running call failed, doctor found something wrong, "
        "or a plan was not carried out to its end",
    )
    USAGE = 2, "wrong usage or settings, or a writing call that nobody confirmed"
    UNREACHABLE = 3, "no connection, certificate not trusted, no answer"
    LOGIN = 4, "user name or password refused"
    NOT_THE_API = 5, "an answer that is not the API's"
    WARNING = 6, "findings, the worst of them a warning or one that cannot be told; diff --exit-code: changes"
    ERROR = 7, "findings, the worst of them an error"
    INTERRUPTED = 130, "interrupted"

    def __new__(cls, value: int, meaning: str) -> ExitCode:
        """A number that knows what it means."""
        code = int.__new__(cls, value)
        code._value_ = value
        code.meaning = meaning
        return code


# `check` speaks the language of whoever asks.
CHECK = "check ends as its format wants: nagios and text 0 to 3, the others 0."


def told() -> str:
    """All of them in a sentence."""
    return "Exit codes: " + "; ".join(f"{code.value} {code.meaning}" for code in ExitCode) + ". " + CHECK
