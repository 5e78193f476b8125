"""How a long-running call stands: logs in both readings, messages, progress, and servers that say odd things."""

from __future__ import annotations

from typing import Any

import pytest

from mailstore_sdk.errors import ApiError, OperationError, OperationFailed, ResponseError
from mailstore_sdk.models import StatusMessage, StatusResult
from mailstore_sdk.transport.protocol import append, lines
from tests.transport.scripted import TOKEN, envelope, json_reply, running, scripted

ONE, TWO, THREE = "Creating a list…\r\n", "1 archive stores will now be verified.\r\n", "[Status] 100 messages…\r\n"


def statuses(protocol: str, *answers: Any) -> list[StatusResult]:
    """What iterating over a long-running call gives."""
    return list(scripted(*map(json_reply, answers), protocol=protocol).begin_verify_store(1))


def texts(status: StatusResult) -> list[str]:
    return [message.text for message in status.messages]


@pytest.mark.parametrize(
    "logs",
    [
        pytest.param([ONE, ONE + TWO, ONE + TWO + THREE], id="all of it each time"),
        pytest.param([ONE, TWO, THREE], id="only what is new"),
        pytest.param([ONE, ONE + TWO, THREE], id="both"),
        pytest.param([ONE, ONE + TWO[:9], ONE + TWO + THREE], id="all of it, cut in a line"),
        pytest.param([ONE, TWO[:9], TWO[9:] + THREE], id="news, cut in a line"),
        pytest.param([ONE[:-1], ONE[-1:] + TWO, THREE], id="news, cut in a line end"),
        pytest.param([None, ONE + TWO, THREE], id="nothing at first"),
        pytest.param([ONE, "", TWO + THREE], id="nothing in between"),
        pytest.param([ONE + TWO + THREE, ONE + TWO + THREE, None], id="nothing at last"),
    ],
)
def test_a_log_is_read_whole_or_as_news(logs: list[str | None]) -> None:
    first, second, last = logs
    seen = statuses(
        "modern",
        running(logOutput=first),
        running(statusVersion=3, logOutput=second),
        envelope(token="t-1", statusVersion=4, logOutput=last),
    )
    assert texts(seen[-1]) == [ONE.strip(), TWO.strip(), THREE.strip()]
    assert {message.type for message in seen[-1].messages} == {"line"}


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ("", []),
        ("one", ["one"]),
        ("one\r\ntwo\r\n", ["one", "two"]),
        ("one\ntwo", ["one", "two"]),
        ("one\rtwo\r", ["one", "two"]),
        ("one\r\n\r\nthree\r\n", ["one", "", "three"]),
        (" kept \r\n", [" kept "]),
        ("tab\tand \u2028 are no line ends", ["tab\tand \u2028 are no line ends"]),
    ],
)
def test_a_log_is_cut_at_every_kind_of_line_end(log: str, expected: list[str]) -> None:
    assert [message.text for message in lines(log)] == expected


@pytest.mark.parametrize("news", [None, ""])
def test_an_answer_without_log_takes_nothing_back(news: str | None) -> None:
    assert append("one\r\n", news) == "one\r\n"


def test_an_old_server_repeats_all_messages_each_time() -> None:
    def status(code: str, percent: int, *given: str) -> dict[str, Any]:
        return {
            "status": code,
            "progressPercentage": percent,
            "messages": [{"type": "line", "text": text} for text in given],
        }

    seen = statuses(
        "legacy", TOKEN, status("running", 10, "one"), status("running", 50, "one", "two"), status("succeeded", 100)
    )
    assert [texts(one) for one in seen] == [["one"], ["one", "two"], []]
    assert [one.progress_percentage for one in seen] == [10, 50, 100]
    assert [one.status for one in seen] == ["running", "running", "succeeded"]


def test_a_status_has_all_that_an_envelope_tells() -> None:
    seen = statuses(
        "modern",
        running(),
        running(statusVersion=3, percentProgress=42.5, statusText="Verifying", logOutput=ONE),
        envelope(token="t-1", statusVersion=4, result={"rows": 3}),
    )
    assert seen == [
        StatusResult(
            status="running",
            progress_percentage=42.5,
            status_text="Verifying",
            messages=[StatusMessage(text=ONE.strip())],
        ),
        StatusResult(
            status="succeeded",
            progress_percentage=100,
            messages=[StatusMessage(text=ONE.strip())],
            result={"rows": 3},
        ),
    ]


def test_a_failed_status_ends_with_the_reason() -> None:
    failed = envelope(
        token="t-1", statusCode="failed", logOutput=ONE, error={"message": "Disk full.", "details": "at A"}
    )
    client = scripted(json_reply(running()), json_reply(failed))
    with pytest.raises(OperationFailed, match=r"^VerifyStore failed: Disk full\.$") as caught:
        client.verify_store(1)
    assert caught.value.status.messages[-1] == StatusMessage(type="error", text="Disk full.")
    assert caught.value.status.status_text == "Disk full."


