"""Whatever a server answers, a call ends with a result or with an error of this SDK, and no error shows a secret."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import event, given

from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.transport import Reply
from tests.facts import CALLABLE
from tests.properties import inputs
from tests.properties.calls import ARGUMENT, TICKETS, WAYS, Call, Kind, Prepared, Protocol, client_of
from tests.transport.scripted import PASSWORD, TOKEN, envelope, form, json_reply, running, text_reply

KINDS: list[Kind] = ["sync", "async"]
GOES_ON = [json_reply(running(statusVersion=version, result={"a": PASSWORD})) for version in range(20)]
OLD_AND_GOES_ON = json_reply({"status": "running", "messages": [], "result": [PASSWORD]})
FIRST: dict[Protocol, Any] = {"modern": running(), "legacy": TOKEN}
OLD_FAILURE = json_reply({"status": "failed", "messages": [{"type": ARGUMENT, "text": "no"}]})
DEEP = envelope(result=inputs.nested(470, "list"))
# What these properties and the fuzzers have found.
FOUND: dict[str, tuple[str, str, Protocol, list[Reply], float | None]] = {
    "the type of an old server's message": (
        "SetUserPassword", "typed", "legacy", [json_reply({"statusUrl": "/s", "statusToken": "t"}), OLD_FAILURE], None
    ),
    "the result of a call that goes on": ("VerifyStore", "resume", "modern", GOES_ON, 5.0),
    "the result of an old call that goes on": ("VerifyStore", "resume", "legacy", [OLD_AND_GOES_ON] * 20, 5.0),
    "the result of a call that was lost": ("VerifyStore", "resume", "modern", [*GOES_ON[:1], Reply(status=404)], None),
    "a list of functions": ("GetUsers", "get-metadata", "modern", [json_reply([{"name": 5, "more": PASSWORD}])], None),
    "UTF-16": ("GetUsers", "typed", "modern", [text_reply(200, PASSWORD.encode("utf-16"))], None),
    "text in UTF-16": ("GetUsers", "typed", "legacy", [text_reply(500, PASSWORD.encode("utf-16-le"))], None),
}  # fmt: skip


def error_of(call: Call) -> MailStoreError | None:
    error = call.outcome()
    if error is not None:
        assert call.shown(error) == []
    return error


@pytest.mark.parametrize("way", WAYS)
def test_any_answer_is_a_result_or_an_error_without_a_secret(way: str) -> None:
    @given(call=inputs.calls(way))
    def property_(call: Call) -> None:
        event(type(error_of(call)).__name__)

    property_()


@pytest.mark.parametrize("content", inputs.ODD, ids=lambda content: repr(content[:60]))
def test_what_no_server_should_answer_is_a_result_or_an_error(content: bytes) -> None:
    for way, kind, status in product(WAYS, KINDS, (200, 500)):
        for protocol, first in FIRST.items():
            replies = (json_reply(first), Reply(status=status, content=content))
            error_of(Call("VerifyStore", way, kind, protocol, replies[1:]))
            error_of(Call("VerifyStore", way, kind, protocol, replies))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("found", FOUND)
def test_no_error_shows_a_secret_that_was_found_in_one_before(found: str, kind: Kind) -> None:
    function, way, protocol, replies, wait = FOUND[found]
    assert error_of(Call(function, way, kind, protocol, tuple(replies), wait)) is not None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", ["raw", "invoke"])
def test_a_result_that_is_just_not_too_deep_to_read_can_be_given(way: str, kind: Kind) -> None:
    for function in ("GetServerInfo", "GetUserInfo"):
        assert error_of(Call(function, way, kind, "modern", (json_reply(DEEP),))) is None


@pytest.mark.parametrize("version", [True, 10**4000, -(10**20), 1.5, "7", None])
def test_a_version_that_is_none_is_not_repeated_to_the_server(version: Any) -> None:
    sent = Prepared(json_reply(running(statusVersion=version)), json_reply(envelope()))
    client = client_of(CALLABLE["VerifyStore"], "sync", "modern", [])
    client.transport = type(client.transport)(client.transport.settings, client.transport.options, sent)
    client.resume(TICKETS["modern"]).result()
    assert [form(request.body)["lastKnownStatusVersion"] for request in sent.requests] == ["0", "0"]
