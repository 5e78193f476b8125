"""Both languages have every word, and no column forgets a field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, get_args

import pytest

from mailstore_sdk.language import Text
from mailstore_sdk.models import JobHealth, ProfileHealth
from mailstore_sdk.reports import Report, entries
from mailstore_sdk.reports.entries import Entry, Part
from mailstore_sdk.reports.section import Cause
from mailstore_sdk.reports.wording import SECTION_TITLES
from mailstore_sdk.reports.writers.html import columns, words
from tests.reports.writers.html.pages import by_id, page_of, text

TEMPLATE = (files("mailstore_sdk.reports.writers.html") / "templates" / "page.html").read_text(encoding="utf-8")
GERMAN_IS_THE_SAME = re.compile(
    r"Name|Job|Version|Alias|Status|Jobs|Compliance|Connector|Edition|Text|Legal Hold|POP3-Namen|Information|OK"
    r"|Port|Server|normal|Administrator|MailStore.*|Client Access Servers?|Management Server|Instance Host|Service"
    r"|\u2013|Distinguished Name \(LDAP\)"
)
# In tables of their own, or told as columns of another entry's.
WITHIN = {"other", "details", "server_side_execution", "schedule", "search_criteria", "statistics"}


def texts() -> Iterator[Text]:
    for table in (words.WORDS, SECTION_TITLES, words.CAUSES, words.VALUES, words.EDITIONS, words.SEVERITIES):
        yield from table.values()
    for some in columns.COLUMNS.values():
        yield from (column.title for column in some)


def test_every_word_is_in_both_languages() -> None:
    for one in texts():
        assert one.en.strip()
        assert one.de.strip()
        assert one.en != one.de or GERMAN_IS_THE_SAME.fullmatch(one.de), one


def test_the_template_uses_each_word_that_is_there_and_no_other() -> None:
    used = set(re.findall(r"\bw\.(\w+)", TEMPLATE))
    elsewhere = {
        "profile_health", "job_health", "job_note", "gaps", "gap_note", "service_servers", "service_messages",
        "setting", "value", "yes", "no", "nothing", "report", "store", "progress", "line",
    }  # fmt: skip
    assert used | elsewhere == set(words.WORDS)


def test_causes_are_those_that_a_section_may_have() -> None:
    (known, _) = get_args(Cause)
    assert set(words.CAUSES) == set(get_args(known))


KINDS: dict[str, type[Any]] = {
    "server": entries.ServerEntry,
    "licence": entries.LicenceEntry,
    "certificate": entries.CertificateEntry,
    "service": entries.ServiceEntry,
    "users": entries.UserEntry,
    "stores": entries.StoreEntry,
    "archives": entries.ArchiveEntry,
    "profiles": entries.ProfileEntry,
    "runs": entries.RunEntry,
    "jobs": entries.JobEntry,
    "job_runs": entries.JobRunEntry,
    "compliance": entries.ComplianceEntry,
    "retention": entries.RetentionEntry,
    "credentials": entries.CredentialEntry,
    "service_servers": entries.RoleEntry,
    "service_messages": entries.MessageEntry,
    "hosts": entries.HostEntry,
    "access_servers": entries.HostEntry,
    "instances": entries.InstanceEntry,
    "administrators": entries.AdministratorEntry,
    "gaps": entries.Gap,
    "profile_health": ProfileHealth,
    "job_health": JobHealth,
}


def test_every_table_has_columns() -> None:
    assert set(KINDS) == set(columns.COLUMNS)


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if issubclass(kind, Part)])
def test_no_field_of_a_report_is_forgotten(name: str) -> None:
    shown = {column.path for column in columns.COLUMNS[name]}
    assert set(fields(KINDS[name])) - {"other"} == shown


@pytest.mark.parametrize("name", ["profile_health", "job_health"])
def test_columns_of_health_are_its_fields(name: str) -> None:
    assert {column.path for column in columns.COLUMNS[name]} <= KINDS[name].model_fields.keys()


def fields(kind: type[Part], before: str = "") -> Iterator[str]:
    for name, field in kind.model_fields.items():
        inner = [one for one in get_args(field.annotation) if isinstance(one, type) and issubclass(one, Entry)]
        if name in WITHIN and inner:
            yield from fields(inner[0], f"{name}.")
        else:
            yield before + name


def test_a_german_page_says_in_english_only_what_the_server_wrote(half_a_year: list[Report]) -> None:
    page = page_of(half_a_year[0], "de", half_a_year[1:])
    heads = {text(head) for head in page.iter("th") if head.get("scope") == "col"} - {""}
    german = {column.title.de for some in columns.COLUMNS.values() for column in some}
    series = {"Größe", "Nachrichten", "Befunde", "Prognose, linear", "Prognose, prozentual", "Einstellung", "Wert"}
    assert heads <= german | series | {one.de for one in words.VALUES.values()} | {columns.OTHER.title.de}
    assert {text(head) for head in page.iter("h2")} <= {one.de for one in texts()}
    assert text(by_id(page, "c-growth")).startswith("Wachstum und Prognose")
    assert {quote.get("lang") for quote in page.iter("q")} == {"en"}
