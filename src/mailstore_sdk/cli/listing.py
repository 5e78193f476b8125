"""What a server or an instance holds: `users`, `user`, `stores`, `folders`, `jobs` and `sessions`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailstore_sdk.cli.connection import Connection
from mailstore_sdk.cli.output import Columns, Output, fields, size
from mailstore_sdk.cli.progress import watching

if TYPE_CHECKING:
    from mailstore_sdk.models import Job


def users(connection: Connection, output: Output) -> None:
    """List the users."""
    with connection.archive() as client:
        found = client.get_users()
    columns = {
        "Name": lambda one: one.user_name,
        "Full name": lambda one: one.full_name,
        "From a directory": lambda one: one.distinguished_name is not None,
        "MFA": lambda one: one.mfa_status,
    }
    output.items("Users", found, columns)


def user(name: Annotated[str, typer.Argument(help="The user's name.")], connection: Connection, output: Output) -> None:
    """Show a user: addresses, privileges, and rights on archives."""
    with connection.archive() as client:
        found = client.get_user_info(name)
    rights = [f"{one.folder}: {', '.join(one.privileges)}" for one in found.privileges_on_folders or []]
    values = {
        "Full name": found.full_name,
        "Directory": found.distinguished_name,
        "Authentication": found.authentication,
        "MFA": found.mfa_status,
        "Addresses": found.email_addresses,
        "POP3 names": found.pop3_user_names or None,
        "Privileges": found.privileges,
        "Login by": found.login_privileges,
        "Archives": "; ".join(rights) or None,
    }
    output.one(found, lambda: fields(f"User {found.user_name}", values))


def stores(connection: Connection, output: Output) -> None:
    """List the archive stores with their state and size."""
    with connection.archive() as client:
        found = client.get_stores(include_size=True)
    columns = {
        "Id": lambda one: one.id,
        "Name": lambda one: one.name,
        "State": lambda one: one.requested_state,
        "Messages": lambda one: one.statistics_count,
        "Size": lambda one: size(one.statistics_size),
        "Needs": lambda one: _needs(one.needs_upgrade, one.search_indexes_need_rebuild),
        "Error": lambda one: one.error,
    }
    output.items("Archive stores", found, columns)


def folders(connection: Connection, output: Output) -> None:
    """List the archives and their folders with number and size of the messages. Slow on big servers."""
    with connection.archive() as client, watching("Counting messages", lines=False) as show:
        found = client.options(on_status=show).get_folder_statistics()
    columns = {
        "Folder": lambda one: one.folder,
        "Messages": lambda one: one.count,
        "Size": lambda one: size(one.size),
    }
    output.items("Folders", found, columns)


def jobs(connection: Connection, output: Output) -> None:
    """List the scheduled jobs."""
    with connection.archive() as client:
        found = client.get_jobs()
    columns = {
        "Id": lambda one: one.id,
        "Name": lambda one: one.name,
        "Does": lambda one: one.action,
        "Enabled": lambda one: one.enabled,
        "When": _schedule,
        "Last start (UTC)": lambda one: one.last_start_date_time_utc,
        "Next start (UTC)": lambda one: one.next_start_date_time_utc,
    }
    output.items("Jobs", found, columns)


def sessions(connection: Connection, output: Output) -> None:
    """List who is logged in. Nobody has published an answer of this function: it is shown as the server sends it."""
    with connection.archive() as client:
        found: Any = client.invoke("GetActiveSessions")
    rows = found if isinstance(found, list) else [] if found is None else [found]
    names = list(dict.fromkeys(key for row in rows if isinstance(row, Mapping) for key in row))
    columns: Columns = {name: partial(_entry, name) for name in names}
    output.items("Sessions", rows, columns or {"Session": lambda one: one}, whole=found)


def _entry(name: str, row: Any) -> object:
    return row.get(name) if isinstance(row, Mapping) else None


def _needs(upgrade: bool | None, rebuild: bool | None) -> str:
    return ", ".join(name for name, wanted in (("upgrade", upgrade), ("index rebuild", rebuild)) if wanted)


def _schedule(job: Job) -> str:
    schedule = job.schedule
    if schedule is None:
        return ""
    interval = None if schedule.interval is None else f"every {schedule.interval} min"
    day = schedule.day_of_week or schedule.day_of_month or schedule.date
    return " ".join(str(part) for part in (interval, day, schedule.time) if part is not None)
