"""The figures of a month: what is counted, what is left out, and that sums are sums."""

from __future__ import annotations

import asyncio
import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailstore_sdk.emulator import Emulator
from mailstore_sdk.emulator.state import WorkerRun
from mailstore_sdk.errors import ArgumentError, ConfigurationError
from mailstore_sdk.provider import Figures, Usage, UsageRow, read_customers, read_usage, read_usage_async
from mailstore_sdk.provider.usage import totals
from tests.provider.made import HOSTILE, MONTH, added, emulated, many

AT = datetime(2026, 2, 3, tzinfo=UTC)


def usage_of(emulator: Emulator, month: str = MONTH, **options: Any) -> Usage:
    with emulator.spe_client() as client:
        return read_usage(client, month, **options)


def run(number: int, start: datetime, result: str = "succeeded", items: Any = 5) -> WorkerRun:
    return WorkerRun(
        id=number, user_name="$archiveadmin", profile_id=1, profile_name="p", result=result, items_archived=items,
        start=start, complete=start + timedelta(minutes=4), machine_name="host1",
    )  # fmt: skip


def test_each_instance_is_a_row_with_its_figures_and_nothing_is_changed() -> None:
    emulator = emulated(demo=True)
    found = usage_of(emulator)
    emulator.requests.assert_only_read()
    first, second, third = found.rows
    assert first.model_dump(exclude={"last_success"}) == {
        "users": 2, "service_users": 1, "archives": 2, "user_archives": 2, "archives_without_user": 0, "catch_all": 0,
        "messages": 100, "database_mb": 0, "content_mb": 11, "index_mb": 1, "total_mb": 12, "messages_growth": None,
        "total_mb_growth": None, "runs": 3, "archived": 21, "customer": None, "instance": "customer1", "alias": "c1",
        "display_name": "Customer 1", "status": "running", "problems": [],
    }  # fmt: skip
    assert first.last_success == datetime(2026, 1, 4, 22, 4, tzinfo=UTC)  # the later ones had errors, or failed
    assert (second.instance, second.messages) == ("customer2", 200)
    assert (third.status, third.problems, third.users) == ("stopped", ["stopped, so it was not asked"], None)
    assert (found.totals.messages, found.totals.missing.messages, found.totals.instances) == (300, 1, 3)
    assert (found.month_over, found.complete, found.at, found.mapped) == (True, False, None, False)


def test_archives_are_told_apart_by_whose_they_are() -> None:
    emulator = emulated()
    users = ("jdoe", "Müller", "$archiveadmin", "svc-backup")
    archives = ("JDoe", "Mu\u0308ller", "leaver", "@Catchall", "$archiveadmin", "svc-backup")
    added(emulator, "a", users, archives)
    (row,) = usage_of(emulator, service_users=["$ArchiveAdmin", "svc-*"]).rows
    assert (row.users, row.service_users) == (2, 2)
    assert (row.archives, row.user_archives, row.archives_without_user, row.catch_all) == (6, 2, 3, 1)
    (row,) = usage_of(emulator, catch_all="leaver").rows
    assert (row.users, row.service_users, row.user_archives, row.archives_without_user) == (3, 1, 3, 2)


def test_only_runs_of_the_month_count_and_its_days_begin_in_the_zone() -> None:
    emulator = emulated("a")
    for number, hour in enumerate((22, 23), start=1):
        emulator.instances["a"].worker_runs.append(run(number, datetime(2026, 1, 31, hour, 30, tzinfo=UTC)))
    assert [usage_of(emulator, month).totals.runs for month in ("2026-01", "2026-02")] == [2, 0]
    berlin = [usage_of(emulator, month, time_zone="Europe/Berlin") for month in ("2026-01", "2026-02")]
    assert [one.totals.runs for one in berlin] == [1, 1]
    assert usage_of(emulator, "2025-12").rows[0].last_success is None


def test_the_last_success_is_that_of_a_run_that_succeeded() -> None:
    emulator = emulated("a")
    for number, result in enumerate(("succeeded", "completedWithWarnings", "cancelled", "neverSeen"), start=1):
        emulator.instances["a"].worker_runs.append(run(number, datetime(2026, 1, number, tzinfo=UTC), result))
    (row,) = usage_of(emulator).rows
    assert (row.runs, row.archived, row.last_success) == (4, 20, datetime(2026, 1, 1, 0, 4, tzinfo=UTC))


@pytest.mark.parametrize(("at", "over"), [(AT, True), (datetime(2026, 1, 31, 23, 59, tzinfo=UTC), False)])
def test_a_month_that_is_not_over_is_told(at: datetime, over: bool) -> None:
    found = usage_of(emulated(demo=True), at=at)
    assert (found.month_over, found.at) == (over, at)
    assert ("is not over" in str(found)) is not over
    assert f"read at {at:%Y-%m-%d %H:%M}" in str(found)


WIDE = "\uff12\uff10\uff12\uff16-01"  # digits, but not those that a month is written with


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "26-01", "0001-01", "9999-12", "", "2026-01-01", WIDE])
def test_what_is_no_month_is_refused(month: str) -> None:
    emulator = emulated(demo=True)
    with pytest.raises(ConfigurationError, match="is no month"):
        usage_of(emulator, month)
    assert not emulator.requests


