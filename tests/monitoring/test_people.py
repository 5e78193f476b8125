"""What of a name may be shown to everybody."""

from __future__ import annotations

import pytest

from mailstore_sdk.monitoring import facts
from mailstore_sdk.monitoring.people import People
from tests.monitoring.made import profile, report, runs, there


def test_public_names_name_nobody() -> None:
    profiles = there(
        [
            profile(1, "anna.berg@example.com", owner="admin"),
            profile(2, "IMAP of Anna (DE\\anna)", details={"userName": "DE\\anna"}),
            profile(3, "Journal", owner="admin", details={"targetUserFolder": "otto"}),
        ]
    )
    public = [service.public for service in facts(report(profiles=profiles, runs=runs())).of("profile")]
    assert public == ["…", "IMAP of … (…)", "Journal"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("IMAP_anna", "IMAP_…"),
        ("anna_2026", "…_2026"),
        ("ANNA-BERG and anna", "… and …"),
        ("Joanna", "Joanna"),
        ("anna2", "anna2"),
        ("a.b+c (a.b+c)", "… (…)"),
        ("someone@example.org", "…"),
    ],
)
def test_users_are_found_as_words_and_the_longest_first(name: str, shown: str) -> None:
    owners = ["anna", "anna-berg", "DE\\a.b+c", "", " "]
    found = report(profiles=there([profile(number, owner=owner) for number, owner in enumerate(owners)]))
    assert People(found).left_out(name) == shown


def test_without_users_only_addresses_are_left_out() -> None:
    assert People(report(jobs=there([]))).left_out("Anna <anna@example.com>") == "Anna <…>"
