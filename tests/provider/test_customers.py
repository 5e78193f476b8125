"""The list of customers: whatever does not fit one to one is loud."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailstore_sdk.provider import Customer, Usage, read_customers, read_usage
from mailstore_sdk.provider.customers import mapped
from mailstore_sdk.provider.usage_table import NOBODY
from mailstore_sdk.workflows import SheetError
from tests.provider.made import MONTH, emulated

NAMES = ("alpha", "beta", "Bu\u0308ro", "GAMMA", "gamma")


def usage_with(text: str, *names: str) -> Usage:
    with emulated(*(names or NAMES)).spe_client() as client:
        return read_usage(client, MONTH, customers=read_customers(text.encode()))


@pytest.mark.parametrize(
    "content",
    [
        "customer,instance\nK1,alpha\nK 2,béta\n".encode(),
        "Kundennummer;Instanz;Ort\r\nK1;alpha;Köln\r\nK 2;béta;\r\n".encode("cp1252"),
        "\ufeffkunde\tInstanceID\nK1\talpha\n\nK 2\tbéta".encode("utf-16-le"),
        '\ufeff"Customer Number";"Instance ID"\n"K1";"alpha"\n"K 2";"béta"'.encode(),
    ],
)
def test_a_list_is_read_as_a_spreadsheet_writes_it(content: bytes) -> None:
    rows = [(one.number, one.instance) for one in read_customers(content)]
    assert rows == [("K1", "alpha"), ("K 2", "béta")]


def test_a_list_that_is_none_is_refused_with_its_lines() -> None:
    with pytest.raises(SheetError) as caught:
        read_customers(b"customer;instance\n;a\nK2;\n")
    assert caught.value.problems == ("line 2: no customer", "line 3: no instance")
    with pytest.raises(SheetError, match="no column customer"):
        read_customers(b"a;instance\nx;y\n")


def test_a_map_that_fits_has_nothing_to_tell() -> None:
    found = usage_with("customer;instance\n007;ALPHA\nK2;beta\nK3;büro\nK4;gamma\nK5;GAMMA")
    assert {row.instance: row.customer for row in found.rows} == {
        "alpha": "007", "beta": "K2", "Bu\u0308ro": "K3", "gamma": "K4", "GAMMA": "K5",
    }  # fmt: skip
    assert found.complete
    assert found.told == []


@pytest.mark.parametrize(
    ("text", "names", "customers", "told"),
    [
        ("K1;alpha", ("alpha", "beta"), ["K1", None], ["beta: it is not in the map of customers"]),
        (
            "K1;alpha\nK2;gone", ("alpha",), ["K1"],
            ["line 3 of the map: there is no instance 'gone' ('K2')"],
        ),
        (
            "K1;alpha\nk1;beta", ("alpha", "beta"), ["K1", "k1"],
            ["customer 'K1' is in the map more than once: 'alpha' (line 2), 'beta' (line 3)"],
        ),
        (
            "K1;alpha\nK2;Alpha", ("alpha",), [None],
            ["alpha: it is in the map of customers more than once: line 2 ('K1'), line 3 ('K2')"],
        ),
        (
            "K1;alpha\nK1;alpha", ("alpha",), ["K1"],
            ["alpha: it is in the map of customers more than once: line 2 ('K1'), line 3 ('K1')"],
        ),
        (
            "K1;Gamma", ("GAMMA", "gamma"), [None, None],
            [
                "line 2 of the map: 'Gamma' may be any of 'GAMMA', 'gamma'",
                "GAMMA: it is not in the map of customers",
                "gamma: it is not in the map of customers",
            ],
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_and_marked(
    text: str, names: tuple[str, ...], customers: list[str | None], told: list[str]
) -> None:
    found = usage_with(f"customer;instance\n{text}", *names)
    assert [row.customer for row in found.rows] == customers
    assert found.told == told
    assert not found.complete
    assert found.to_csv().count(NOBODY) == str(found).count(NOBODY) == customers.count(None)


ID = st.sampled_from(["a", "A", "b", "\u00fc", "u\u0308", "gone"])
ROWS = st.lists(st.tuples(st.sampled_from(["K1", "k1", "K2", "K3"]), ID), max_size=6)


@settings(max_examples=100, deadline=None)
@given(ROWS, st.lists(ID, unique=True, max_size=5))
def test_nobody_and_no_row_is_passed_over_in_silence(rows: list[tuple[str, str]], instances: list[str]) -> None:
    found = mapped([Customer(*row, line) for line, row in enumerate(rows, start=2)], instances)
    assert {*found.customers, *found.of_instances} == {*instances}
    assert all(number in {row[0] for row in rows} for number in found.customers.values())
    if not found.problems and not found.of_instances:
        assert len(rows) == len(instances) == len({number.lower() for number, _ in rows})


def test_without_a_map_nobody_is_missed() -> None:
    with emulated("alpha").spe_client() as client:
        plain = read_usage(client, MONTH)
        mapped = read_usage(client, MONTH, customers=[])
    assert (plain.complete, plain.mapped) == (True, False)
    assert NOBODY not in plain.to_csv()
    assert mapped.told == ["alpha: it is not in the map of customers"]
    assert read_usage(client, MONTH, customers=[Customer("K", "alpha", 2)]).rows[0].customer == "K"
