"""The tree of exceptions is the one that its documentation draws, and every one travels with its data."""

from __future__ import annotations

import copy
import inspect
import pickle
import re
from collections.abc import Callable, Iterator

import pytest

from mailstore_sdk import errors
from mailstore_sdk.models import StatusMessage, StatusResult

STATUS = StatusResult(status="failed", messages=[StatusMessage(type="error", text="Disk full.")])
SAMPLES: list[errors.MailStoreError] = [
    errors.MailStoreError("something"),
    errors.ConfigurationError("port 0 is not between 1 and 65535"),
    errors.ArgumentError("VerifyStore: id must be a number, not str"),
    errors.TransportError("broke"),
    errors.TransportError("broke", request_sent=False),
    errors.ConnectError("refused"),
    errors.TlsError("not trusted", fingerprint="AA:BB"),
    errors.TlsError("no TLS"),
    errors.RequestTimeout("too slow"),
    errors.RequestTimeout("no free connection", request_sent=False),
    errors.AuthenticationError("refused", 401),
    errors.ApiError("GetUserInfo", "Missing API argument userName."),
    errors.ApiError("GetUserInfo", "No.", "System.Exception\r\n", 500),
    errors.UnknownFunctionError("Unheard", "no such function", None, 404),
    errors.ResponseError("GetUsers", "not JSON"),
    errors.ResponseError("GetUsers", "not a list", {"deep": [1, None, "ü"]}),
    errors.UnsupportedError("cannot cancel"),
    errors.OperationError("VerifyStore", "Disk full.", STATUS),
    errors.OperationFailed("VerifyStore", "Disk full.", STATUS),
    errors.OperationCancelled("VerifyStore", ""),
    errors.OperationTimeout("VerifyStore", "the time is over", {"status": "running"}),
    errors.OperationLost("VerifyStore", "unknown token"),
]

COPIES: dict[str, Callable[[errors.MailStoreError], object]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    **{
        f"pickle {protocol}": lambda error, protocol=protocol: pickle.loads(pickle.dumps(error, protocol))  # type: ignore[misc]
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
    },
}


def tree(parent: type[BaseException] = errors.MailStoreError) -> Iterator[type[BaseException]]:
    """The class and all below it, without what other modules derive from them."""
    yield parent
    for child in parent.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from tree(child)


def drawn() -> dict[str, str]:
    """Each class of the drawing with the one above it."""
    parents: dict[str, str] = {}
    above: list[tuple[int, str]] = [(0, "Exception")]
    for lead, name in re.findall(r"^([│├└─ ]+)(\w+)", inspect.cleandoc(errors.__doc__ or ""), re.MULTILINE):
        above = [(depth, other) for depth, other in above if depth < len(lead)]
        parents[name] = above[-1][1]
        above.append((len(lead), name))
    return parents


def test_the_tree_is_the_one_that_is_drawn() -> None:
    assert drawn() == {one.__name__: one.__bases__[0].__name__ for one in tree()}


def test_every_class_of_the_tree_is_public() -> None:
    assert errors.__all__ == sorted(one.__name__ for one in tree())


def test_there_is_a_sample_of_every_class() -> None:
    assert {type(sample).__name__ for sample in SAMPLES} == set(errors.__all__)


@pytest.mark.parametrize("way", COPIES)
@pytest.mark.parametrize("sample", SAMPLES, ids=repr)
def test_an_error_travels_with_its_data(sample: errors.MailStoreError, way: str) -> None:
    arrived = COPIES[way](sample)
    assert type(arrived) is type(sample)
    assert isinstance(arrived, errors.MailStoreError)
    assert (arrived.args, vars(arrived)) == (sample.args, vars(sample))
    assert (str(arrived), repr(arrived)) == (str(sample), repr(sample))


def test_a_note_travels_as_well() -> None:
    error = errors.ApiError("GetUsers", "No.")
    error.add_note("while reading the list")
    assert pickle.loads(pickle.dumps(error)).__notes__ == ["while reading the list"]


@pytest.mark.parametrize("sample", SAMPLES, ids=repr)
def test_the_text_of_an_error_says_what_and_of_which_function(sample: errors.MailStoreError) -> None:
    for name in ("function", "message", "reason"):
        assert vars(sample).get(name, "") in str(sample)
    assert "\n" not in str(sample)
    assert str(sample)


@pytest.mark.parametrize("kind", [errors.ConnectError, errors.TlsError])
def test_without_a_connection_nothing_was_sent(kind: Callable[[str], errors.TransportError]) -> None:
    """Else a sender of one's own that raises it plainly would keep writes from being tried again."""
    assert kind("refused").request_sent is False


@pytest.mark.parametrize("kind", [errors.TransportError, errors.RequestTimeout])
def test_where_nobody_knows_the_request_may_have_been_carried_out(kind: Callable[[str], errors.TransportError]) -> None:
    assert kind("broke").request_sent is True


def test_a_bad_argument_is_a_value_error_too() -> None:
    assert isinstance(errors.ArgumentError("x"), ValueError)
