"""What an answer becomes: a result, or the error that it stands for, however odd the server."""

from __future__ import annotations

from typing import Any

import pytest

from mailstore_sdk.errors import (
    ApiError,
    AuthenticationError,
    MailStoreError,
    OperationCancelled,
    OperationFailed,
    OperationLost,
    ResponseError,
    UnknownFunctionError,
)
from mailstore_sdk.models import StatusResult
from mailstore_sdk.transport import Reply
from tests.transport.scripted import TOKEN, envelope, json_reply, running, scripted, text_reply

HTML = "\r\n<!DOCTYPE html>\n<html><title>Welcome to nginx</title></html>"
INFO = {"version": "22.3.0.21002", "machineName": "MS"}
FAILURE = envelope(
    statusCode="failed",
    error={"message": "Missing API argument userName.", "details": "System.ArgumentException: …\r\n   at A.B()\r\n"},
)
PROTOCOLS = pytest.mark.parametrize("protocol", ["modern", "legacy"])


def answered(protocol: str, result: Any) -> Any:
    return envelope(result=result) if protocol == "modern" else result


def texts(status: Any) -> list[str]:
    assert isinstance(status, StatusResult)
    return [message.text for message in status.messages]


@PROTOCOLS
@pytest.mark.parametrize("byte_order_mark", [True, False])
def test_a_byte_order_mark_may_be_there_or_not(protocol: str, byte_order_mark: bool) -> None:
    reply = json_reply(answered(protocol, INFO), byte_order_mark=byte_order_mark)
    assert scripted(reply, protocol=protocol).get_server_info().machine_name == "MS"


def test_unknown_keys_of_an_envelope_are_passed_over() -> None:
    reply = json_reply({**envelope(result=INFO), "correlationId": 7})
    assert scripted(reply).get_server_info().version == "22.3.0.21002"


def test_an_envelope_may_lack_what_it_has_nothing_to_say_about() -> None:
    assert scripted(json_reply({"statusCode": "succeeded", "result": INFO})).invoke("GetServerInfo") == INFO
    assert scripted(json_reply({"statusCode": "succeeded"})).invoke("DeleteUser", {"userName": "a"}) is None


def test_the_transport_gives_the_answer_as_it_came() -> None:
    assert scripted(json_reply(envelope(result=INFO))).transport.invoke("GetServerInfo") == envelope(result=INFO)
    assert scripted(json_reply(INFO), protocol="legacy").transport.invoke("GetServerInfo") == INFO


def test_a_failed_envelope_is_what_the_server_refused() -> None:
    with pytest.raises(ApiError) as caught:
        scripted(json_reply(FAILURE)).get_user_info("")
    error = caught.value
    assert (error.function, error.message) == ("GetUserInfo", "Missing API argument userName.")
    assert (error.details, error.http_status) == ("System.ArgumentException: …\r\n   at A.B()\r\n", 200)
    assert str(error) == "GetUserInfo: Missing API argument userName."


@pytest.mark.parametrize("status", [400, 404, 500])
def test_a_failed_envelope_says_why_whatever_the_http_status(status: int) -> None:
    with pytest.raises(ApiError, match=r"Missing API argument userName\.") as caught:
        scripted(json_reply(FAILURE, status)).get_user_info("")
    assert caught.value.http_status == status


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"error": "only text"}, "only text"),
        ({"error": {"message": None}, "statusText": "from the status"}, "from the status"),
        ({"error": {}}, "the server gave no reason"),
        ({"error": None}, "the server gave no reason"),
        ({"error": {"message": 5}}, "5"),
    ],
)
def test_a_failure_has_a_message_in_whatever_form_it_came(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ApiError) as caught:
        scripted(json_reply({"statusCode": "failed", **given})).get_users()
    assert (caught.value.message, caught.value.details) == (message, None)


def test_an_answer_that_is_neither_success_nor_running_is_a_refusal() -> None:
    with pytest.raises(ApiError, match="cancelled"):
        scripted(json_reply(envelope(statusCode="cancelled"))).get_users()


