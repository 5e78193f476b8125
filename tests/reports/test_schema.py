"""The published JSON Schema is that of the model, and what is written keeps to it, as another library judges it.

After an intended change: `python -m tests.reports.test_schema`.
"""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from mailstore_sdk.emulator import Emulator, HttpError, Seed
from mailstore_sdk.reports import SECTIONS, Report, verify
from mailstore_sdk.reports.schema import json_schema
from tests.reports.collecting import of_server, of_spe

PUBLISHED = Path(__file__).parents[2] / "docs" / "report.schema.json"
HOW_TO = "If that is meant: run `python -m tests.reports.test_schema` and commit docs/report.schema.json."


def text() -> str:
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def closed(schema: Any) -> Any:
    """The schema, with every object that has named keys letting no other pass: so a key without a schema is found."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    changed = {key: closed(one) for key, one in schema.items()}
    return {**changed, "additionalProperties": False} if "properties" in schema else changed


VALIDATOR: Any = Draft202012Validator(closed(json_schema()), format_checker=FormatChecker())


def whole() -> Report:
    with Emulator(version="25.3").client() as client:
        verification = verify(client, 1)
    return of_server(Emulator(version="25.3")).with_verification(verification)


def failing() -> Report:
    emulator = Emulator(Seed(users=30), version="25.3")
    emulator.faults.add("GetUserInfo", HttpError(status=500), times=3)
    emulator.faults.add("GetFolderStatistics", HttpError(status=500))
    return of_server(emulator)


REPORTS: dict[str, Callable[[], Report]] = {
    "server": whole,
    "failing": failing,
    "8.1": lambda: of_server(Emulator(version="8.1")),
    "9.0": lambda: of_server(Emulator(version="9.0")),
    "22.3": lambda: of_server(Emulator(version="22.3")),
    "spe": lambda: of_spe(Emulator(edition="spe")),
    "instance": lambda: of_spe(Emulator(edition="spe"), "customer1"),
    "stopped": lambda: of_spe(Emulator(edition="spe"), "customer3"),
}


def test_the_published_schema_is_that_of_the_model() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == text(), HOW_TO


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("name", REPORTS)
def test_what_is_written_keeps_to_it(name: str) -> None:
    written = json.loads(REPORTS[name]().to_json())
    assert [error.message for error in VALIDATOR.iter_errors(written)] == []


def test_what_does_not_keep_to_it_is_found() -> None:
    written = json.loads(whole().to_json())
    spoiling: tuple[Callable[[Any], object], ...] = (
        lambda data: data.pop("stores"),
        lambda data: data["users"]["data"][0].pop("userName"),
        lambda data: data["users"]["data"][0].update(emailAddresses="admin@example.com"),
        lambda data: data["stores"]["data"][0].update(statisticsSize="1 GB"),
        lambda data: data["runs"]["data"].pop("gaps"),
        lambda data: data.update(version=3),
    )
    for spoil in spoiling:
        spoilt = copy.deepcopy(written)
        spoil(spoilt)
        assert not VALIDATOR.is_valid(spoilt)


def test_every_section_and_every_field_says_what_it_is() -> None:
    schema = json_schema()
    assert all("description" in schema["properties"][key] for key in schema["properties"])
    assert len(schema["properties"]) == len(SECTIONS) + 7
    without = [
        f"{name}.{key}"
        for name, kind in schema["$defs"].items()
        for key, field in kind["properties"].items()
        if "description" not in field
    ]
    assert without == []
    assert "None" not in text()


def test_keys_are_always_in_the_same_order() -> None:
    written = [json.loads(REPORTS[name]().to_json()) for name in ("server", "spe", "8.1")]
    keys = list(json_schema()["properties"])
    assert all(list(one) == keys for one in written)


if __name__ == "__main__":
    PUBLISHED.write_text(text(), encoding="utf-8")
    sys.stdout.write(f"{PUBLISHED.name}: {len(text())} characters\n")
