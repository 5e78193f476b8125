"""What the drop-in does beyond the tutorial: its log, its errors, whom it trusts, and pretty printing."""

from __future__ import annotations

import pickle
import socket
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mailstore_sdk import compat, errors
from mailstore_sdk.compat.errors import MailStoreBaseError
from mailstore_sdk.emulator.server import EmulatorServer
from mailstore_sdk.transport import retry

Client = compat.server.Client
Connect = Callable[..., Client]

SECRET = "Tr0ub4dor & drei/ä"
REFUSED = "ERROR ('internal MailStore Server error',)"
CALLING = "INFO ('calling GetServerInfo',)"
CALLING_IN_VAIN = "INFO ('calling GetUserInfo',)"
SUCCEEDED = "DEBUG ('GetServerInfo succeeded',)"


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that nobody can take while the test runs, and nobody listens on."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


@pytest.mark.parametrize(
    ("level", "entries"),
    [
        (0, []),
        (1, [REFUSED]),
        (2, [REFUSED]),
        (3, [CALLING, CALLING_IN_VAIN, REFUSED]),
        (4, [CALLING, SUCCEEDED, CALLING_IN_VAIN, REFUSED]),
    ],
)
@pytest.mark.usefixtures("trusted")
def test_the_log_level_decides_what_is_printed_to_stdout(
    connect: Connect, capsys: pytest.CaptureFixture[str], level: int, entries: list[str]
) -> None:
    client = connect(logLevel=level)
    client.GetServerInfo()
    with pytest.raises(MailStoreBaseError):
        client.GetUserInfo("nobody")
    printed = capsys.readouterr()
    assert printed.out.splitlines() == entries
    assert printed.err == ""


@pytest.mark.parametrize(
    ("kind", "call"),
    [
        (errors.ApiError, lambda client: client.GetUserInfo("nobody")),
        (errors.ArgumentError, lambda client: client.GetUserInfo(None)),
        (errors.ArgumentError, lambda client: client.VerifyStore("one")),
        (errors.ConfigurationError, lambda client: client.GetStatus({})),
        (errors.ConfigurationError, lambda client: client.HandleToken("a text")),
        (errors.ConfigurationError, lambda client: client.CancelAsync({"statusUrl": 1, "statusToken": 2})),
        (errors.OperationLost, lambda client: client.GetStatus({"statusUrl": "/JSON/Status/0", "statusToken": "0"})),
        (errors.OperationLost, lambda client: client.HandleToken({"statusUrl": "/api/get-status", "statusToken": "0"})),
    ],
)
@pytest.mark.usefixtures("trusted")
def test_whatever_fails_is_the_originals_error_and_keeps_this_sdks_own(
    connect: Connect, kind: type[errors.MailStoreError], call: Callable[[Client], object]
) -> None:
    with pytest.raises(MailStoreBaseError) as failed:
        call(connect())
    assert isinstance(failed.value.error, kind)
    assert isinstance(failed.value, errors.MailStoreError)
    # Nothing of the layers below, which know the password, hangs on to it.
    assert failed.value.__cause__ is None
    assert failed.value.__context__ is None


@pytest.mark.usefixtures("trusted")
def test_cancelling_asks_a_modern_server_and_is_refused_for_an_old_one(connect: Connect, protocol: str) -> None:
    client = connect()
    token = client.VerifyStore(1, autoHandleToken=False)
    if protocol == "modern":
        client.CancelAsync(token)
        assert client.HandleToken(token)["status"] == "cancelled"
    else:
        with pytest.raises(MailStoreBaseError, match="cannot cancel") as failed:
            client.CancelAsync(token)
        assert isinstance(failed.value.error, errors.UnsupportedError)


