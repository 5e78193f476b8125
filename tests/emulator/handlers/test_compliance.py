"""Retention policies really delete messages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mailstore_sdk import Client
from mailstore_sdk.emulator import Emulator, Mail, ManualClock, State, Store, User

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
DELETING = {
    "name": "One",
    "enabled": True,
    "period": 1,
    "periodInterval": "year",
    "referenceDateType": "ArchiveDate",
    "delete": True,
}


def mail(number: int, *, store: int = 1, archive: str = "johndoe", **given: Any) -> Mail:
    """A message that was archived on the day of that number in 2025, and sent ten years before."""
    day = datetime(2025, 1, number, tzinfo=UTC)
    return Mail(
        id=f"{store}:{number}",
        folder=f"{archive}/Inbox",
        subject=given.get("subject", "Invoice"),
        sender=given.get("sender", "sales@example.net"),
        size=1000,
        archived=given.get("archived", day),
        sent=day.replace(year=2015),
    )


def archive(*mails: Mail) -> tuple[Emulator, Client]:
    """A server that holds these messages, and counts no others."""
    stores = {number: Store(id=number, name=str(number), file_group=number) for number in (1, 2)}
    for one in mails:
        store = stores[int(one.id[0])]
        store.messages, store.size = store.messages + 1, store.size + one.size
    state = State(
        users={"admin": User(user_name="admin", password="admin", privileges=["admin"])},
        stores=stores,
        folders=["johndoe", "johndoe/Inbox", "asmith", "asmith/Inbox"],
        mails={one.id: one for one in mails},
    )
    emulator = Emulator(state, protocol="modern", clock=ManualClock(NOW))
    return emulator, emulator.client()


def process(emulator: Emulator, client: Client, **policy: Any) -> list[str]:
    """Carry out one policy; what is left then."""
    client.set_retention_policies([{**DELETING, **policy}])
    client.process_retention_policies()
    return sorted(emulator.state.mails)


def test_what_was_archived_longer_ago_than_the_period_is_deleted() -> None:
    emulator, client = archive(mail(30), mail(31), mail(1, archived=NOW))

    assert process(emulator, client) == ["1:1"]


@pytest.mark.parametrize(
    ("period", "interval", "limit"),
    [
        (1, "day", datetime(2026, 1, 30, 12, tzinfo=UTC)),
        (2, "month", datetime(2025, 11, 30, 12, tzinfo=UTC)),
        (11, "month", datetime(2025, 2, 28, 12, tzinfo=UTC)),
        (1, "year", datetime(2025, 1, 31, 12, tzinfo=UTC)),
        (13, "year", datetime(2013, 1, 31, 12, tzinfo=UTC)),
    ],
)
def test_a_period_counts_back_by_the_calendar(period: int, interval: str, limit: datetime) -> None:
    emulator, client = archive(mail(1, archived=limit), mail(2, archived=limit.replace(second=0, hour=11)))

    assert process(emulator, client, period=period, periodInterval=interval) == ["1:1"]


def test_the_date_of_sending_counts_if_the_policy_says_so() -> None:
    emulator, client = archive(mail(1, archived=NOW), mail(2, archived=NOW))

    assert process(emulator, client, period=10) == ["1:1", "1:2"]
    assert process(emulator, client, period=10, referenceDateType="MessageDate") == []


@pytest.mark.parametrize(
    "policy",
    [
        {"enabled": False},
        {"delete": False},
        {"period": 5000},
        {"period": 0},
        {"period": None},
        {"period": -1},
        {"periodInterval": "week"},
        {"searchCriteria": {"to": "somebody"}},
        {"searchCriteria": {"from": "@example.com"}},
        {"searchCriteria": {"query": "offer"}},
        {"searchCriteria": {"excludedArchives": ["johndoe"]}},
    ],
    ids=str,
)
def test_a_policy_that_does_not_fit_deletes_nothing(policy: dict[str, Any]) -> None:
    emulator, client = archive(mail(1), mail(2))

    assert process(emulator, client, **policy) == ["1:1", "1:2"]


def test_search_criteria_choose_messages() -> None:
    emulator, client = archive(mail(1), mail(2, sender="boss@example.com"), mail(3, subject="Offer"))

    assert process(emulator, client, searchCriteria={"from": "EXAMPLE.NET", "query": "invoice"}) == ["1:2", "1:3"]


def test_excluded_archives_keep_their_messages() -> None:
    emulator, client = archive(mail(1), mail(2, archive="asmith"))

    assert process(emulator, client, searchCriteria={"excludedArchives": ["asmith"]}) == ["1:2"]


@pytest.mark.parametrize("closed", ["writeProtected", "disabled"])
def test_stores_that_cannot_be_changed_are_left_out(closed: str) -> None:
    emulator, client = archive(mail(1), mail(2, store=2))
    emulator.state.stores[2].requested_state = closed

    assert process(emulator, client) == ["2:2"]


def test_legal_hold_keeps_every_message() -> None:
    emulator, client = archive(mail(1))
    client.set_compliance_configuration({"legalHoldEnabled": True})

    assert process(emulator, client) == ["1:1"]


def test_the_stores_count_less_afterwards() -> None:
    emulator, client = archive(mail(1), mail(2), mail(3, store=2), mail(4, archived=NOW))

    process(emulator, client)

    assert [(store.statistics_count, store.statistics_size) for store in client.get_stores()] == [(1, 1000), (0, 0)]


def test_a_cancelled_call_deletes_nothing() -> None:
    emulator, client = archive(mail(1))
    client.set_retention_policies([DELETING])

    client.begin_process_retention_policies().cancel()

    assert list(emulator.state.mails) == ["1:1"]


def test_a_job_deletes_what_grew_old_in_the_meantime() -> None:
    emulator, client = archive(mail(1, archived=NOW))
    client.set_retention_policies([DELETING])
    client.create_job("Daily", "ProcessRetentionPolicies", "admin", "UTC", time="03:00:00")
    assert isinstance(emulator.clock, ManualClock)

    emulator.clock.advance(365 * 86_400)
    emulator.run_due()
    assert list(emulator.state.mails) == ["1:1"]

    emulator.clock.advance(86_400)
    emulator.run_due()
    assert list(emulator.state.mails) == []
