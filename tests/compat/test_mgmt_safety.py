"""What the later wrappers' clients raise, whom they trust, and what they log: never a secret."""

from __future__ import annotations

import json
import socket
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from mailstore_sdk import compat, errors
from mailstore_sdk.compat import mgmt
from mailstore_sdk.emulator.server import EmulatorServer
from mailstore_sdk.transport import Reply, retry
from tests.compat.mgmt_clients import PIECES, SECRET, Connect, Envelope, scripted
from tests.scripted import TOKEN, envelope, running


@pytest.fixture
def protocol() -> str:
    """Those wrappers spoke the modern protocol only."""
    return "modern"


def test_a_wrong_password_is_raised(connect_mgmt: Connect, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(errors.AuthenticationError, match="refused user name and password") as failed:
        connect_mgmt(password=SECRET).GetUsers()
    assert capsys.readouterr().out == f"ERROR ({str(failed.value)!r},)\n"
    assert failed.value.__cause__ is None
    assert failed.value.__context__ is None


def test_a_wrong_password_that_the_server_tells_in_an_envelope_stays_one() -> None:
    client = mgmt.ServerClient(password=SECRET)
    scripted(client, envelope(statusCode="failed", error={"message": f"Wrong password {SECRET}.", "details": None}))
    answer = client.GetServerInfo()
    assert answer["error"] == {"message": "Wrong password ***.", "details": None}


def test_what_http_calls_a_failure_is_raised() -> None:
    client = mgmt.ServerClient()
    scripted(client, Reply(status=500, content_type="text/plain", content=b"out of order"))
    with pytest.raises(errors.ApiError, match="out of order"):
        client.SetUserPassword("johndoe", SECRET)


def test_an_unreachable_server_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_PAUSE", 0.0)
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        client = mgmt.ServerClient(port=bound.getsockname()[1])
        with pytest.raises(errors.ConnectError, match=r"no connection to 127\.0\.0\.1"):
            client.GetUsers()
    client.close()


@pytest.mark.parametrize("flag", [True, "True", "true", 1])
def test_invalid_certificates_are_ignored_with_a_warning_whatever_the_environment_says(
    server: EmulatorServer, monkeypatch: pytest.MonkeyPatch, flag: Any
) -> None:
    monkeypatch.setenv("MAILSTORE_FINGERPRINT", "00" * 32)
    with pytest.warns(UserWarning, match="verify=False"):
        client = mgmt.ServerClient(port=server.port, ignoreInvalidSSLCerts=flag)
    with client:
        assert client.GetServerInfo()["result"]["machineName"] == "WIN2012MS"


@pytest.mark.parametrize("flag", [False, "False", "", 0, None])
def test_certificates_are_verified_otherwise_and_the_error_tells_how_to_trust(
    server: EmulatorServer, flag: Any
) -> None:
    with (
        mgmt.ServerClient(port=server.port, ignoreInvalidSSLCerts=flag) as client,
        pytest.raises(errors.TlsError, match="is not trusted") as failed,
    ):
        client.GetServerInfo()
    assert failed.value.fingerprint == server.fingerprint
    assert "environment variable MAILSTORE_FINGERPRINT" in str(failed.value)


def test_a_fingerprint_from_the_environment_is_trusted(server: EmulatorServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILSTORE_FINGERPRINT", server.fingerprint)
    with mgmt.ServerClient(port=str(server.port)) as client:
        assert client.GetServerInfo()["result"]["machineName"] == "WIN2012MS"


@pytest.mark.parametrize(
    "setting", [{"port": "https"}, {"port": 0}, {"waitTime": "long"}, {"waitTime": -1}, {"host": "https://x/"}], ids=str
)
def test_an_impossible_setting_is_named(setting: dict[str, Any]) -> None:
    with pytest.raises(errors.ConfigurationError, match=r"port|wait|host"):
        mgmt.ServerClient(**setting)


@pytest.mark.parametrize(
    ("level", "entries"),
    [
        (2, []),
        (3, ["INFO ('calling GetUserInfo',)", "INFO ('GetUserInfo answered',)"]),
        (
            4,
            [
                "INFO ('calling GetUserInfo',)",
                "DEBUG (\"GetUserInfo with {'userName': 'admin'}\",)",
                "INFO ('GetUserInfo answered',)",
            ],
        ),
    ],
)
def test_the_log_level_decides_what_is_printed_to_stdout(
    connect_mgmt: Connect, capsys: pytest.CaptureFixture[str], level: int, entries: list[str]
) -> None:
    connect_mgmt(logLevel=level).GetUserInfo("admin")
    assert capsys.readouterr().out.splitlines() == entries


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.SetUserPassword("nobody", SECRET),
        lambda client: client.CreateUser("admin", password=SECRET),
        lambda client: client.call("SetUserPassword", {"userName": "nobody", "password": SECRET}),
        lambda client: client.call("NotYetKnown", {"apiKey": SECRET}),
        lambda client: client.CreateProfile({"name": "x", "password": SECRET, "inner": [{"passwd": SECRET}]}),
        lambda client: client.SetSmtpSettings({"hostname": "mail", "password": SECRET}),
        lambda client: client.UnlockStore(1, SECRET),
    ],
)
def test_secrets_reach_neither_the_log_nor_an_error(
    connect_mgmt: Connect, capsys: pytest.CaptureFixture[str], call: Callable[[mgmt.ServerClient], Envelope]
) -> None:
    client = connect_mgmt(logLevel=4)
    shown = ""
    try:
        answer = call(client)
    except errors.MailStoreError as error:
        shown = repr(error) + "".join(traceback.format_exception(error)).replace(__file__, "")
    else:
        shown = json.dumps(answer["error"], ensure_ascii=False)
    shown += capsys.readouterr().out + repr(client)
    assert "***" in shown
    assert not any(piece in shown for piece in PIECES)


def test_a_failure_told_by_a_poll_holds_no_secret_of_the_call() -> None:
    client = mgmt.ServerClient()
    message = f"{SECRET} opens nothing"
    scripted(client, running(), envelope(statusCode="failed", token=TOKEN, error={"message": message, "details": None}))
    last = client.UnlockStore(1, SECRET)
    assert last["statusCode"] == "failed"
    assert last["error"]["message"] == "*** opens nothing"


def test_the_error_of_the_81_client_masks_secrets_inside_json(
    server: EmulatorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILSTORE_CA_FILE", server.ca_file)
    client = compat.server.Client(port=server.port)
    with pytest.raises(compat.errors.MailStoreBaseError) as failed:
        client.CreateProfile({"password": SECRET}, raw=False)
    client.transport.close()
    assert "Command in MethodList" in str(failed.value)
    assert not any(piece in str(failed.value) for piece in PIECES)
