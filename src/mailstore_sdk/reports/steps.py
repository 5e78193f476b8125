"""What a collection asks for, without doing it: the two drivers in `collect` carry the steps out."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from mailstore_sdk._generated import functions
from mailstore_sdk.errors import (
    AuthenticationError,
    ConfigurationError,
    ConnectError,
    MailStoreError,
    TlsError,
    UnknownFunctionError,
)

if TYPE_CHECKING:
    from mailstore_sdk.function import Function
    from mailstore_sdk.models import JobRuns, Runs
    from mailstore_sdk.reports.entries import Edition

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Ask:
    """One call.

    Attributes:
        function: What is called.
        arguments: By their wire names.
        whole: Whether the installation is asked, also where the client is that of an instance.
    """

    function: Function[Any]
    arguments: Mapping[str, object]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class AskEach:
    """The same call for many; its outcome is a list of results, with the error in place of one that failed.

    Attributes:
        function: What is called.
        arguments: For each call, by their wire names.
        tick: Told how many are done.
    """

    function: Function[Any]
    arguments: Sequence[Mapping[str, object]]
    tick: Callable[[int], object]


@dataclass(frozen=True, slots=True)
class AskRuns:
    """The runs of profiles, or of jobs, in a span, as `runs` or `job_runs` of a client gives them.

    Attributes:
        function: What lists them.
        jobs: Whether those of jobs are meant.
        start: Begin of the span.
        end: Its end, itself not in it.
    """

    function: Function[Any]
    jobs: bool
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """The certificate that the server shows; None where there is no connection of its own to look at."""


Step: TypeAlias = Ask | AskEach | AskRuns | Look
Steps: TypeAlias = Generator[Step, Any, R]
"""Asks for steps; each is answered by its outcome, or by the MailStoreError that it ended with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What a section may have to know.

    Attributes:
        edition: What the report is of.
        instance_id: Of which instance.
        start: Begin of the span whose runs are wanted, in UTC.
        end: Its end, itself not in it.
        tick: Told how many things of the section are done, of how many.
    """

    edition: Edition
    instance_id: str | None
    start: datetime
    end: datetime
    tick: Callable[[int, int], object]


class Missing(Exception):
    """A step failed that a section cannot do without."""

    def __init__(self, error: MailStoreError, function: str | None) -> None:
        super().__init__(error, function)
        self.error = error
        self.function = function


def ask(function: Function[R], arguments: Mapping[str, object] | None = None, *, whole: bool = False) -> Steps[R]:
    """The result of a call."""
    result: R = yield from _outcome(Ask(function, arguments or {}, whole))
    return result


def ask_each(
    function: Function[R], arguments: Sequence[Mapping[str, object]], tick: Callable[[int], object]
) -> Steps[list[R | MailStoreError]]:
    """The results of many calls, in their order; the error in place of one that failed."""
    results: list[R | MailStoreError] = yield from _outcome(AskEach(function, arguments, tick))
    return results


def ask_runs(start: datetime, end: datetime) -> Steps[Runs]:
    """The runs of all profiles in a span."""
    found: Runs = yield from _outcome(AskRuns(functions.GET_WORKER_RESULTS, False, start, end))
    return found


def ask_job_runs(start: datetime, end: datetime) -> Steps[JobRuns]:
    """The runs of all jobs in a span."""
    found: JobRuns = yield from _outcome(AskRuns(functions.GET_JOB_RESULTS, True, start, end))
    return found


def _outcome(step: Ask | AskEach | AskRuns) -> Steps[Any]:
    answer = yield step
    if isinstance(answer, MailStoreError):
        raise Missing(answer, step.function.name)
    return answer


def ends_all(error: MailStoreError) -> bool:
    """Whether it makes no sense to ask for anything else: the server is gone, or took the password for wrong."""
    if isinstance(error, AuthenticationError):
        return error.http_status == 401
    return isinstance(error, ConfigurationError | ConnectError | TlsError)


def ends_each(error: MailStoreError) -> bool:
    """Whether it makes no sense to make the same call for another."""
    return ends_all(error) or isinstance(error, UnknownFunctionError | AuthenticationError)
