"""Who can read whose archive, for the auditor: a page, a table, and what has changed since the last review.

    pip install 'mailstore-sdk[report]'
    python examples/access_review.py reviews [--language de]

Reads only. Each review stays in the folder as JSON, HTML and CSV, named by its day. Ends with 1 if
rights have changed, or could not be read: a list that lacks somebody must not pass for a whole one.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mailstore_sdk import Client
from mailstore_sdk.errors import ApiError, MailStoreError, OperationError
from mailstore_sdk.workflows import Access, read_access


def read(client: Client) -> Access:
    """The rights; archives that nobody has a right on are named, too, unless the server fails at listing them."""
    try:
        return read_access(client, archives=[one.folder for one in client.get_folder_statistics()])
    except (ApiError, OperationError) as error:
        access = read_access(client)
        return access.model_copy(update={"notes": [*access.notes, f"archives without rights: {error}"]})


def main() -> int:
    """Read, compare, write."""
    parser = argparse.ArgumentParser(description="Who can read whose archive.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", choices=["en", "de"], default="en")
    arguments = parser.parse_args()

    with Client.from_env() as client:
        access = read(client)
    page = access.to_html(language=arguments.language)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    reviews = [Access.from_json(one.read_bytes()) for one in arguments.folder.glob("*.json")]
    of_this_server = [review for review in reviews if review.server == access.server]
    last = max(of_this_server, key=lambda review: review.created, default=None)

    file = arguments.folder / f"{access.created:%Y-%m-%d}"
    file.with_suffix(".json").write_text(access.to_json(), encoding="utf-8")
    file.with_suffix(".html").write_text(page, encoding="utf-8")
    file.with_suffix(".csv").write_bytes(access.to_csv("archive").encode("utf-8-sig"))  # the mark is for Excel

    now = {*access.rows("archive")}
    before = {*last.rows("archive")} if last else now
    for row in sorted(now ^ before):
        print(f"{'new' if row in now else 'gone'}: {row.user or 'nobody'} on {row.archive}: {row.privileges or 'none'}")
    for note in access.notes:
        print(f"note: {note}")
    print(f"{len(access.users)} users, {len(access.archives)} archives, {len(now)} rights; written: {file}.html")
    return int(now != before or bool(access.notes))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (MailStoreError, OSError) as error:
        print(f"access_review: {error}", file=sys.stderr)
        sys.exit(2)
