"""From what the instances tell to the usage of a month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from mailstore_sdk.client_kinds import server_of
from mailstore_sdk.errors import ArgumentError, ConfigurationError
from mailstore_sdk.provider.customers import Customer, Mapped, mapped
from mailstore_sdk.provider.instances import TIMEOUT, Questions, Told, ask, ask_async, check
from mailstore_sdk.provider.month import UTC_NAME, Month
from mailstore_sdk.provider.usage import Usage, UsageRow, totals
from mailstore_sdk.workflows.names import Names, folded

if TYPE_CHECKING:
    from mailstore_sdk.async_spe import AsyncSpeClient
    from mailstore_sdk.models import FolderStatistics, InstanceStatistics, Runs, User
    from mailstore_sdk.spe import SpeClient

SERVICE_USERS = ("$archiveadmin",)  # the provider's own access, which is listed as a user (captured)
CATCH_ALL = "@catchall"
SUCCEEDED = "succeeded"


class _Wanted(NamedTuple):
    """What is asked for, checked before anything is sent."""

    month: Month
    customers: Sequence[Customer] | None
    previous: Usage | None
    left_out: list[str]
    catch_all: str
    at: datetime | None
    now: datetime

    @property
    def questions(self) -> Questions:
        """The slow one last."""
        return {
            "statistics": lambda client: client.get_instance_statistics(),
            "users": lambda client: client.get_users(),
            "runs": lambda client: client.runs(self.month.start, self.month.end),
            "archives": lambda client: client.get_folder_statistics(),
        }


def read_usage(
    client: SpeClient,
    month: str,
    *,
    customers: Sequence[Customer] | None = None,
    previous: Usage | None = None,
    time_zone: str = UTC_NAME,
    service_users: Iterable[str] = SERVICE_USERS,
    catch_all: str = CATCH_ALL,
    at: datetime | None = None,
    concurrency: int = 8,
    instance_timeout: float = TIMEOUT,
    on_progress: Callable[[int, int], object] | None = None,
) -> Usage:
    """Read what every instance holds, and what its profiles did in a month.

    Four functions that only read are called for every instance that runs: GetInstanceStatistics, GetUsers,
    GetWorkerResults (oftener, if there are many runs) and GetFolderStatistics. What an instance does not tell is
    missing in its row, with the reason.

    Args:
        client: The Management Server.
        month: As `2026-10`.
        customers: Which customer has which instance, as `read_customers` gives it.
        previous: An earlier usage of the same server, by which growth is seen.
        time_zone: In which time zone the month's days begin, an IANA name as Europe/Berlin.
        service_users: Names of users who do not count, in which `*` stands for any text; letters' case does not matter.
        catch_all: Name of the archive for emails with unknown addresses.
        at: The moment of reading, with a time zone, to be written down; when left out, none is.
        concurrency: How many instances are asked at once.
        instance_timeout: Seconds for all calls to one instance. A call without an answer within the client's own
            `timeout` ends the asking of that instance.
        on_progress: Called with the numbers of instances done, and of those that are asked.

    Returns:
        The usage, its rows ordered by the instances' ids.

    Raises:
        ConfigurationError: The month has not begun, or the earlier usage is of another server or later.
        MailStoreError: The instances could not be listed, or nobody answers any more.
    """
    wanted = _wanted(client, month, customers, previous, time_zone, service_users, catch_all, at, instance_timeout)
    told = ask(client, wanted.questions, concurrency=concurrency, timeout=instance_timeout, on_progress=on_progress)
    return _usage(server_of(client), wanted, told)


async def read_usage_async(
    client: AsyncSpeClient,
    month: str,
    *,
    customers: Sequence[Customer] | None = None,
    previous: Usage | None = None,
    time_zone: str = UTC_NAME,
    service_users: Iterable[str] = SERVICE_USERS,
    catch_all: str = CATCH_ALL,
    at: datetime | None = None,
    concurrency: int = 8,
    instance_timeout: float = TIMEOUT,
    on_progress: Callable[[int, int], object] | None = None,
) -> Usage:
    """Read the usage of a month with an asynchronous client; see `read_usage`."""
    wanted = _wanted(client, month, customers, previous, time_zone, service_users, catch_all, at, instance_timeout)
    told = await ask_async(
        client, wanted.questions, concurrency=concurrency, timeout=instance_timeout, on_progress=on_progress
    )
    return _usage(server_of(client), wanted, told)


def _wanted(
    client: SpeClient | AsyncSpeClient,
    text: str,
    customers: Sequence[Customer] | None,
    previous: Usage | None,
    time_zone: str,
    service_users: Iterable[str],
    catch_all: str,
    at: datetime | None,
    timeout: float,
) -> _Wanted:
    check(timeout)
    month = Month.of(text, time_zone)
    if at is not None and at.tzinfo is None:
        raise ArgumentError("the moment of reading has no time zone")
    now = datetime.now(UTC) if at is None else at
    if now < month.start:
        raise ConfigurationError(f"{month} has not begun")
    if previous is not None and previous.server != server_of(client):
        raise ConfigurationError(f"the earlier usage is of {previous.server}, not of {server_of(client)}")
    if previous is not None and previous.month > str(month):
        raise ConfigurationError(f"the earlier usage is of {previous.month}, which is later than {month}")
    left_out = [service_users] if isinstance(service_users, str) else list(service_users)
    return _Wanted(month, customers, previous, left_out, catch_all, at, now)


def _usage(server: str, wanted: _Wanted, told: Sequence[Told]) -> Usage:
    of = mapped(wanted.customers or (), [one.instance.instance_id for one in told])
    if wanted.customers is None:
        of = Mapped({}, {}, [])
    before = {} if wanted.previous is None else {row.instance: row for row in wanted.previous.rows}
    rows = [_row(wanted, one, of, before.pop(one.instance.instance_id, None)) for one in told]
    return Usage(
        server=server,
        month=str(wanted.month),
        time_zone=wanted.month.zone,
        month_over=wanted.now >= wanted.month.end,
        at=wanted.at,
        compared_with=None if wanted.previous is None else wanted.previous.month,
        left_out=wanted.left_out,
        catch_all_name=wanted.catch_all,
        mapped=wanted.customers is not None,
        rows=rows,
        totals=totals(rows),
        problems=of.problems,
        notes=[f"instance {gone!r} was in the earlier usage, and is not there any more" for gone in before],
    )


def _row(wanted: _Wanted, told: Told, of: Mapped, before: UsageRow | None) -> UsageRow:
    one, problems = told.instance, told.problems
    found: dict[str, Any] = {}
    statistics: InstanceStatistics | None = told.answers.get("statistics")
    if statistics is not None:
        found |= {
            "messages": statistics.number_of_messages,
            "database_mb": statistics.database_file_size_mb,
            "content_mb": statistics.content_file_size_mb,
            "index_mb": statistics.index_file_size_mb,
            "total_mb": statistics.total_size_mb,
        }
        problems += _not_told("statistics", found)
    users: list[User] | None = told.answers.get("users")
    if users is not None:
        own, service = _parted(users, wanted.left_out)
        found |= {"users": len(own), "service_users": len(service)}
        archives: list[FolderStatistics] | None = told.answers.get("archives")
        if archives is not None:
            found |= _archives(archives, own, wanted.catch_all)
    elif "archives" in told.answers:  # whose they are is not known without the users
        found["archives"] = len(_names(told.answers["archives"]))
    runs: Runs | None = told.answers.get("runs")
    if runs is not None:
        found |= _runs(runs)
        problems += [f"runs: not told from {gap.start:%Y-%m-%d %H:%M} to {gap.end:%Y-%m-%d %H:%M} UTC: {gap.reason}"
                     for gap in runs.gaps]  # fmt: skip
    if before is not None:
        found["messages_growth"] = _difference(found.get("messages"), before.messages)
        found["total_mb_growth"] = _difference(found.get("total_mb"), before.total_mb)
    if one.instance_id in of.of_instances:
        problems.append(of.of_instances[one.instance_id])
    return UsageRow(
        customer=of.customers.get(one.instance_id),
        instance=one.instance_id,
        alias=one.alias,
        display_name=one.display_name,
        status=one.status,
        problems=problems,
        **found,
    )


def _not_told(name: str, found: dict[str, Any]) -> list[str]:
    missing = [each for each, value in found.items() if value is None]
    return [f"{name}: the server did not tell {', '.join(missing)}"] if missing else []


def _parted(users: Iterable[User], left_out: Sequence[str]) -> tuple[list[str], list[str]]:
    """Users who count, and service users."""
    own: list[str] = []
    service: list[str] = []
    patterns = [folded(pattern) for pattern in left_out]
    for name in dict.fromkeys(user.user_name for user in users):
        (service if any(fnmatchcase(folded(name), pattern) for pattern in patterns) else own).append(name)
    return own, service


def _names(archives: Iterable[FolderStatistics]) -> list[str]:
    return list(dict.fromkeys(archive.folder for archive in archives))


def _archives(archives: Iterable[FolderStatistics], users: Sequence[str], catch_all: str) -> dict[str, int]:
    """How many there are, and of whom; one that is named as a service user is one without a user."""
    names, known = _names(archives), Names(users)
    catching = [name for name in names if folded(name) == folded(catch_all)]
    of_users = [name for name in names if name not in catching and known.called(name)]
    return {
        "archives": len(names),
        "user_archives": len(of_users),
        "archives_without_user": len(names) - len(of_users) - len(catching),
        "catch_all": len(catching),
    }


def _runs(told: Runs) -> dict[str, Any]:
    """Nothing that a part which could not be read might change is told."""
    found: dict[str, Any] = {}
    succeeded = [run.complete_time or run.start_time for run in told.runs if run.result == SUCCEEDED]
    last = max(succeeded, default=None)
    if told.complete:
        items = [run.items_archived for run in told.runs]
        found = {"runs": len(items), "archived": None if None in items else sum(item or 0 for item in items)}
    if last is not None and all(gap.end <= last for gap in told.gaps):
        found["last_success"] = last
    return found


def _difference(now: int | None, before: int | None) -> int | None:
    return None if now is None or before is None else now - before
