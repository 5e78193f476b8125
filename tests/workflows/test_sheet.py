"""Lists are read as German and English spreadsheets write them, or refused with every line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailstore_sdk.workflows import Access, Line, SheetError, read_access, read_sheet
from tests.workflows.plans import MARK, emulated

COLUMNS = {"user": ("Benutzer",), "archive": ("Archiv",), "password": ("Kennwort",)}
TEXT = 'Benutzer;Archiv\r\nJörg;"Müller; €\r\nLtd."\r\n'
ROW = [Line(2, {"user": "Jörg", "archive": "Müller; €\r\nLtd.", "password": ""})]


def problems(content: bytes, required: tuple[str, ...] = ("user",)) -> list[str]:
    with pytest.raises(SheetError) as caught:
        read_sheet(content, COLUMNS, required=required)
    assert caught.value.told == [f"the list: {problem}" for problem in caught.value.problems]
    assert caught.value.problems[0] in str(caught.value)
    return list(caught.value.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_that_excel_and_powershell_write_is_read(encoding: str) -> None:
    assert read_sheet(TEXT.encode(encoding), COLUMNS).lines == ROW


@pytest.mark.parametrize(
    ("before", "delimiter", "line"),
    [("", ",", 2), ("", "\t", 2), ("sep=;\r\n", ";", 3), ('"sep=|"\n', "|", 3), ("#TYPE A.B\r\nsep=,\r\n", ",", 4)],
)
def test_what_programs_write_before_the_first_line_is_understood(before: str, delimiter: str, line: int) -> None:
    content = before + delimiter.join(["User", "ARCHIVE"]) + "\r\n" + delimiter.join(["a", "b"])

    assert [(one.number, one.cells["user"]) for one in read_sheet(content.encode(), COLUMNS).lines] == [(line, "a")]


@pytest.mark.parametrize("said", ["sep=", 'sep="', "sep=ab", "sep= "])
def test_a_delimiter_that_is_none_is_refused(said: str) -> None:
    assert problems(f"{said}\nuser;archive\na;b\n".encode())[0].endswith("names no character between two cells")


def test_names_of_columns_are_found_in_any_case_and_however_an_umlaut_is_composed() -> None:
    content = "ÄMTER;x\na;b\n".encode()

    sheet = read_sheet(content, {"office": ("A\u0308mter",), "left": ()}, others=True)

    assert sheet.columns == {"office"}
    assert sheet.lines == [Line(2, {"office": "a", "left": ""})]


def test_everything_that_is_wrong_is_told_at_once_with_the_lines_in_which_the_rows_begin(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text('user;archive\n"a\nb";c\n\n;x\n ; \nd;e;f;\n;"y\nz"\n', encoding="utf-8")

    with pytest.raises(SheetError) as caught:
        read_sheet(file, COLUMNS, required=["user", "archive"])

    assert caught.value.problems == (
        "line 5: no user",
        "line 7: 4 cells, and there are 2 columns (';' in a name?)",
        "line 8: no user",
    )
    assert caught.value.told[0] == f"{file}: line 5: no user"


def test_every_wrong_column_is_told() -> None:
    assert problems(b"Benutzer;USER;Archive;colour\na;b;c;d\n", ("user", "password")) == [
        "line 1: two columns are user",
        "line 1: no column password",
        "line 1: column 'colour' is none of user, archive, password",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "it is empty"),
        (b"\r\n\r\n", "it is empty"),
        (b"user\n\x81\x8d", "line 2: that is no text in UTF-8 or Windows-1252"),
        (b"\xef\xbb\xbfuser\n\xfc", "line 2: that is no text in UTF-8"),
        (b"user\na\0b", "line 2: that is no text"),
        (b'user;archive\na;b\nc;"d', "line 3: unexpected end of data"),
        (b'user;archive\na;"b"c\n', "line 2: ';' expected after '\"'"),
        (b"user\n" + b"a" * 200_000, "line 2: field larger than field limit (131072)"),
    ],
)
def test_what_is_no_list_is_refused_with_the_line(content: bytes, problem: str) -> None:
    assert problems(content) == [problem]


def test_so_many_problems_are_counted() -> None:
    told = problems(b"user;archive\n" + b";x\n" * 50)

    assert len(told) == 50
    with pytest.raises(SheetError, match=r"line 21: no user; and 30 more$"):
        read_sheet(b"user;archive\n" + b";x\n" * 50, COLUMNS, required=["user"])


def test_a_password_stays_as_it_is_and_is_in_no_message() -> None:
    content = f"user;password\na; '={MARK},'-x \n;{MARK}\n".encode()

    sheet = read_sheet(content, COLUMNS, verbatim=["password"])
    assert [one.cells["password"] for one in sheet.lines] == [f" '={MARK},'-x ", MARK]
    with pytest.raises(SheetError) as caught:
        read_sheet(content, COLUMNS, required=["user"])
    assert MARK not in f"{caught.value} {caught.value!r} {caught.value.told}"


HOSTILE = (
    '=HYPERLINK("x")', "Müller, Jörg", "a,=b", 'a;" @b', "-1", "+x", "\uff1dx", "two\nlines", "o'neil",
    "a\t-b", "J\u0308=x",
)  # fmt: skip


@pytest.mark.parametrize("by", ["user", "archive"])
def test_names_that_were_protected_from_the_spreadsheet_come_back_as_they_were(by: str) -> None:
    emulator = emulated(**{name: {name: ["read"]} for name in HOSTILE})
    with emulator.client() as client:
        access: Access = read_access(client)
    text = access.to_csv("user" if by == "user" else "archive")

    lines = read_sheet(text.encode("utf-8-sig"), {"user": (), "archive": (), "privileges": ()}).lines

    found = {(one.cells["user"], one.cells["archive"]) for one in lines}
    assert {(name, name) for name in HOSTILE} <= found
    assert len(lines) == len(access.rows("user" if by == "user" else "archive"))