@PROTOCOLS
@pytest.mark.parametrize(
    ("reply", "error", "message", "status"),
    [
        (text_reply(401, "Unauthorized"), AuthenticationError, "user name and password", 401),
        (text_reply(401, HTML, "text/html"), AuthenticationError, "user name and password", 401),
        (text_reply(403, "Forbidden"), AuthenticationError, "no administrator", 403),
        (text_reply(404, "No such function."), UnknownFunctionError, "No such function.", 404),
        (Reply(status=404), UnknownFunctionError, "no such function", 404),
        (text_reply(500, "\ufeffUser 'Jörg' not found.\r\n"), ApiError, "^GetUsers: User 'Jörg' not found.$", 500),
        (text_reply(500, "Text", "TEXT/PLAIN"), ApiError, "Text", 500),
        (Reply(status=500, reason="Internal Server Error"), ApiError, "HTTP 500 Internal Server Error", 500),
        (text_reply(411, "Length Required"), ApiError, "Length Required", 411),
        (text_reply(503, "Starting"), ApiError, "Starting", 503),
    ],
)
def test_an_http_status_stands_for_an_error(
    protocol: str, reply: Reply, error: type[MailStoreError], message: str, status: int
) -> None:
    with pytest.raises(error, match=message) as caught:
        scripted(reply, protocol=protocol).get_users()
    assert type(caught.value) is error
    assert vars(caught.value)["http_status"] == status
    assert vars(caught.value).get("function", "GetUsers") == "GetUsers"


@PROTOCOLS
@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (text_reply(200, HTML, "text/html"), "HTML page"),
        (text_reply(404, HTML, "text/html"), "HTML page"),
        (text_reply(500, HTML, "text/html"), "HTML page"),
        (Reply(status=302, content=HTML.encode()), "redirects"),
        (Reply(status=308), "redirects"),
        (Reply(status=200), "empty"),
        (text_reply(200, b"\xef\xbb\xbf \r\n"), "empty"),
        (text_reply(200, '{"userName": "Jörg"}'.encode("latin-1")), "not UTF-8"),
        (text_reply(200, "ok"), "not JSON"),
        (text_reply(200, '{"statusCode":"succeeded","result":NaN}'), "not JSON"),
        (text_reply(200, '{"statusCode":"succeeded","result":-Infinity}'), "not JSON"),
        (text_reply(200, '{"statusCode":"succeeded"'), "not JSON"),
        (text_reply(200, "[" * 100_000 + "]" * 100_000), "nested too deeply"),
        (text_reply(200, '{"statusCode":"succeeded","result":' + "9" * 5000 + "}"), "not JSON"),
    ],
)
def test_what_the_api_never_sends_is_a_response_error(protocol: str, reply: Reply, reason: str) -> None:
    with pytest.raises(ResponseError, match=reason) as caught:
        scripted(reply, protocol=protocol).get_users()
    assert caught.value.function == "GetUsers"


@pytest.mark.parametrize("depth", [100, 600, 900])
def test_deep_json_of_the_wrong_shape_is_a_response_error(depth: int) -> None:
    deep = text_reply(200, "[" * depth + "]" * depth)
    with pytest.raises(ResponseError, match="GetUsers"):
        scripted(deep, password="another than the user's name").get_users()


def test_the_payload_shows_the_beginning_of_a_page_on_one_line() -> None:
    with pytest.raises(ResponseError) as caught:
        scripted(text_reply(200, "<html>\r\n\x1b[31m" + "x" * 1000)).get_users()
    payload = caught.value.payload
    assert payload.startswith("<html> [31mxxx")
    assert len(payload) == 201
    assert payload.isprintable()


@pytest.mark.parametrize(
    "payload", [None, [], "text", 5, {}, {"result": []}, {"statusCode": None}, {"statusCode": 2}, [envelope()]]
)
def test_what_is_no_envelope_is_a_response_error_with_the_payload(payload: Any) -> None:
    with pytest.raises(ResponseError, match="GetUsers: the answer is not an envelope") as caught:
        scripted(json_reply(payload)).get_users()
    assert caught.value.payload == payload


