"""The tree of exceptions is the one that its documentation draws, and every one travels with its data."""

from __future__ import annotations

import copy
import importlib
import inspect
import pickle
import pkgutil
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import mailstore_sdk
from mailstore_sdk import errors
from mailstore_sdk.compat.errors import MailStoreBaseError
from mailstore_sdk.models import StatusMessage, StatusResult
from mailstore_sdk.provider.rules_file import RulesError
from mailstore_sdk.transport.certificate import read
from mailstore_sdk.workflows import SheetError

LISTS = (SheetError, RulesError)
SEEN = read(b"not a certificate")
STATUS = StatusResult(status="failed", messages=[StatusMessage(type="error", text="Disk full.")])
SAMPLES: list[errors.MailStoreError] = [
    errors.MailStoreError("something"),
    errors.ConfigurationError("port 0 is not between 1 and 65535"),
    errors.ArgumentError("VerifyStore: id must be a number, not str"),
    errors.TransportError("broke"),
    errors.TransportError("broke", request_sent=False),
    errors.ConnectError("refused"),
    errors.TlsError("not trusted", certificate=SEEN),
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
    errors.OperationLost("VerifyStore", "unknown token", STATUS),
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


@pytest.mark.parametrize("way", COPIES)
@pytest.mark.parametrize("sample", SAMPLES, ids=repr)
def test_notes_travel_as_well(sample: errors.MailStoreError, way: str) -> None:
    error = copy.copy(sample)
    error.add_note("while reading the list")
    assert COPIES[way](error).__notes__ == ["while reading the list"]  # type: ignore[attr-defined]  # it is an exception


@pytest.mark.parametrize("way", COPIES)
def test_an_error_of_the_original_wrapper_travels_with_the_one_behind_it(way: str) -> None:
    behind = errors.ApiError("GetUsers", "No.", "System.Exception", 500)
    arrived = COPIES[way](MailStoreBaseError("500 Internal Server Error", behind))
    assert isinstance(arrived, MailStoreBaseError)
    assert isinstance(arrived.error, errors.ApiError)
    assert (arrived.text, arrived.error.args) == ("500 Internal Server Error", behind.args)


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("way", COPIES)
def test_all_that_is_wrong_with_a_file_travels(kind: type[SheetError], way: str) -> None:
    sent = kind("people.csv", ["line 2: no user", "line 3: no user"])
    arrived = COPIES[way](sent)
    assert type(arrived) is kind
    assert (arrived.problems, str(arrived)) == (sent.problems, str(sent))


def every_subclass(parent: type[BaseException]) -> set[type[BaseException]]:
    return {parent}.union(*map(every_subclass, parent.__subclasses__()))


def test_no_module_of_ours_has_an_error_of_its_own_that_no_test_sends_about() -> None:
    for module in pkgutil.walk_packages(mailstore_sdk.__path__, "mailstore_sdk."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    ours = {one for one in every_subclass(errors.MailStoreError) if one.__module__.startswith("mailstore_sdk")}
    assert ours - {MailStoreBaseError, *LISTS} == {type(sample) for sample in SAMPLES}


FORGED = "Disk full.\r\nERROR root: forged \x1b[2J\u2028\u202e"
FORGERIES: list[errors.MailStoreError] = [
    errors.ConfigurationError(FORGED),
    errors.TransportError(FORGED),
    errors.AuthenticationError(FORGED, 401),
    errors.ApiError("GetUsers", FORGED),
    errors.ResponseError("GetUsers", FORGED, FORGED),
    errors.OperationFailed("VerifyStore", FORGED),
]


@pytest.mark.parametrize("error", FORGERIES, ids=lambda error: type(error).__name__)
def test_a_servers_words_forge_no_line_and_steer_no_terminal(error: errors.MailStoreError) -> None:
    assert str(error).isprintable()
    assert str(error).count("Disk full.") == (2 if isinstance(error, errors.ResponseError) else 1)
    assert FORGED in error.args  # as they came, for whoever looks for them


def test_the_text_of_a_response_error_shows_the_beginning_of_an_answer() -> None:
    assert str(errors.ResponseError("GetUsers", "not JSON", "<p>")) == "GetUsers: not JSON: '<p>'"
    assert len(str(errors.ResponseError("GetUsers", "not JSON", "x" * 10_000))) < 300
    assert str(errors.ResponseError("GetUsers", "not a list", {"x": 1})) == "GetUsers: not a list"


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


@pytest.mark.parametrize(
    "wrap", [lambda inner: [inner], lambda inner: {"deep": inner, "flat": 1}], ids=["list", "object"]
)
def test_a_payload_that_nobody_could_follow_is_not_kept(wrap: Any) -> None:
    def nested(levels: int) -> Any:
        value: Any = "end"
        for _ in range(levels):
            value = wrap(value)
        return value

    for levels, kept in ((1, True), (99, True), (101, False), (5000, False)):
        error = errors.ResponseError("GetUsers", "not the shape", nested(levels))
        assert (error.payload is not None) is kept
        assert str(pickle.loads(pickle.dumps(error))) == str(error) == "GetUsers: not the shape"
