"""How a server's list of its functions differs from the specification."""

from __future__ import annotations

from typing import Any

import pytest

from mailstore_sdk import AsyncClient, AsyncSpeClient, Client, SpeClient, errors, models
from mailstore_sdk._generated.functions import ALL
from mailstore_sdk.drift import compare_metadata
from mailstore_sdk.emulator import Emulator
from tests.scripted import AsyncScripted, Scripted

Metadata = list[dict[str, Any]]


def as_specified(edition: str) -> Metadata:
    """What a server would list that is exactly as the specification says, written down independently of the SDK's."""
    types = {"list": "string", "datetime": "string", "time": "string", "duration": "number"}
    listed = []
    for function in ALL:
        if not (function.server if edition == "server" else function.spe):
            continue
        args = [
            {"name": each.name, "type": types.get(each.type, each.type), "nullable": not each.required}
            for each in function.arguments
        ]
        if edition == "spe" and function.spe == "instance":
            args.insert(0, {"name": "instanceID", "type": "string", "nullable": False})
        listed.append({"name": function.name, "args": args})
    return listed


def named(listed: Metadata, name: str) -> Any:
    """A function, or an argument of one, in such a list."""
    return next(each for each in listed if each["name"] == name)


def compared(listed: Metadata, edition: str = "server") -> models.MetadataComparison:
    kind = Client if edition == "server" else SpeClient
    with kind(sender=Scripted(listed, listed)) as client:
        return client.compare_metadata()


def found(comparison: models.MetadataComparison) -> list[tuple[str | None, ...]]:
    return [
        (each.kind, each.function, each.argument, each.expected, each.found, each.since)
        for each in comparison.differences
    ]


def test_the_emulator_differs_in_nothing() -> None:
    with Emulator(protocol="modern").client() as client:
        comparison = client.compare_metadata()

    assert comparison.differences == []
    assert comparison.edition == "server"
    assert comparison.expected == comparison.found == sum(function.server for function in ALL)


def test_the_emulated_service_provider_edition_differs_in_nothing() -> None:
    with Emulator(edition="spe", protocol="modern").spe_client() as client:
        comparison = client.compare_metadata()

    assert comparison.differences == []
    assert comparison.edition == "spe"
    assert comparison.expected == comparison.found == sum(bool(function.spe) for function in ALL)


@pytest.mark.parametrize("edition", ["server", "spe"])
def test_a_server_as_specified_differs_in_nothing(edition: str) -> None:
    comparison = compared(as_specified(edition), edition)

    assert found(comparison) == []
    assert comparison.edition == edition


def plant(listed: Metadata) -> Metadata:
    """The list of a server that lacks a function and an argument, has one of each more, and two other arguments."""
    listed.remove(named(listed, "GetCredentials"))
    listed.append({"name": "BrewCoffee", "args": [{"name": "cups", "type": "number", "nullable": True}]})
    named(listed, "GetUserInfo")["args"].append({"name": "depth", "type": "bool", "nullable": False})
    named(listed, "RenameUser")["args"].pop(1)
    named(named(listed, "GetJobResults")["args"], "jobId").update(type="string")
    named(named(listed, "DeleteUser")["args"], "userName").update(nullable=True)
    return listed


def test_exactly_the_planted_differences_are_found() -> None:
    with Emulator(protocol="modern", metadata=plant).client() as client:
        comparison = client.compare_metadata()

    assert sorted(found(comparison), key=str) == sorted(
        [
            ("missing", "GetCredentials", None, "no arguments", None, "2024"),
            ("extra", "BrewCoffee", None, None, "cups: number, optional", None),
            ("extra", "GetUserInfo", "depth", None, "bool, required", "9.0"),
            ("missing", "RenameUser", "newUserName", "string, required", None, "9.0"),
            ("different", "GetJobResults", "jobId", "number, optional", "string, optional", "2018"),
            ("different", "DeleteUser", "userName", "string, required", "string, optional", "9.0"),
        ],
        key=str,
    )
    assert comparison.expected == comparison.found == sum(function.server for function in ALL)


def test_a_name_in_another_case_is_another_argument() -> None:
    listed = as_specified("server")
    named(named(listed, "GetWorkerResults")["args"], "timeZoneID").update(name="timeZoneId")

    assert [(kind, argument) for kind, _, argument, *_ in found(compared(listed))] == [
        ("missing", "timeZoneID"),
        ("extra", "timeZoneId"),
    ]


def test_the_order_of_arguments_is_no_difference() -> None:
    listed = as_specified("server")
    for function in listed:
        function["args"].reverse()

    assert found(compared(listed)) == []


def test_of_a_function_whose_arguments_nobody_knows_only_the_name_is_compared() -> None:
    listed = as_specified("server")
    named(listed, "CreateCredential")["args"] = [{"name": "any", "type": "json", "nullable": False}]

    assert found(compared(listed)) == []
    listed.remove(named(listed, "CreateCredential"))
    assert found(compared(listed)) == [
        ("missing", "CreateCredential", None, "arguments unknown", None, "25.3"),
    ]


def test_a_function_listed_twice_is_a_difference() -> None:
    listed = as_specified("server")
    listed.append(named(listed, "GetUsers"))

    assert found(compared(listed)) == [("different", "GetUsers", None, "once", "2 times", "9.0")]


def test_functions_on_an_instance_have_its_id_besides_their_own_arguments() -> None:
    listed = as_specified("spe")
    named(listed, "GetUsers")["args"] = []

    assert found(compared(listed, "spe")) == [
        ("missing", "GetUsers", "instanceID", "string, required", None, "9.0"),
    ]


def test_a_function_of_the_other_edition_is_extra_and_says_since_when_it_is_known() -> None:
    listed = as_specified("server")
    listed.append({"name": "GetInstances", "args": []})

    assert found(compared(listed)) == [("extra", "GetInstances", None, None, "no arguments", "9.0")]


@pytest.mark.anyio
@pytest.mark.parametrize(("kind", "edition"), [(AsyncClient, "server"), (AsyncSpeClient, "spe")])
async def test_asynchronous_clients_compare_alike(kind: type[AsyncClient | AsyncSpeClient], edition: str) -> None:
    listed = as_specified(edition)[1:]
    async with kind(sender=AsyncScripted(listed, listed)) as client:
        comparison = await client.compare_metadata()

    assert comparison == compared(listed, edition)
    assert [each.kind for each in comparison.differences] == ["missing"]


def test_a_server_that_lists_nothing_cannot_be_compared() -> None:
    with Emulator(protocol="legacy").client() as client, pytest.raises(errors.UnsupportedError):
        client.compare_metadata()


def test_the_comparison_is_the_same_for_a_list_already_at_hand() -> None:
    with Emulator(protocol="modern").client() as client:
        assert compare_metadata(client.get_metadata(), "server") == client.compare_metadata()
