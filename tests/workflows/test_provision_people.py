"""A list of people as it comes out of a spreadsheet: everything that is wrong is told, and no password."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from mailstore_sdk.workflows import PeopleList, Person, SheetError, read_people

MARK = "Kanarie7"
FORMULA = '=cmd|"/c calc"!A1'


def read(*lines: str, encoding: str = "utf-8") -> list[Person]:
    return read_people("\r\n".join(lines).encode(encoding)).people


def problems(*lines: str) -> tuple[str, ...]:
    with pytest.raises(SheetError) as caught:
        read(*lines)
    return caught.value.problems


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_what_german_excel_writes_is_understood(tmp_path: Path, encoding: str) -> None:
    text = (
        "Benutzername;Vollständiger Name;E-Mail-Adressen;Authentifizierung;Kennwort;LDAP-DN;Berechtigungen;"
        "Anmelderechte;Archivrechte\r\n"
        'jörg;"Müller; Jörg";"jm@example.com; j.m@example.com,\njörg@example.com m@example.com";Integriert;'
        f'"{MARK}; ""x""";CN=J\\, M;LOGIN, changepassword;web Outlook;read,write\r\n'
        ";;;;;;;;\r\n"
        "ada;;keine;Verzeichnisdienste;;;keine;none;none\r\n"
        "bob;;;;;;;;\r\n"
    )
    file = tmp_path / "people.csv"
    file.write_bytes(text.encode(encoding))
    found = read_people(file)

    assert isinstance(found, PeopleList)
    assert found.name == str(file)
    assert found.people == [
        Person(
            line=2, user="jörg", full_name="Müller; Jörg", authentication="integrated", password=f'{MARK}; "x"',
            addresses=("jm@example.com", "j.m@example.com", "jörg@example.com", "m@example.com"),
            distinguished_name="CN=J\\, M", privileges=("login", "changePassword"),
            login_privileges=("web", "outlook"), archive_rights=("read", "write"),
        ),
        Person(
            line=5, user="ada", authentication="directoryServices", addresses=(), privileges=(), login_privileges=(),
            archive_rights=(),
        ),
        Person(line=6, user="bob"),
    ]  # fmt: skip
    assert MARK not in repr(found)


def test_of_a_column_that_is_not_there_nothing_is_said() -> None:
    assert read("User", "ada", 'O\'Brien=x, "y"') == [
        Person(line=2, user="ada"),
        Person(line=3, user='O\'Brien=x, "y"'),
    ]


def test_names_are_composed_and_an_apostrophe_before_a_formula_is_none_of_them() -> None:
    line = f'{unicodedata.normalize("NFD", "jörg")};"\'{FORMULA.replace(chr(34), chr(34) * 2)}"'

    assert read("user;full name", line) == [Person(line=2, user="jörg", full_name=FORMULA)]


def test_an_address_that_stands_twice_in_a_cell_is_one() -> None:
    assert read("user;mail", "a;A@x.de a@X.de b@x.de")[0].addresses == ("A@x.de", "b@x.de")


def test_doubles_are_told_whatever_their_case_and_however_their_umlauts_are_composed() -> None:
    told = problems(
        "user;addresses",
        "Jörg;j@example.com",
        f"{unicodedata.normalize('NFD', 'JÖRG')};",
        "ada;x@example.com J@Example.COM",
        "strauss;strauß@example.com",
        "strauß;strauss@example.com",
    )
    assert told == ("line 3: user 'JÖRG' is in line 2 already", "line 4: address 'J@Example.COM' is in line 2 already")


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [
        ("addresses", "john", "'john' is no address"),
        ("addresses", "a@x.de,b@", "'b@' is no address"),
        ("addresses", "John Doe <j@x.de>", "'John' is no address"),
        ("addresses", '""a,b""@x.de', "'\"a' is no address"),
        ("addresses", "a@@x.de", "'a@@x.de' is no address"),
        ("addresses", "a@x..de", "'a@x..de' is no address"),
        ("addresses", "a@x.de none", "'none' is no address"),
        ("addresses", "a\x1b[2J@x.de", "'a\\x1b[2J@x.de' is no address"),
        ("authentication", "ldap", "'ldap' is neither integrated nor directoryServices"),
        ("privileges", "login, root", "'root' is none of none, admin, login, "),
        ("privileges", "admin login", "admin has to be the only word"),
        ("privileges", "login none", "none has to be the only word"),
        ("login privileges", "login", "'login' is none of none, windows, web, "),
        ("archive rights", "Lesen", "'Lesen' is none of none, read, write, delete"),
        ("full name", "a\nb", "has a line break, or another character that is no letter"),
        ("full name", "a\u202eb", "has a line break, or another character that is no letter"),
        ("distinguished name", "a\x07", "has a line break, or another character that is no letter"),
        ("password", "a\nb", "has a line break, or another character that nobody can type"),
    ],
)
def test_what_can_never_be_meant_is_told_with_its_line(column: str, cell: str, problem: str) -> None:
    (told,) = problems(f"user;{column}", "ada;", f'bob;"{cell}"')

    assert told.startswith(f"line 3: {column}: {problem}")
    assert told.isprintable()


def test_a_name_with_a_line_break_is_no_name() -> None:
    assert problems("user", '"a\nb"')[0].startswith("line 2: user: has a line break")


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_lines() -> None:
    told = problems("user;mail;privileges", "a;x;y", "A;;", "b;b;")

    assert [one.split(":")[0] for one in told] == ["line 2", "line 2", "line 3", "line 4"]


@pytest.mark.parametrize(
    "lines",
    [
        (f"ada;Ada;a@x.de;{MARK}",),  # no headings: the first row stands in their place
        ("user;addresses;password", f"ada;{MARK}@;", f"bob;{MARK};x"),  # shifted
        ("user;privileges;login privileges;archive rights;authentication;password", "a" + 4 * f";{MARK}" + ";"),
        ("user;password", f"ada;{MARK};x"),
        ("user;password", f'ada;{MARK}"', f'bob;"{MARK}'),
        ("user;password", f'ada;"{MARK}\nx"'),
        (f"Kennwort;{MARK}", f"{MARK};ada"),
    ],
)  # fmt: skip
def test_no_problem_tells_a_password(lines: tuple[str, ...]) -> None:
    assert MARK not in "".join(problems(*lines))


def test_without_a_column_for_the_user_the_columns_are_told() -> None:
    assert problems("mail", "a@x.de") == (
        "line 1: no column user (or Benutzer); the first line has to name the columns: user, full name, addresses, "
        "authentication, distinguished name, password, privileges, login privileges, archive rights",
    )
    assert problems("user;Personalnummer", "a;1")[0].startswith("line 1: column 'Personalnummer' is none of user, ")
