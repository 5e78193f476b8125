"""A version decides which functions and keys there are, what the server calls itself, and which protocol it speaks."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from mailstore_sdk import errors
from mailstore_sdk._generated.functions import ALL
from mailstore_sdk.emulator import Emulator, State, User, Version
from mailstore_sdk.emulator.releases import RELEASES, at_least
from tests.emulator.asking import ask

NEWER_KEYS = {"mfa_status", "login_privileges"}
INSTANCE_KEYS = {"imapServerConnectionLogEnabled", "vssWriterExcludeIndexes"}
VERSIONS: tuple[Version, ...] = get_args(Version)
MODERN: list[Version] = ["9.0", "22.3", "25.3"]


def names(emulator: Emulator) -> set[str]:
    client = emulator.client() if emulator.world.edition == "server" else emulator.spe_client()
    return {function.name for function in client.get_metadata()}


@pytest.mark.parametrize(
    ("version", "number"),
    [("8.1", "8.1.2.9268"), ("9.0", "9.0.0.9702"), ("22.3", "22.3.0.21002"), ("25.3", "25.3.1.23021")],
)
def test_a_version_says_its_number(version: Version, number: str) -> None:
    assert Emulator(version=version).client().get_server_info().version == number


@pytest.mark.parametrize(
    ("version", "there", "missing"),
    [
        ("9.0", "VerifyStore", "VerifyStores"),
        ("9.0", "GetUsers", "GetJobs"),
        ("22.3", "VerifyStores", "InitializeMFA"),
        ("22.3", "GetJobs", "GetLicenseInformation"),
        ("22.3", "SetProfileServerSideExecution", "CreateCredential"),
        ("25.3", "InitializeMFA", "GetInstances"),
    ],
)
def test_a_version_has_the_functions_of_its_time(version: Version, there: str, missing: str) -> None:
    emulator = Emulator(version=version)
    listed = names(emulator)

    assert there in listed
    assert missing not in listed
    answer = ask(emulator, f"/api/invoke/{missing}")
    assert answer.status == 404


def test_a_later_version_has_all_functions_of_the_earlier_ones() -> None:
    listed = [names(Emulator(version=version)) for version in MODERN]

    assert listed[0] < listed[1] < listed[2]
    assert listed[2] == names(Emulator()) == {function.name for function in ALL if function.server}


@pytest.mark.parametrize("version", MODERN)
def test_a_provider_edition_has_versions_too(version: Version) -> None:
    emulator = Emulator(edition="spe", version=version)
    listed = names(emulator)

    assert emulator.spe_client().get_environment_info().version == RELEASES[version].number
    assert ("CreateSystemAdministratorAPIPassword" in listed) is (version == "25.3")
    assert ("GetSystemSmtpConfiguration" in listed) is (version != "9.0")


@pytest.mark.parametrize("version", MODERN)
def test_the_keys_that_came_late_are_missing_before(version: Version) -> None:
    client = Emulator(version=version).client()
    newer = version == "25.3"

    assert (client.get_user_info("johndoe").model_fields_set >= NEWER_KEYS) is newer
    assert any("mfa_status" in user.model_fields_set for user in client.get_users()) is newer


@pytest.mark.parametrize("version", MODERN)
def test_the_settings_of_an_instance_of_version_9_lack_two_keys(version: Version) -> None:
    client = Emulator(edition="spe", version=version).spe_client()
    settings = client.instance("customer1").invoke("GetInstanceConfiguration")

    assert isinstance(settings, dict)
    assert INSTANCE_KEYS & set(settings) == (set() if version == "9.0" else INSTANCE_KEYS)


def test_the_keys_go_by_the_states_own_version_where_none_is_asked_for() -> None:
    admin = User(user_name="admin", password="admin", privileges=["admin"])
    for number, newer in (("22.3.0.21002", False), ("25.3.1.23021", True), ("26.0.0.1", True)):
        client = Emulator(State(version=number, users={"admin": admin}), protocol="modern").client()
        assert ("mfa_status" in client.get_users()[0].model_fields_set) is newer


@pytest.mark.parametrize("version", VERSIONS)
def test_a_version_speaks_its_generation_of_the_protocol(version: Version) -> None:
    emulator = Emulator(version=version)
    wrong = emulator.client(protocol="modern" if version == "8.1" else "legacy")

    assert emulator.client().get_server_info().version == RELEASES[version].number
    with pytest.raises(errors.ApiError):
        wrong.get_server_info()


@pytest.mark.parametrize("wrong", [{"edition": "SPE"}, {"protocol": "legcy"}], ids=str)
def test_a_misspelt_edition_or_protocol_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(errors.ConfigurationError, match=f"{next(iter(wrong))} '{next(iter(wrong.values()))}' is not "):
        Emulator(**wrong)


def test_no_server_is_what_there_never_was() -> None:
    with pytest.raises(errors.ConfigurationError, match=r"8\.1"):
        Emulator(version="8.1", protocol="modern")
    with pytest.raises(errors.ConfigurationError, match="legacy"):
        Emulator(edition="spe", version="8.1")
    with pytest.raises(errors.ConfigurationError, match=r"8\.1, 9\.0, 22\.3, 25\.3"):
        Emulator(version="10.0")  # type: ignore[arg-type]  # what an untyped script would write


def test_versions_are_compared_by_their_numbers() -> None:
    assert at_least("22.3.0.21002", "9.0")
    assert at_least("25.3", "25.3")
    assert not at_least("9.10.1", "22.3")
