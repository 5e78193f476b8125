"""Some of the services alone; one that is not there is not ok."""

from __future__ import annotations

import pytest

from mailstore_sdk.monitoring import facts, only
from tests.monitoring.made import report, states


def test_one_service_alone() -> None:
    found = facts(report())
    assert list(states(only(found, ["profile:1"]))) == ["profile:1"]
    assert list(states(only(found, ["store", "server", "store:1"]))) == ["store:1", "server"]
    assert only(found, []) == found


@pytest.mark.parametrize("key", ["profile:9", "proffile:1", "instance", ""])
def test_a_service_that_is_not_there_is_unknown(key: str) -> None:
    found = only(facts(report()), [key])
    assert found.state == "unknown"
    assert "there is no" in found.services[0].text
