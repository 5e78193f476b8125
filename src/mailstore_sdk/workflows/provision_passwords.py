"""The passwords that a plan for people from a list asks for: those of the list, else made ones, kept in a file.

The file is on the disk before the first call is made: a password that a user has and nobody knows is of no use. It is
never written to again, so that whoever goes on after a break has the same ones.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import secrets
import string
from collections.abc import Sequence
from pathlib import Path

from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.files import sync_folder
from mailstore_sdk.workflows.names import folded
from mailstore_sdk.workflows.plan import Plan
from mailstore_sdk.workflows.provision_people import PeopleList
from mailstore_sdk.workflows.provision_steps import secret_of
from mailstore_sdk.workflows.sheet import read_sheet

HEAD = '"user";"password"\r\n'.encode("utf-8-sig")  # with what tells Excel that it is UTF-8
LETTERS = "".join(letter for letter in string.ascii_letters + string.digits if letter not in "0O1lI")
KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
PARTS, LENGTH = 4, 5


def people_passwords(
    plan: Plan,
    people: PeopleList,
    file: str | os.PathLike[str] | None = None,
    *,
    gone_on: bool = False,
) -> dict[str, str]:
    """The secrets that a plan asks for: the passwords of the list; those that it lacks are made, and kept in a file.

    Args:
        plan: The plan that `plan_provision` made of the list.
        people: The list.
        file: Where made passwords are kept: a new file, for its owner alone; or the one of an earlier run, whose
            passwords are taken, and which is not changed. It is a CSV file with the columns user and password.
        gone_on: Whether an earlier run of this very plan was broken off. Then the file has to be there: some users may
            have their passwords from it.

    Returns:
        The secrets, by the names under which the plan asks for them.

    Raises:
        ConfigurationError: A password is lacking, or the file is something else, or cut short.
        OSError: The file cannot be written, or read.
    """
    given = {folded(secret_of(one.user)): one.password for one in people.people if one.password is not None}
    found = {name: given[folded(name)] for name in plan.secrets if folded(name) in given}
    lacking = [name for name in plan.secrets if name not in found]
    if not lacking:
        return found
    if file is None:
        raise ConfigurationError(f"there is no {_some(lacking)}: name a file for made ones (--passwords-to FILE)")
    path = Path(file)
    if path.exists():
        return found | _kept(path, lacking)
    if gone_on:
        raise ConfigurationError(f"{path} is not there; users that were created have their passwords from it")
    made = {name: _made() for name in lacking}
    _write(path, made)
    return found | made


def _kept(path: Path, names: Sequence[str]) -> dict[str, str]:
    content = path.read_bytes()
    if not content.startswith(HEAD):
        raise ConfigurationError(f"{path} is there already, and no file of made passwords; name a new one")
    if not content.endswith(b"\n"):
        raise ConfigurationError(f"{path} was cut short before any call was made; remove it, or name a new one")
    lines = read_sheet(path, {"user": (), "password": ()}, required=("user", "password")).lines
    kept = {secret_of(line.cells["user"]): line.cells["password"] for line in lines}
    lacking = [name for name in names if name not in kept]
    if lacking:
        raise ConfigurationError(f"{path} is there already, and has no {_some(lacking)}; name a new one")
    return {name: kept[name] for name in names}


def _write(path: Path, made: dict[str, str]) -> None:
    from mailstore_sdk.reports.writers.csv import cell  # with all that reports need

    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerows([cell(name.removeprefix(secret_of("")), ","), password] for name, password in made.items())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(HEAD + text.getvalue().encode())
            opened.flush()
            os.fsync(opened.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()  # no call was made yet, and a part of it would be in the way
        raise
    sync_folder(path.parent)


def _made() -> str:
    """A password that can be read out, of some 115 bits, with a letter of each kind that servers like to ask for."""
    while True:
        parts = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(PARTS)]
        if all(any(letter in kind for part in parts for letter in part) for kind in KINDS):
            return "-".join(parts)


def _some(names: Sequence[str]) -> str:
    return f"{names[0]!r}" + (f" (nor {len(names) - 1} more)" if len(names) > 1 else "")
