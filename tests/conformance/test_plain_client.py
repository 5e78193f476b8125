"""A script with nothing of ours in it, written from what is known of the API alone, does real work on both editions."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.conformance.conftest import Start
from tests.conformance.wire import CLIENTS, HttpClient, Talk

SCRIPT = Path(__file__).with_name("plain_client.py")
Run: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def client() -> HttpClient:
    """One client is enough here: the script is the one that is tried."""
    return CLIENTS["http.client"]


def run(talk: Talk, *arguments: str, edition: str, password: str = "admin") -> subprocess.CompletedProcess[str]:
    """What the script writes; -I keeps our package out of its reach as far as Python can."""
    instance = ["--instance", "customer1"] if edition == "spe" else []
    options = ["--url", talk.address.url(""), "--ca-file", talk.address.ca_file, *instance]
    return subprocess.run(
        [sys.executable, "-I", "-W", "error", str(SCRIPT), *options, *arguments],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
        env={"MAILSTORE_PASSWORD": password, "PYTHONUTF8": "1"},
    )  # fmt: skip


def held(talk: Talk, edition: str) -> Any:
    """What the server, or the instance, holds."""
    return talk.emulator.instances["customer1"] if edition == "spe" else talk.emulator.state


EDITIONS = pytest.mark.parametrize("edition", ["server", "spe"])


@EDITIONS
def test_the_script_lists_users(start: Start, edition: str) -> None:
    talk = start(edition=edition)

    done = run(talk, "users", edition=edition)

    assert (done.returncode, done.stderr) == (0, "")
    names = [line.split("\t")[0] for line in done.stdout.splitlines()]
    assert names == list(held(talk, edition).users)


@EDITIONS
def test_the_script_creates_a_user_who_may_read_his_archive(start: Start, edition: str) -> None:
    talk = start(edition=edition)

    done = run(talk, "create-user", "müller", "--full-name", "Jürgen Müller & Söhne", edition=edition)

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["fullName"] == "Jürgen Müller & Söhne"
    user = held(talk, edition).users["müller"]
    assert (user.full_name, user.privileges_on_folders) == ("Jürgen Müller & Söhne", {"müller": ["read"]})


@EDITIONS
@pytest.mark.parametrize("log", ["whole", "news"])
def test_the_script_verifies_a_store_by_long_polling(start: Start, edition: str, log: str) -> None:
    talk = start(edition=edition, seconds=0.4, behaviour={"log": log})

    done = run(talk, "verify", "1", edition=edition)

    assert (done.returncode, done.stderr) == (0, "")
    (task,) = talk.emulator.world.tasks.values()
    assert (task.function, task.ended.status) == ("VerifyStore", "succeeded")
    assert done.stdout.splitlines() == [*task.script.lines, "succeeded"]


@EDITIONS
@pytest.mark.parametrize("cancel", ["at once", "late"])
def test_the_script_cancels_a_verification(start: Start, edition: str, cancel: str) -> None:
    talk = start(edition=edition, polls=4, behaviour={"cancel": cancel})

    done = run(talk, "verify", "1", "--cancel", edition=edition)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "cancelled"
    (task,) = talk.emulator.world.tasks.values()
    assert task.ended.status == "cancelled"


@EDITIONS
def test_the_script_says_what_went_wrong(start: Start, edition: str) -> None:
    talk = start(edition=edition)

    wrong = run(talk, "users", edition=edition, password="wrong")
    missing = run(talk, "verify", "99", edition=edition)

    assert (wrong.returncode, wrong.stderr) == (1, "Failure: HTTP 401 at /api/invoke/GetUsers\n")
    assert missing.returncode == 1
    assert "99" in missing.stderr
