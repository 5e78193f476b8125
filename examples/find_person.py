"""Where a person appears in the archive's administration: for a request under the GDPR, or a leaver.

    python examples/find_person.py jdoe@example.com

Reads only. Looks through everything that the server tells of users, rights, archives, profiles,
jobs, retention and runs; not into messages, which the administration cannot search. Ends with 1 if
a part could not be read: then the list is not complete.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from mailstore_sdk import Client
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.reports import SectionName, collect

SECTIONS: list[SectionName] = ["users", "archives", "profiles", "runs", "jobs", "retention", "credentials"]
NAMES = ("userName", "folder", "name", "profileName", "id")  # what an entry of a list is called


def folded(text: str) -> str:
    """Without the difference of letters' case, and of how an umlaut is composed."""
    return unicodedata.normalize("NFC", text).casefold()


def places(value: Any, wanted: str, where: str) -> Iterator[tuple[str, str]]:
    """Every text in some JSON that has the wanted one in it, with the way to it."""
    if isinstance(value, str) and wanted in folded(value):
        yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, wanted, f"{where}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            called = (
                next((inner[key] for key in NAMES if inner.get(key)), number) if isinstance(inner, dict) else number
            )
            yield from places(inner, wanted, f"{where}[{called}]")


def main() -> int:
    """Print each place once."""
    parser = argparse.ArgumentParser(description="Where a person appears in the archive's administration.")
    parser.add_argument("person", help="a name or an address, or a part of one")
    parser.add_argument("--days", type=int, default=30, help="of runs to look through")
    arguments = parser.parse_args()

    with Client.from_env() as client:
        report = collect(client, sections=SECTIONS, runs_since=timedelta(days=arguments.days))

    found: dict[tuple[str, str], None] = {}
    missing: list[str] = []
    for name in SECTIONS:
        section = getattr(report, name)
        if section.unavailable and section.unavailable.cause != "unknownFunction":  # an older server has no such thing
            missing.append(f"{name}: {section.unavailable.reason}")
        missing += [f"{name}: {problem.key}: {problem.reason}" for problem in section.problems]
        data = section.model_dump(mode="json", by_alias=True)["data"]
        found |= dict.fromkeys(places(data, folded(arguments.person), name))
    for where, text in found:
        print(f"{where} = {text!r}")
    print(f"{len(found)} places")
    for part in missing:
        print(f"NOT LOOKED AT: {part}")
    return int(bool(missing))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MailStoreError as error:
        print(f"find_person: {error}", file=sys.stderr)
        sys.exit(2)
