"""Whatever comes in, a call is either carried out or refused as a whole, and the server goes on."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from mailstore_sdk._generated.functions import ALL, BY_NAME
from mailstore_sdk.emulator import Edition, Emulator, ManualClock, Request, Response
from mailstore_sdk.function import Argument, Function
from tests.emulator.handlers.test_every_function import plausible

ODD = ("name", "userName", "serverName", "instanceID", "instanceHost", "connector", "owner", "port", "fullName",
       "details", "serverSideExecution", "searchCriteria", "period", "legalHoldEnabled",
       "serverCertificate")  # fmt: skip
VALUES: list[Any] = [None, 5, "", "x", [], {}, [None], {"a": []}, True]
OBJECTS = [json.dumps(dict.fromkeys(ODD, value)) for value in VALUES]
BAD: dict[str, list[str]] = {
    "string": ["", " ", "nobody", "asmith", "boss", "0", "../..", "a/b/", "ä" * 300, "a\r\nb", "\x00", "*", "*."],
    "number": ["", "x", "-1", "0", "99", "1.5", "9" * 30, "٣", " 1"],
    "bool": ["", "True", "1", "null"],
    "list": ["", ",", "a,,b", "login,login", "nobody,other", "none,read"],
    "datetime": ["", "2026-01-01", "2026-01-01T00:00:00Z", "2026-02-30T00:00:00", "0001-01-01T00:00:00",
                 "9999-12-31T23:59:59"],
    "time": ["", "25:00:00", "noon", "12:00+01:00", "23:59:59.5"],
    "duration": ["", "-1", "x", "9" * 18],
    "json": ["", "x", "null", "5", '"x"', "[]", "{}", "[null]", "[5]", "[[]]", "NaN", '{"a": 1e999}',
             '{"a": "\\ud800"}', "[" * 100_000, *OBJECTS, *(f"[{one}]" for one in OBJECTS)],
}  # fmt: skip
BY_THE_CLOCK = ("Job", "Profile", "Retention", "Compliance")  # what these leave behind, jobs and profiles meet
OWN_PASSWORD = ("SetSystemAdministratorPassword", "InitializeSystemAdministratorMFA")  # nothing can be read then
IN_EDITION: list[tuple[Edition, Function[Any]]] = [
    *(("server", function) for function in ALL if function.server),
    *(("spe", function) for function in ALL if function.spe),
]


def bad_calls(function: Function[Any], good: dict[str, str]) -> Iterator[dict[str, str]]:
    """The plausible arguments with one of them missing or bad, or, where it may be left out, bad and added."""
    for argument in function.arguments:
        yield {name: value for name, value in good.items() if name != argument.name}
        for value in bad_values(argument):
            yield {**good, argument.name: value}
    yield {**good, "unknown": "x"}


def bad_values(argument: Argument) -> list[str]:
    """What is no value of the argument, or an odd one."""
    slip = [argument.values[0].swapcase()] if argument.values else []
    return [*BAD[argument.type], *slip]


def text(value: Any) -> str:
    """As it goes over the wire."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value) and value:
        return ",".join(value)
    return value if isinstance(value, str) else json.dumps(value)


def call(emulator: Emulator, name: str, arguments: dict[str, str]) -> dict[str, Any]:
    """The envelope of a call, of a long-running one the last."""
    envelope = ask(emulator, f"/api/invoke/{name}", arguments)
    while envelope["statusCode"] == "running":
        envelope = ask(emulator, "/api/get-status", {"token": envelope["token"]})
    return envelope


def ask(emulator: Emulator, path: str, fields: dict[str, str]) -> dict[str, Any]:
    """The envelope that is the answer to a request."""
    body = urlencode(fields).encode()
    headers = {"authorization": "Basic YWRtaW46YWRtaW4=", "content-length": str(len(body))}
    answer = emulator.respond(Request(method="POST", path=path, headers=headers, body=body))
    assert isinstance(answer, Response)
    assert answer.status == 200
    # NaN and its like are no JSON.
    envelope: dict[str, Any] = json.loads(answer.content.removeprefix(b"\xef\xbb\xbf"), parse_constant=int)
    return envelope


def held(emulator: Emulator) -> Any:
    """A copy of all that the server holds."""
    return copy.deepcopy(emulator.world.state)


