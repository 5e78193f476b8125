"""`mailstore provision`: users from a list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailstore_sdk.cli.connection import Connection
from mailstore_sdk.cli.output import Output, say
from mailstore_sdk.cli.planning import Applying, titled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailstore_sdk.workflows import Plan

PeopleFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="CSV with the column user, and any of: full name, addresses, authentication, distinguished name, "
        "password, privileges, login privileges, archive rights; or their German names.",
    ),
]
PasswordsTo = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Make passwords for new users whose row has none, and keep them in this new file, for you alone. If it is "
        "that of a run that was broken off, its passwords are taken.",
    ),
]
SetPasswords = Annotated[
    bool, typer.Option("--set-passwords", help="Set the passwords of the list for users that are there already, too.")
]
AllowAdmins = Annotated[
    bool,
    typer.Option("--allow-admins", help="Let rows make somebody an administrator, or take that away."),
]
LoginPrivileges = Annotated[str, typer.Option(metavar="WORDS", help="How new users may log in whose row says nothing.")]
OwnArchive = Annotated[
    str,
    typer.Option(
        metavar="WORDS",
        help="Rights on the own archive of whoever has none there, and whose row says nothing; or `none`.",
    ),
]
AllArchives = Annotated[
    bool,
    typer.Option(
        "--all-archives",
        help="Count the messages of all archives first, which is slow on big servers, to find archives of leavers that "
        "nobody has a right on.",
    ),
]
AGAIN = "Or say the same again: then nobody is asked for the passwords."


def provision(
    file: PeopleFile,
    applying: Applying,
    connection: Connection,
    output: Output,
    passwords_to: PasswordsTo = None,
    set_passwords: SetPasswords = False,
    allow_admins: AllowAdmins = False,
    login_privileges: LoginPrivileges = "windows,web,outlook",
    own_archive: OwnArchive = "read",
    all_archives: AllArchives = False,
) -> None:
    """Create users from a list, with addresses and rights, and bring those in line that are there already.

    All that is wrong with the list is told before anything is changed. Users that are not in it stay as they are. To go
    on after a break, say the same again.
    """
    from mailstore_sdk.workflows import people_passwords, plan_people, read_people, read_present

    people = read_people(file)
    gone_on = applying.protocol_file is not None and applying.protocol_file.exists()

    def make(client: Any) -> Plan:  # of a server or an instance, as `archive` gives it
        archives = [row.folder for row in client.get_folder_statistics()] if all_archives else []
        return plan_people(
            read_present(client, archives=archives),
            people,
            login_privileges=login_privileges,
            own_archive=own_archive,
            allow_admins=allow_admins,
            set_passwords=set_passwords,
            make_passwords=passwords_to is not None,
        )

    def secrets(plan: Plan) -> Mapping[str, str]:
        there = passwords_to is not None and passwords_to.exists()
        found = people_passwords(plan, people, passwords_to, gone_on=gone_on)
        if passwords_to is not None and passwords_to.exists() and not there and not output.for_programs:
            say(f"Passwords: {passwords_to}")
        asked.extend(found)
        return found

    asked: list[str] = []
    target = connection.target()
    try:
        applying.carry_out(
            make, target, connection.archive(target), output, secrets, begun=titled("people from a list")
        )
    except typer.Exit:
        if asked and not output.for_programs:
            say(AGAIN)
        raise
    except KeyboardInterrupt as interrupt:
        if asked:
            interrupt.add_note(AGAIN)
        raise
