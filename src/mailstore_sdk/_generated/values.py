"""Known values of arguments and results. The sets are open: any other text is accepted.

Generated from spec/*.toml, do not edit: run ``python tools/generate.py``.
"""

from __future__ import annotations

from typing import Literal

Authentication = Literal["integrated", "directoryServices"] | str
"""How a user proves who he is."""

UserPrivilege = (
    Literal[
        "none",
        "admin",
        "login",
        "changePassword",
        "archive",
        "modifyArchiveProfiles",
        "export",
        "modifyExportProfiles",
        "delete",
    ]
    | str
)
"""A right of a user on the whole server."""

LoginPrivilege = Literal["none", "windows", "web", "outlook", "windowsCmd", "imap", "api"] | str
"""A way by which a user may log in."""

FolderPrivilege = Literal["none", "read", "write", "delete"] | str
"""A right of a user on a folder."""

MfaStatus = Literal["Disabled"] | str
"""State of a user's multi-factor authentication; only one value was ever seen."""

StoreState = Literal["current", "normal", "writeProtected", "disabled"] | str
"""State that the administrator asked for."""

WorkerOutcome = (
    Literal[
        "succeeded",
        "completedWithWarnings",
        "completedWithErrors",
        "failed",
        "cancelled",
        "disconnected",
        "threadAbort",
    ]
    | str
)
"""How the run of a profile ended; `disconnected` and `threadAbort` rest on weak evidence."""

StoreType = Literal["FileSystemInternal", "SQLServer", "PostgreSQL"] | str
"""Where an archive store lies; a database server holds its database in the other two."""

DayOfWeek = Literal["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] | str
"""Day of the week of a job's schedule."""

StatusReportTimespan = Literal["today", "yesterday", "thisweek", "lastweek", "thismonth", "lastmonth"] | str
"""Time that a status report covers."""