@pytest.mark.parametrize(
    "setting",
    [{"host": "https://archive.example/"}, {"port": 0}, {"username": "a:b"}, {"waitTime": -1}],
    ids=lambda setting: str(next(iter(setting))),
)
def test_an_impossible_setting_is_the_originals_error(setting: dict[str, Any]) -> None:
    with pytest.raises(MailStoreBaseError, match=r"host|port|username|wait") as failed:
        Client(**setting)
    assert isinstance(failed.value.error, errors.ConfigurationError)


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_named_as_that_and_not_as_a_refused_call(
    connect: Connect, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(MailStoreBaseError, match="refused user name and password") as failed:
        connect(password=SECRET).GetServerInfo()
    assert isinstance(failed.value.error, errors.AuthenticationError)
    printed = capsys.readouterr().out
    assert printed == f"ERROR ({str(failed.value)!r},)\n"
    assert SECRET not in printed


def test_an_unreachable_port_is_named(
    closed_port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(retry, "FIRST_PAUSE", 0.0)
    client = Client(port=closed_port)
    with pytest.raises(MailStoreBaseError, match=f"no connection to 127.0.0.1:{closed_port}") as failed:
        client.GetServerInfo()
    client.transport.close()
    assert isinstance(failed.value.error, errors.ConnectError)
    assert capsys.readouterr().out == f"ERROR ({str(failed.value)!r},)\n"


def test_an_untrusted_certificate_tells_how_to_trust_it(connect: Connect, server: EmulatorServer) -> None:
    with pytest.raises(MailStoreBaseError, match="is not trusted") as failed:
        connect().GetServerInfo()
    text = str(failed.value)
    assert server.fingerprint in text
    assert ". Trust it by setting the environment variable MAILSTORE_FINGERPRINT" in text
    assert "MAILSTORE_CA_FILE" in text


def test_a_fingerprint_from_the_environment_is_trusted(
    connect: Connect, server: EmulatorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILSTORE_FINGERPRINT", server.fingerprint)
    assert connect().GetServerInfo()["machineName"] == "WIN2012MS"


def test_another_certificate_than_the_trusted_one_is_refused(
    connect: Connect, server: EmulatorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILSTORE_FINGERPRINT", "00" * 32)
    with pytest.raises(MailStoreBaseError, match="another certificate than the trusted one") as failed:
        connect().GetServerInfo()
    assert server.fingerprint in str(failed.value)


def test_verification_can_be_turned_off_with_a_warning(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILSTORE_VERIFY", "0")
    with pytest.warns(UserWarning, match="verify=False"):
        client = connect()
    assert client.GetServerInfo()["machineName"] == "WIN2012MS"


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"MAILSTORE_CA_FILE": "does-not-exist.pem"}, "does-not-exist.pem"),
        ({"MAILSTORE_FINGERPRINT": "12:34"}, "SHA-256"),
        ({"MAILSTORE_VERIFY": "maybe"}, "MAILSTORE_VERIFY"),
        ({"MAILSTORE_FINGERPRINT": "00" * 32, "MAILSTORE_VERIFY": "0"}, "contradict"),
    ],
)
def test_an_impossible_environment_is_the_originals_error(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(MailStoreBaseError, match=said):
        Client()


@pytest.mark.parametrize(
    ("call", "form"),
    [
        (lambda client: client.SetUserPassword("nobody", SECRET), "userName=nobody&password=***"),
        (lambda client: client.CreateUser("admin", password=SECRET), "userName=admin&password=***"),
    ],
    ids=["SetUserPassword", "CreateUser"],
)
@pytest.mark.usefixtures("trusted")
def test_the_text_of_a_refusal_masks_passwords(
    connect: Connect, capsys: pytest.CaptureFixture[str], call: Callable[[Client], object], form: str
) -> None:
    with pytest.raises(MailStoreBaseError) as failed:
        call(connect(logLevel=4))
    assert f" POST {form} Command in MethodList: True" in str(failed.value)
    shown = capsys.readouterr().out + repr(failed.value) + repr(failed.value.error) + str(failed.value.error)
    shown += "".join(traceback.format_exception_only(failed.value))
    assert not any(word in shown for word in ("Tr0ub4dor", "drei"))


def test_the_error_survives_pickle() -> None:
    error = MailStoreBaseError("500 Internal Server Error", errors.ApiError("GetUserInfo", "no such user", None, 500))
    copy: MailStoreBaseError = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.text) == ("500 Internal Server Error", "500 Internal Server Error")
    assert isinstance(copy.error, errors.ApiError)
    assert copy.error.function == "GetUserInfo"


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ({"version": "8.1", "count": 3, "ok": True}, "version 8.1\ncount 3\nok True\n"),
        ({"distinguishedName": None, "fullName": ""}, "distinguishedName \nfullName \n"),
        ({"userName": "admin", "emailAddresses": []}, "userName admin\n"),
        ({"server": {"name": "WIN", "ports": [1, 2]}}, "server\n   name WIN\n   ports\n      1\n      2\n"),
        (
            {"rights": [{"folder": "a", "privileges": ["read"]}, {"folder": "b", "privileges": []}]},
            "rights\n   folder a\n   privileges\n      read\n   folder b\n",
        ),
        ([{"userName": "admin"}, {"userName": "johndoe"}], "userName admin\nuserName johndoe\n"),
        (["read", "write"], "read\nwrite\n"),
        ("a text", "a text\n"),
        (None, "None\n"),
        ([], ""),
        ({}, ""),
        ({"emailAddresses": []}, ""),
    ],
)
def test_pretty_printing_nests_by_three_spaces(capsys: pytest.CaptureFixture[str], value: object, printed: str) -> None:
    compat.pprint(value)
    assert capsys.readouterr().out == printed
