"""Who can read whose archive: two tables and a page for the auditor, as of now.

    python examples/access_review.py [FOLDER]

Reads only. Writes access-by-archive.csv, access-by-user.csv and access.html into the folder (this
one when left out). Ends with 1 if somebody's rights could not be read, since a list that lacks
somebody must not pass for a complete one.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from mailstore_sdk import Client
from mailstore_sdk.errors import ApiError, MailStoreError, OperationError
from mailstore_sdk.workflows import Access, read_access

PAGE = """<!doctype html><meta charset="utf-8"><title>Access to archives</title>
<style>body {{ font: 16px sans-serif }} td, th {{ text-align: left; padding: 2px 1em 2px 0 }}</style>
<h1>Who can read whose archive</h1><p>{server}, read on {created:%Y-%m-%d %H:%M} UTC.</p>
<table><tr><th>Archive<th>User<th>Privileges</tr>
{rows}
</table>
<h2>Not complete</h2><ul>{notes}</ul>
"""


def page(access: Access) -> str:
    """The page; names are text there, whatever they look like."""
    rows = [
        f"<tr><td>{escape(row.archive)}<td>{escape(row.user)}<td>{escape(row.privileges)}"
        for row in access.rows("archive")
    ]
    notes = "".join(f"<li>{escape(note)}" for note in access.notes) or "<li>Nothing is missing."
    return PAGE.format(server=escape(access.server), created=access.created, rows="\n".join(rows), notes=notes)


def main() -> int:
    """Read once, write three files."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    with Client.from_env() as client:
        try:  # so that archives are named, too, that nobody has a right on; some servers fail at it
            archives = [one.folder for one in client.get_folder_statistics()]
            access = read_access(client, archives=archives)
        except (ApiError, OperationError) as error:
            access = read_access(client)
            access = access.model_copy(update={"notes": [*access.notes, f"archives without rights: {error}"]})

    folder.mkdir(parents=True, exist_ok=True)
    for file, text in {
        "access-by-archive.csv": access.to_csv("archive"),
        "access-by-user.csv": access.to_csv("user"),
        "access.html": page(access),
    }.items():
        (folder / file).write_bytes(text.encode("utf-8-sig"))  # with the mark by which Excel knows UTF-8

    print(access.to_text("archive"))
    administrators = sum(user.scope == "all" for user in access.users)
    print(f"\n{len(access.users)} users, {administrators} of them administrators; {len(access.archives)} archives")
    return int(bool(access.notes))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (MailStoreError, OSError) as error:
        print(f"access_review: {error}", file=sys.stderr)
        sys.exit(2)