def good_arguments(edition: Edition, function: Function[Any]) -> dict[str, str]:
    """Plausible arguments, as they go over the wire."""
    instance = edition == "spe" and function.spe == "instance"
    user, admin = ("jdoe", "$archiveadmin") if instance else ("johndoe" if edition == "server" else "admin", "admin")
    named = {"instanceID": "customer1"} if instance else {}
    return {**named, **{name: text(value) for name, value in plausible(function, user=user, admin=admin).items()}}


def readers(edition: Edition, *, instance: bool) -> list[str]:
    """The functions that read, and need no argument but an instance."""
    return [
        each.name
        for each in ALL
        if each.read_only
        and (each.server if edition == "server" else each.spe == ("instance" if instance else "system"))
        and not any(argument.required for argument in each.arguments)
        and each.name != "CancelJobAsync"
    ]


@pytest.mark.parametrize(
    ("edition", "function"), IN_EDITION, ids=[f"{function.name} {edition}" for edition, function in IN_EDITION]
)
def test_a_call_is_carried_out_or_changes_nothing_and_the_server_goes_on(
    edition: Edition, function: Function[Any]
) -> None:
    emulator = Emulator(edition=edition)
    good, before = good_arguments(edition, function), held(emulator)
    instance = "instanceID" in good
    if instance:
        assert call(emulator, function.name, {**good, "instanceID": "nobody"})["statusCode"] == "failed"
    for arguments in bad_calls(function, good):
        envelope = call(emulator, function.name, arguments)

        assert envelope["statusCode"] in ("succeeded", "failed")
        if envelope["statusCode"] == "failed":
            assert emulator.world.state == before, arguments
            assert envelope["error"]["message"]
        elif emulator.world.state != before:
            again = {"instanceID": "customer1"} if instance else {}
            if any(word in function.name for word in BY_THE_CLOCK):
                assert isinstance(emulator.clock, ManualClock)
                emulator.clock.advance(86_400)
            if function.name not in OWN_PASSWORD:
                for name in readers(edition, instance=instance):
                    call(emulator, name, again)
            emulator.reset()


REFUSED = [
    (edition, function, argument)
    for edition, function in IN_EDITION
    for argument in function.arguments
    if argument.required
]


@pytest.mark.parametrize(
    ("edition", "function", "argument"),
    REFUSED,
    ids=[f"{function.name} {argument.name} {edition}" for edition, function, argument in REFUSED],
)
def test_an_argument_that_has_to_be_there_is_named_when_it_is_missing(
    edition: Edition, function: Function[Any], argument: Argument
) -> None:
    arguments = good_arguments(edition, function)
    del arguments[argument.name]

    envelope = call(Emulator(edition=edition), function.name, arguments)

    assert envelope["error"]["message"] == f"Missing API argument {argument.name}."


@pytest.mark.parametrize(
    ("function", "argument", "value", "message"),
    [
        ("CreateUser", "userName", " ", "API argument userName is empty."),
        ("CreateUser", "privileges", "login,fly", "API argument privileges has no value like that."),
        ("CreateUser", "loginPrivileges", "web,web", "API argument loginPrivileges names something twice, or nothing."),
        (
            "SetUserPop3UserNames",
            "pop3UserNames",
            "a,",
            "API argument pop3UserNames names something twice, or nothing.",
        ),
        ("SetStoreRequestedState", "requestedState", "gone", "API argument requestedState has no value like that."),
        ("VerifyStore", "id", "one", "API argument id is not a number."),
        ("VerifyStore", "includeIndexes", "yes", "API argument includeIndexes is neither true nor false."),
        ("CreateJob", "timeZoneId", "Middle-earth", "API argument timeZoneId names no time zone: 'Middle-earth'."),
        ("CreateJob", "dayOfMonth", "0", "API argument dayOfMonth is no day of a month."),
        ("CreateJob", "time", "25:00", "API argument time is not a time of the day."),
        ("SetComplianceConfiguration", "config", "[]", "API argument config is not JSON of the expected kind."),
        (
            "SetComplianceConfiguration",
            "config",
            '{"legalHoldEnabled": "no"}',
            "API argument config has no valid value at legalHoldEnabled.",
        ),
        (
            "SetRetentionPolicies",
            "config",
            '[{}, {"searchCriteria": {"excludedArchives": [5]}}]',
            "API argument config has no valid value at 1.searchCriteria.excludedArchives.0.",
        ),
    ],
)
def test_a_refusal_names_the_argument(function: str, argument: str, value: str, message: str) -> None:
    good = good_arguments("server", BY_NAME[function])

    assert call(Emulator(), function, {**good, argument: value})["error"]["message"] == message