def test_waiting_for_the_end_raises_nothing_for_a_failed_call() -> None:
    client = scripted(json_reply(running()), json_reply(envelope(statusCode="failed")))
    operation = client.begin_verify_store(1)
    assert operation.wait().status == "failed"
    assert operation.done


def test_an_operation_that_has_begun_is_over_only_with_a_final_status() -> None:
    client = scripted(json_reply(running()), json_reply(running(statusVersion=3)), json_reply(envelope()))
    operation = client.begin_verify_store(1)
    seen = [(operation.done, operation.refresh().status) for _ in range(3)]
    assert seen == [(False, "running"), (False, "succeeded"), (True, "succeeded")]


def test_raw_gives_the_dicts_of_the_original_wrapper(protocol: str) -> None:
    token, final = (
        (running(), envelope(token="t-1", statusVersion=3, logOutput="one\r\n"))
        if protocol == "modern"
        else (
            TOKEN,
            {"status": "succeeded", "progressPercentage": 100, "messages": [{"type": "line", "text": "one"}]},
        )
    )
    client = scripted(json_reply(token), json_reply(final), protocol=protocol)
    whole = client.raw.VerifyStore(1)
    assert whole == {
        "status": "succeeded",
        "progressPercentage": 100,
        "messages": [{"type": "line", "text": "one"}],
    }
    assert list(whole) == ["status", "progressPercentage", "messages"]


ODD_STATUSES = [
    ("modern", {"percentProgress": 10**400}),
    ("modern", {"percentProgress": "42"}),
    ("modern", {"percentProgress": True}),
    ("modern", {"statusVersion": None}),
    ("modern", {"statusVersion": "3"}),
    ("modern", {"logOutput": ["one"]}),
    ("modern", {"statusText": {}}),
    ("modern", {"error": "text"}),
    ("legacy", {"progressPercentage": 10**400}),
    ("legacy", {"progressPercentage": "42"}),
    ("legacy", {"messages": None}),
    ("legacy", {"messages": 5}),
    ("legacy", {"messages": True}),
    ("legacy", {"messages": "one"}),
    ("legacy", {"messages": [None, "one", {}]}),
    ("legacy", {"messages": [{"text": {}, "type": 5}]}),
]


@pytest.mark.parametrize(("protocol", "odd"), ODD_STATUSES, ids=lambda given: str(given)[:40])
def test_an_odd_status_is_read_as_far_as_it_goes(protocol: str, odd: dict[str, Any]) -> None:
    """Nobody has seen all servers: what one says beside the status must not end the wait."""
    first, under_way, last = (
        (running(), running(**{"statusVersion": 3, **odd}), envelope(**odd))
        if protocol == "modern"
        else (TOKEN, {"status": "running", **odd}, {"status": "succeeded", **odd})
    )
    client = scripted(*map(json_reply, (first, under_way, last)), protocol=protocol)
    assert client.verify_store(1).status == "succeeded"


@pytest.mark.parametrize("message", [{"type": "line", "text": None}, {"type": None, "text": ""}, {}])
def test_a_message_without_text_or_type_is_an_empty_line(message: dict[str, Any]) -> None:
    [seen] = statuses("legacy", TOKEN, {"status": "succeeded", "messages": [message]})
    assert seen.messages == [StatusMessage(type="line", text="")]


def test_true_is_no_percentage(protocol: str) -> None:
    first, last = (
        (running(), running(statusVersion=3, percentProgress=True))
        if protocol == "modern"
        else (TOKEN, {"status": "running", "progressPercentage": True})
    )
    client = scripted(json_reply(first), json_reply(last), protocol=protocol)
    assert client.begin_verify_store(1).refresh().progress_percentage is None


@pytest.mark.parametrize("payload", [None, [], "running", {}, {"status": None}, {"progressPercentage": 5}])
def test_what_is_no_status_is_a_response_error(protocol: str, payload: Any) -> None:
    first = running() if protocol == "modern" else TOKEN
    client = scripted(json_reply(first), json_reply(payload), protocol=protocol)
    with pytest.raises(ResponseError, match=r"^VerifyStore: the answer is not"):
        client.verify_store(1)


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_a_call_that_ends_at_once_without_a_token_is_a_refusal(status: str) -> None:
    with pytest.raises(ApiError):
        scripted(json_reply(envelope(statusCode=status))).begin_verify_store(1)


def test_an_operation_error_of_raw_carries_a_status_of_plain_data(protocol: str) -> None:
    """`.raw` returns failed statuses as the original did; only running out of time raises there."""
    first = running() if protocol == "modern" else TOKEN
    again = running(statusVersion=3) if protocol == "modern" else {"status": "running"}
    client = scripted(json_reply(first), json_reply(again), protocol=protocol).options(wait_timeout=0)
    with pytest.raises(OperationError, match="is not finished") as caught:
        client.raw.VerifyStore(1)
    assert caught.value.status["status"] == "running"
