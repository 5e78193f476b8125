"""Who can read whose archive, as a page of HTML that needs no other file; it needs Jinja2, the extra `report`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailstore_sdk.language import Language, Text, moment, number
from mailstore_sdk.reports.writers.html.frame import inline, policy, template
from mailstore_sdk.reports.writers.html.words import WORDS as COMMON
from mailstore_sdk.reports.writers.html.words import word
from mailstore_sdk.workflows.access import ALL, UNKNOWN

if TYPE_CHECKING:
    from mailstore_sdk.workflows.access import Access, AccessRow, Direction

WORDS = {
    "title": Text("Access to archives", "Zugriff auf Archive"),
    "server": Text("Server", "Server"),
    "read_at": Text("Read", "Gelesen"),
    "users": Text("Users", "Benutzer"),
    "archives": Text("Archives", "Archive"),
    "filter": Text("Only rows with:", "Nur Zeilen mit:"),
    "notes": Text("Notes", "Hinweise"),
    "skip": Text("Skip to the tables", "Zu den Tabellen springen"),
    "about": Text(
        "An administrator has access to every archive. What is not here was not read: see the notes.",
        "Ein Administrator hat Zugriff auf jedes Archiv. Was hier fehlt, wurde nicht gelesen: siehe Hinweise.",
    ),
    "archive": Text("Archive", "Archiv"),
    "user": Text("User", "Benutzer"),
    "full_name": Text("Full name", "Vollständiger Name"),
    "privileges": Text("Privileges", "Berechtigungen"),
    "by_archive": Text("Who has access to which archive", "Wer Zugriff auf welches Archiv hat"),
    "by_user": Text("What each user has access to", "Worauf jeder Benutzer Zugriff hat"),
}
SPECIAL = {
    ALL: Text(ALL, "alle (Administrator)"),
    UNKNOWN: Text(UNKNOWN, "nicht mitgeteilt"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """One of the two directions."""

    id: str
    title: str
    heads: list[str]
    rows: list[list[str]]


def rendered(access: Access, user: str | None, language: Language) -> str:
    """The page; see `Access.to_html`."""
    names = {one.user: one.full_name or "" for one in access.users}
    style, script = inline("style.css"), inline("sort.js") + inline("filter.js")
    page: str = template("access.html").render(
        language=language,
        w={name: text.of(language) for name, text in {**COMMON, **WORDS}.items()},
        server=access.server,
        read_at=moment(access.created).of(language),
        users=number(len(access.users)).of(language),
        archives=number(len(access.archives)).of(language),
        notes=access.notes,
        tables=[_table(access, by, user, names, language) for by in ("archive", "user")],
        style=style,
        script=script,
        policy=policy(style, script),
    )
    return page


def _table(access: Access, by: Direction, user: str | None, names: dict[str, str], language: Language) -> Table:
    columns = ["archive", "user", "full_name"] if by == "archive" else ["user", "full_name", "archive"]
    heads = [WORDS[name].of(language) for name in (*columns, "privileges")]
    rows = [_cells(row, columns, names, language) for row in access.rows(by, user)]
    return Table(by, WORDS[f"by_{by}"].of(language), heads, rows)


def _cells(row: AccessRow, columns: list[str], names: dict[str, str], language: Language) -> list[str]:
    found = {"archive": row.archive, "user": row.user, "full_name": names.get(row.user, "")}
    cells = [found[name] for name in columns]
    return [cell or COMMON["nothing"].of(language) for cell in (*cells, _privileges(row.privileges, language))]


def _privileges(told: str, language: Language) -> str:
    if told in SPECIAL:
        return SPECIAL[told].of(language)
    return ", ".join(word(one).of(language) for one in told.split(", ")) if told else ""
