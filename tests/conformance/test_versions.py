"""Which functions and which keys a version has."""

from __future__ import annotations

import pytest

from tests.conformance.conftest import Start
from tests.conformance.facts import fact
from tests.facts import KNOWN

BY_2014 = "present in the 2014 wrapper (version 9)"
SINCE_2018 = "after the wrapper with copyright 2018, by the 2024 wrapper"
SINCE_2024 = "after the 2024 wrapper, by SPE 25.3.1"
LATER_KEYS = {"imapServerConnectionLogEnabled", "vssWriterExcludeIndexes"}


def functions(start: Start, version: str) -> set[str]:
    """What both editions of a version list together."""
    return {name for edition in ("server", "spe") for name in start(version=version, edition=edition).functions()}


@fact("V1", "documented")
def test_version_9_has_the_functions_of_the_wrapper_of_2014(start: Start) -> None:
    listed = functions(start, "9.0")

    assert listed == {name for name, function in KNOWN.items() if function.since == BY_2014}
    assert len(listed) == 93


@fact("V2", "documented")
def test_version_22_3_has_what_came_until_2022(start: Start) -> None:
    listed = functions(start, "22.3")

    assert listed == {name for name, function in KNOWN.items() if function.since not in (SINCE_2018, SINCE_2024)}
    assert len(listed) == 93 + 28 + 2


@fact("V3", "documented")
def test_version_25_3_has_all_functions(start: Start) -> None:
    listed = functions(start, "25.3")

    assert listed == set(KNOWN)
    assert len(listed) == 93 + 28 + 2 + 12 + 6


@fact("V1", "documented")
@pytest.mark.parametrize(("version", "status"), [("9.0", 404), ("22.3", 200), ("25.3", 200)])
def test_a_function_that_a_version_does_not_have_is_unknown(start: Start, version: str, status: int) -> None:
    assert start(version=version).send("/api/invoke/GetJobs").status == status


@fact("V4", "captured")
@pytest.mark.parametrize(
    ("options", "there"),
    [
        ({"version": "9.0"}, False),
        ({"version": "22.3"}, False),
        ({"version": "25.3"}, True),
        ({"version": "25.3", "edition": "spe"}, True),
    ],
    ids=str,
)
def test_newer_keys_of_users_are_there_from_25_3_on(start: Start, options: dict[str, str], there: bool) -> None:
    talk = start(**options)
    scope = {"instanceID": "customer1"} if "edition" in options else {}
    name = "jdoe" if scope else "johndoe"

    assert {"mfaStatus" in user for user in talk.result("GetUsers", **scope)} == {there}
    assert ({"mfaStatus", "loginPrivileges"} <= set(talk.result("GetUserInfo", userName=name, **scope))) is there
    assert ("mfaStatus" in talk.result("GetUserInfo", userName=name, **scope)) is there


@fact("V5", "documented")
@pytest.mark.parametrize(("version", "keys"), [("9.0", set()), ("22.3", LATER_KEYS), ("25.3", LATER_KEYS)])
def test_an_instances_configuration_got_two_keys_after_version_9(start: Start, version: str, keys: set[str]) -> None:
    talk = start(edition="spe", version=version)

    config = talk.result("GetInstanceConfiguration", instanceID="customer1")

    assert LATER_KEYS & set(config) == keys
    assert "vssWriterEnabled" in config


@fact("V6", "documented")
@pytest.mark.parametrize(("version", "there"), [("9.0", False), ("25.3", True)])
def test_the_web_clients_version_is_told_by_newer_servers(start: Start, version: str, there: bool) -> None:
    talk = start(edition="spe", version=version)

    assert ("webClientVersion" in talk.result("GetEnvironmentInfo")) is there