def test_what_cannot_be_asked_for_is_refused_before_anything_is_sent() -> None:
    emulator = emulated(demo=True)
    with pytest.raises(ConfigurationError, match="2026-03 has not begun"):
        usage_of(emulator, "2026-03", at=AT)
    with pytest.raises(ConfigurationError, match="no time zone 'Mars"):
        usage_of(emulator, time_zone="Mars/Olympus")
    with pytest.raises(ArgumentError, match="no time zone"):
        usage_of(emulator, at=AT.replace(tzinfo=None))
    with pytest.raises(ConfigurationError, match="timeout 0"):
        usage_of(emulator, instance_timeout=0)
    assert not emulator.requests


def test_growth_is_seen_by_an_earlier_usage() -> None:
    emulator = emulated("gone", demo=True)
    before = Usage.from_json(usage_of(emulator, "2025-12").to_json())
    del emulator.instances["gone"]
    added(emulator, "new")
    emulator.instances["customer1"].stores[1].messages += 11
    emulator.instances["customer2"].stores[1].size += 3 * 1024 * 1024
    found = usage_of(emulator, previous=before)
    grown = {row.instance: (row.messages_growth, row.total_mb_growth) for row in found.rows}
    assert grown == {"customer1": (11, 0), "customer2": (0, 3), "customer3": (None, None), "new": (None, None)}
    assert (found.totals.messages_growth, found.totals.missing.messages_growth) == (11, 2)
    assert (found.compared_with, len(found.notes)) == ("2025-12", 1)
    assert "'gone' was in the earlier usage" in str(found)


def test_an_earlier_usage_of_elsewhere_or_of_later_is_refused() -> None:
    emulator = emulated(demo=True)
    found = usage_of(emulator)
    with pytest.raises(ConfigurationError, match=r"is of 2026-01, which is later than 2025-12"):
        usage_of(emulator, "2025-12", previous=found)
    with pytest.raises(ConfigurationError, match=r"is of https://elsewhere:1, not of"):
        usage_of(emulator, previous=found.model_copy(update={"server": "https://elsewhere:1"}))
    with pytest.raises(ConfigurationError, match="that is not a usage"):
        Usage.from_json(found.totals.to_json())


def test_the_same_figures_give_the_same_bytes_in_whichever_order_they_come() -> None:
    emulator = many(40)
    first = usage_of(emulator, "2025-12", concurrency=16)
    for name in list(emulator.instances)[:17]:
        emulator.instances[name] = emulator.instances.pop(name)
    again = usage_of(emulator, "2025-12", concurrency=3)
    assert first.complete
    assert first.to_json() == again.to_json()
    assert first.to_csv() == again.to_csv()
    assert Usage.from_json(first.to_json()).to_json() == first.to_json()


def test_an_asynchronous_client_finds_the_same() -> None:
    emulator = emulated("x", demo=True)
    emulator.instances["customer2"].provider_access = False
    expected = usage_of(emulator)

    async def read() -> Usage:
        async with emulator.async_spe_client() as client:
            return await read_usage_async(client, MONTH)

    assert asyncio.run(read()).to_json() == expected.to_json()


FIGURES = st.fixed_dictionaries({name: st.none() | st.integers(-(10**12), 10**12) for name in Figures.model_fields})


@settings(max_examples=60, deadline=None)
@given(st.lists(FIGURES, max_size=6))
def test_sums_are_those_of_the_parts_and_what_they_leave_out_is_counted(parts: list[dict[str, int | None]]) -> None:
    rows = [UsageRow.model_validate({"instance": str(number), **part}) for number, part in enumerate(parts)]
    found = totals(rows)
    assert found.instances == len(rows)
    for name in Figures.model_fields:
        told = [part[name] for part in parts if part[name] is not None]
        assert getattr(found.missing, name) + len(told) == len(rows)
        assert getattr(found, name) == (None if rows and not told else sum(one or 0 for one in told))


def test_the_archives_of_a_row_are_the_sum_of_their_kinds() -> None:
    for row in usage_of(many(10), "2025-12").rows:
        kinds = [row.user_archives, row.archives_without_user, row.catch_all]
        assert row.archives == sum(one or 0 for one in kinds)


def test_names_can_neither_be_run_by_a_spreadsheet_nor_steer_a_terminal() -> None:
    emulator = emulated()
    for name in HOSTILE:
        added(emulator, name, users=HOSTILE, archives=HOSTILE)
    emulator.instances[HOSTILE[0]].status = "stopped"
    text = "\n".join(f'"K{number}";"{_quoted(name)}"' for number, name in enumerate(HOSTILE))
    found = usage_of(emulator, customers=read_customers(f'"customer";"instance"\n{text}'.encode()))
    assert {row.instance for row in found.rows} == set(HOSTILE)
    assert all(row.users == row.archives == len(HOSTILE) for row in found.rows if row.status == "running")
    lines = list(csv.reader(io.StringIO(found.to_csv(), newline=""), delimiter=";"))
    assert len(lines) == len(HOSTILE) + 3
    assert {len(line) for line in lines} == {22}
    assert all(cell[:1] not in "=+-@\t\r\n" or cell in ("", "+49", "-1") for line in lines for cell in line)
    assert "".join(str(found).splitlines()).isprintable()
    assert len(str(found).splitlines()) == len(HOSTILE) + 4 + len(found.told) + 5


def _quoted(name: str) -> str:
    return name.replace('"', '""')
