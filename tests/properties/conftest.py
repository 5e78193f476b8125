"""How hard the properties look: `quick` in CI, the same inputs each time; `long` by hand, others each time."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# Without a deadline for an example and without a database: a slow machine is no failure, and nothing is left behind.
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile("quick", derandomize=True, max_examples=30, deadline=None, database=None)
settings.register_profile(
    "long", max_examples=20_000, deadline=None, database=None, print_blob=True, suppress_health_check=SLOW
)


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--hypothesis-profile"):
        settings.load_profile("quick")