def test_a_running_call_without_a_token_is_a_response_error() -> None:
    with pytest.raises(ResponseError, match="VerifyStore: the call is running, but there is no token"):
        scripted(json_reply(envelope(statusCode="running"))).verify_store(1)


@PROTOCOLS
@pytest.mark.parametrize("result", [None, "text", {"fullName": "no name"}, [{"userName": 5}], [None]])
def test_what_is_not_the_shape_of_the_model_names_function_and_place(protocol: str, result: Any) -> None:
    with pytest.raises(ResponseError, match=r"^GetUsers: the answer is not a list\[User\]: ") as caught:
        scripted(json_reply(answered(protocol, result)), protocol=protocol).get_users()
    assert caught.value.payload == result


@PROTOCOLS
@pytest.mark.parametrize("method", ["raw", "typed", "invoke"])
def test_a_token_is_waited_for_whatever_the_function(protocol: str, method: str) -> None:
    token, final = (
        (running(), envelope(token="t-1", statusVersion=3, result=INFO))
        if protocol == "modern"
        else (TOKEN, {"status": "succeeded", "progressPercentage": 100, "messages": [], "result": INFO})
    )
    client = scripted(json_reply(token), json_reply(final), protocol=protocol)
    if method == "typed":
        assert client.get_server_info().machine_name == "MS"
    else:
        assert (client.raw.GetServerInfo() if method == "raw" else client.invoke("GetServerInfo")) == INFO


def test_a_token_of_a_function_that_nobody_knows_is_waited_for() -> None:
    client = scripted(json_reply(running()), json_reply(envelope(result={"rows": 3})))
    answer = client.invoke("BrandNewFunction")
    assert answer == {"status": "succeeded", "progressPercentage": 100, "messages": [], "result": {"rows": 3}}


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ({"statusUrl": "https://elsewhere.example/JSON/Status/1", "statusToken": "1"}, "token"),
        ({"statusUrl": "JSON/Status/1", "statusToken": "1"}, "token"),
        ({"statusUrl": "/JSON/Status/1", "statusToken": 1}, "token"),
        ({"statusUrl": None, "statusToken": "1"}, "token"),
    ],
)
def test_a_token_that_leads_elsewhere_is_a_response_error(payload: dict[str, Any], reason: str) -> None:
    with pytest.raises(ResponseError, match=reason) as caught:
        scripted(json_reply(payload), protocol="legacy").verify_store(1)
    assert caught.value.function == "VerifyStore"


def test_an_error_of_one_answer_leaves_the_client_usable() -> None:
    client = scripted(text_reply(200, "<html>"), json_reply(envelope(result=[])))
    with pytest.raises(ResponseError):
        client.get_users()
    assert client.get_users() == []


@PROTOCOLS
@pytest.mark.parametrize(
    ("final", "error"),
    [("failed", OperationFailed), ("cancelled", OperationCancelled), ("disconnected", OperationFailed)],
)
def test_a_call_that_ends_otherwise_raises_with_its_last_status(
    protocol: str, final: str, error: type[OperationFailed]
) -> None:
    first, last = (
        (running(), envelope(token="t-1", statusCode=final, statusText="Disk full", logOutput="one\r\ntwo\r\n"))
        if protocol == "modern"
        else (TOKEN, {"status": final, "messages": [{"type": "line", "text": one} for one in ("one", "Disk full")]})
    )
    client = scripted(json_reply(first), json_reply(last), protocol=protocol)
    with pytest.raises(error, match="Disk full") as caught:
        client.verify_store(1)
    assert type(caught.value) is error
    assert caught.value.function == "VerifyStore"
    assert caught.value.status.status == final
    assert texts(caught.value.status)[0] == "one"


@PROTOCOLS
def test_an_unknown_token_is_an_operation_lost(protocol: str) -> None:
    first = running() if protocol == "modern" else TOKEN
    client = scripted(json_reply(first), text_reply(404, "Unknown token."), protocol=protocol)
    operation = client.begin_verify_store(1)
    with pytest.raises(OperationLost, match="VerifyStore is lost"):
        operation.refresh()
    assert not operation.done
