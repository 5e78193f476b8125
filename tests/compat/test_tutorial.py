"""The tutorial of the original wrapper, snippet by snippet: the same script prints the same text, on both protocols."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator.server import EmulatorServer

Play = Callable[[str], str]

CONNECT = """\
import mailstore
serverClient = mailstore.server.Client(username="admin", password="admin", host="127.0.0.1", port=8463)
"""
# As above, with what keeps the tests from waiting.
CONNECT_FAST = """\
import mailstore
serverClient = mailstore.server.Client(
    username="admin", password="admin", host="127.0.0.1", port=8463, autoHandleToken=True, waitTime=0.01, logLevel=2)
"""
CONNECT_BY_HAND = CONNECT_FAST.replace("autoHandleToken=True", "autoHandleToken=False")

TOKEN = "243fc983-89c3-19ef-196a-dbe082894cc5"
LINES = [
    "Verifying file group #2...",
    "Creating a list of messages to be verified...",
    "234 messages are about to be verified.",
    "Verifying...",
    "  100 messages verified...",
    "  200 messages verified...",
    "  234 messages verified.",
    "Finished. No errors have been found.",
]
VERIFIED = (
    "{'status': 'succeeded', 'progressPercentage': 100, 'messages': [{'text': 'Verifying file group #2...', "
    "'type': 'line'}, {'text': 'Creating a list of messages to be verified...', 'type': 'line'}, {'text': '234 "
    "messages are about to be verified.', 'type': 'line'}, {'text': 'Verifying...', 'type': 'line'}, {'text': '  100 "
    "messages verified...', 'type': 'line'}, {'text': '  200 messages verified...', 'type': 'line'}, {'text': '  234 "
    "messages verified.', 'type': 'line'}, {'text': 'Finished. No errors have been found.', 'type': 'line'}]}\n"
)
POLLING = (
    CONNECT_BY_HAND
    + """\
import time
token = serverClient.VerifyStore(2)
while True:
    status = serverClient.GetStatus(token)
    print(status)
    if status["status"] != "running":
        break
    time.sleep(0.001)
"""
)


def seen(percent: int, lines: list[str], status: str) -> str:
    """What printing a status of GetStatus shows; its keys stand in another order than those of the final status."""
    messages = [{"text": line, "type": "line"} for line in lines]
    return f"{ {'progressPercentage': percent, 'messages': messages, 'status': status} }\n"


def literal(text: str) -> Any:
    """What was printed, as a value."""
    return ast.literal_eval(text)


def test_a_simple_call_prints_its_plain_dict(play: Play) -> None:
    script = CONNECT + "print(serverClient.GetServerInfo())\n"
    assert play(script) == "{'machineName': 'WIN2012MS', 'version': '8.1.2.9268'}\n"


def test_a_refused_call_prints_the_log_entry_and_the_text_of_the_exception(
    play: Play, protocol: str, trusted: EmulatorServer
) -> None:
    script = (
        CONNECT
        + """\
try:
    print(serverClient.GetUserInfo("not_such_user"))
except mailstore.errors.MailStoreBaseError as e:
    print(e)
"""
    )
    path = {"legacy": "/JSON/Invoke/GetUserInfo", "modern": "/api/invoke/GetUserInfo"}[protocol]
    assert play(script) == (
        "ERROR ('internal MailStore Server error',)\n"
        f"500 Internal Server Error https://127.0.0.1:{trusted.port}{path} POST userName=not_such_user "
        "Command in MethodList: True\n"
    )


def test_a_long_running_call_prints_its_final_status(play: Play) -> None:
    assert play(CONNECT_FAST + "print(serverClient.VerifyStore(1))\n") == VERIFIED


def test_by_hand_the_call_gives_the_token_of_the_tutorial(play: Play, protocol: str) -> None:
    printed = play(CONNECT_BY_HAND + "token = serverClient.VerifyStore(2)\nprint(token)\n")
    token = literal(printed)
    if protocol == "legacy":
        assert printed == f"{ {'statusUrl': f'/JSON/Status/{TOKEN}', 'statusToken': TOKEN} }\n"
    else:
        # What it takes to poll there follows what the original gave.
        assert list(token)[:2] == ["statusUrl", "statusToken"]
        assert token["statusToken"] == TOKEN


def test_the_polling_loop_sees_the_call_run_and_then_succeed(play: Play) -> None:
    assert play(POLLING) == seen(0, LINES[:5], "running") + seen(100, LINES, "succeeded")


def test_a_token_handled_later_gives_what_automatic_handling_gives(play: Play) -> None:
    script = CONNECT_BY_HAND + "token = serverClient.VerifyStore(2)\nprint(serverClient.HandleToken(token))\n"
    assert play(script) == VERIFIED


def test_a_token_may_be_handled_after_a_first_look(play: Play) -> None:
    script = (
        CONNECT_BY_HAND
        + "token = serverClient.VerifyStore(2)\n"
        + "print(serverClient.GetStatus(token))\nprint(serverClient.HandleToken(token))\n"
    )
    assert play(script) == seen(0, LINES[:5], "running") + VERIFIED


def test_one_call_may_be_handled_although_the_client_does_not(play: Play) -> None:
    assert play(CONNECT_BY_HAND + "print(serverClient.VerifyStore(2, autoHandleToken=True))\n") == VERIFIED


def test_one_call_may_be_left_alone_although_the_client_handles_tokens(play: Play) -> None:
    printed = play(CONNECT_FAST + "print(serverClient.VerifyStore(2, autoHandleToken=False))\n")
    assert literal(printed)["statusToken"] == TOKEN


@pytest.mark.parametrize("call", ["GetServerInfo(", "GetUserList(", 'GetUserInfo("admin", '])
@pytest.mark.parametrize("handled", ["True", "False"])
def test_functions_that_do_not_run_long_do_not_accept_the_override(play: Play, call: str, handled: str) -> None:
    script = f"""\
{CONNECT}
try:
    serverClient.{call}autoHandleToken={handled})
except TypeError as e:
    print("autoHandleToken" in str(e))
"""
    assert play(script) == "True\n"


def test_pretty_printing_an_administrator(play: Play) -> None:
    script = CONNECT + 'mailstore.pprint(serverClient.GetUserInfo("admin"))\n'
    assert play(script) == (
        "authentication integrated\ndistinguishedName \nprivileges\n   admin\nfullName Administrator\nuserName admin\n"
    )


def test_the_loop_over_all_users_prints_the_details_of_each(play: Play) -> None:
    script = (
        CONNECT
        + """\
for user in serverClient.GetUserList():
    print(serverClient.GetUserInfo(user["userName"]))
"""
    )
    details = [literal(line) for line in play(script).splitlines()]
    assert [user["userName"] for user in details] == ["admin", "johndoe", "asmith"]
    assert all(isinstance(user["privileges"], list) for user in details)


def test_the_loop_over_all_addresses_prints_every_one(play: Play) -> None:
    script = (
        CONNECT
        + """\
emailaddresses = list()
for user in serverClient.GetUserList():
    emailaddresses += serverClient.GetUserInfo(user["userName"])['emailAddresses']
print(emailaddresses)
"""
    )
    assert play(script) == "['jdoe@example.com', 'john@example.com', 'asmith@example.com']\n"


def test_a_script_that_closes_nothing_ends_without_a_complaint(
    trusted: EmulatorServer, migrated: Callable[[str], str], tmp_path: Path
) -> None:
    script = tmp_path / "verify.py"
    script.write_text(migrated(POLLING), encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout == seen(0, LINES[:5], "running") + seen(100, LINES, "succeeded")
