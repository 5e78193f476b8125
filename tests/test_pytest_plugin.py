"""The fixtures and the marker, in pytest runs of their own, as users have them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

Pytest = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Pytest:
    """Runs pytest over files, given by their names without `.py`, in an empty folder; warnings are errors."""

    def run_pytest(*options: str, **files: str) -> subprocess.CompletedProcess[str]:
        for name, text in files.items():
            (tmp_path / f"{name}.py").write_text(dedent(text), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error", "--strict-markers", "-q"]
        variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        return subprocess.run(
            [*command, *options], cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=120
        )

    return run_pytest


def passed(done: subprocess.CompletedProcess[str], number: int) -> None:
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(rf"^{number} passed in ", done.stdout, re.MULTILINE), done.stdout


def test_each_test_has_a_fresh_server_and_a_client_of_it(run: Pytest) -> None:
    done = run(
        test_it="""
        import pytest
        from mailstore_sdk import Client
        from mailstore_sdk.emulator import Emulator

        @pytest.mark.parametrize("time", [1, 2])
        def test_it(mailstore_emulator, mailstore_client, time):
            assert type(mailstore_emulator) is Emulator
            assert type(mailstore_client) is Client
            assert "new" not in mailstore_emulator.state.users
            mailstore_client.create_user("new")
            assert "new" in mailstore_emulator.state.users
            assert mailstore_emulator.requests.functions == ["CreateUser"]
        """
    )
    passed(done, 2)


def test_the_marker_says_what_server_it_is_and_the_nearest_one_wins(run: Pytest) -> None:
    done = run(
        conftest="""
        import pytest
        from mailstore_sdk.emulator import Behaviour

        @pytest.fixture
        def mailstore_options():
            return {"version": "22.3", "behaviour": Behaviour(log="news")}
        """,
        test_it="""
        import pytest
        from mailstore_sdk import SpeClient
        from mailstore_sdk.emulator import Behaviour, ByPolls, ManualClock, State, User

        pytestmark = pytest.mark.mailstore(tasks=ByPolls(7))
        admin = {"admin": User(user_name="admin", password="admin", privileges=["admin"])}
        state, clock = State(machine_name="MINE", users=admin), ManualClock()

        def test_conftest_and_module(mailstore_emulator):
            world = mailstore_emulator.world
            assert (world.state.version, world.behaviour.log, world.advance) == ("22.3.0.21002", "news", ByPolls(7))

        @pytest.mark.mailstore(tasks=ByPolls(8), behaviour=Behaviour(cancel="late"))
        class TestClass:
            def test_of_class(self, mailstore_emulator):
                assert mailstore_emulator.world.advance == ByPolls(8)
                assert mailstore_emulator.world.behaviour == Behaviour(cancel="late")

            @pytest.mark.mailstore(tasks=ByPolls(9), edition="spe", version="25.3")
            def test_of_function(self, mailstore_emulator, mailstore_client):
                assert mailstore_emulator.world.advance == ByPolls(9)
                assert mailstore_emulator.world.behaviour == Behaviour(cancel="late")
                assert type(mailstore_client) is SpeClient
                assert mailstore_client.instance("customer1").get_users()

        @pytest.mark.mailstore(version="8.1")
        def test_legacy(mailstore_client, mailstore_emulator):
            assert mailstore_client.get_users()
            assert mailstore_emulator.requests.functions == ["GetUserList"]

        @pytest.mark.mailstore(state=state, clock=clock)
        @pytest.mark.parametrize("time", [1, 2])
        def test_what_is_given_is_copied(mailstore_emulator, mailstore_client, time):
            assert mailstore_emulator.state.machine_name == "MINE"
            assert list(mailstore_emulator.state.users) == ["admin"]
            assert mailstore_emulator.clock.now() == clock.now()
            mailstore_client.create_user("new")
            mailstore_emulator.clock.advance(60)

        @pytest.mark.mailstore(state=lambda: State(machine_name="MADE", users=dict(admin)))
        def test_a_function_makes_the_state(mailstore_emulator):
            assert mailstore_emulator.state.machine_name == "MADE"
        """,
    )
    passed(done, 7)


def test_a_seed_or_a_seed_file_says_what_the_server_holds(run: Pytest, tmp_path: Path) -> None:
    (tmp_path / "seed.toml").write_text('[[users]]\nuser_name = "fromfile"\n', encoding="utf-8")
    done = run(
        test_it="""
        import pytest
        from pathlib import Path
        from mailstore_sdk.emulator import Seed, State

        pytestmark = pytest.mark.mailstore(state=State)

        @pytest.mark.mailstore(seed=Seed(users=50))
        def test_seed(mailstore_emulator):
            assert 50 <= len(mailstore_emulator.state.users) <= 51

        @pytest.mark.mailstore(seed="seed.toml")
        def test_seed_file(mailstore_emulator):
            assert "fromfile" in mailstore_emulator.state.users

        @pytest.mark.mailstore(seed=Path("seed.toml"))
        class TestFile:
            @pytest.mark.mailstore(state=lambda: State(machine_name="NEARER"))
            def test_state(self, mailstore_emulator):
                assert mailstore_emulator.state.machine_name == "NEARER"
        """,
    )
    passed(done, 3)


@pytest.mark.parametrize(
    ("marker", "problem"),
    [
        ('editon="spe"', "has no option 'editon', did you mean 'edition'. There are: behaviour, clock, edition, "),
        ("nonsense=1", "has no option 'nonsense'. There are: behaviour, "),
        ('"spe"', "takes options by name only"),
    ],
)
def test_a_wrong_option_ends_the_run_and_is_named(run: Pytest, marker: str, problem: str) -> None:
    done = run(
        test_it=f"""
        import pytest

        @pytest.mark.mailstore({marker})
        def test_without_any_fixture(): ...
        """
    )
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert f"test_it.py::test_without_any_fixture: @pytest.mark.mailstore {problem}" in done.stderr


def test_a_wrong_option_of_the_fixture_is_named(run: Pytest) -> None:
    done = run(
        test_it="""
        import pytest

        @pytest.fixture
        def mailstore_options():
            return {"verson": "22.3"}

        def test_it(mailstore_emulator): ...
        """
    )
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "the fixture mailstore_options has no option 'verson', did you mean 'version'" in done.stdout


def test_asynchronous_tests_need_no_certain_plugin(run: Pytest) -> None:
    done = run(
        test_it="""
        import asyncio
        import pytest
        from mailstore_sdk import AsyncClient, AsyncSpeClient

        @pytest.fixture
        def anyio_backend():
            return "asyncio"

        @pytest.mark.anyio
        async def test_with_anyio(async_mailstore_client, mailstore_emulator):
            assert type(async_mailstore_client) is AsyncClient
            await async_mailstore_client.create_user("new")
            assert "new" in mailstore_emulator.state.users

        @pytest.mark.mailstore(edition="spe")
        def test_with_nothing(async_mailstore_client):
            async def main():
                assert type(async_mailstore_client) is AsyncSpeClient
                return await async_mailstore_client.instance("customer1").get_users()

            assert asyncio.run(main())
        """
    )
    passed(done, 2)


def test_one_https_server_serves_the_whole_run_and_each_test_has_its_own_state_in_it(run: Pytest) -> None:
    done = run(
        test_it="""
        import http.client
        import ssl
        import threading
        import pytest
        from mailstore_sdk import Client, SpeClient
        from mailstore_sdk.emulator import ByTime

        ports = set()

        def threads():
            return [one.name for one in threading.enumerate()].count("mailstore-emulator")

        def test_there_is_no_server_before_the_first_use():
            assert threads() == 0

        @pytest.mark.parametrize("time", [1, 2, 3])
        def test_state(mailstore_server, mailstore_emulator, time):
            with Client(**mailstore_server.connection) as client:
                assert len(client.get_users()) == 3
                client.create_user("new")
            assert "new" in mailstore_emulator.state.users
            ports.add(mailstore_server.port)

        @pytest.mark.mailstore(edition="spe", tasks=ByTime(0.05))
        def test_the_other_edition(mailstore_server):
            with SpeClient(**mailstore_server.connection) as client:
                assert client.instance("customer1").verify_store(1).status == "succeeded"
            ports.add(mailstore_server.port)

        def test_any_program(mailstore_server, mailstore_emulator):
            context = ssl.create_default_context(cafile=mailstore_server.ca_file)
            plain = http.client.HTTPSConnection(mailstore_server.host, mailstore_server.port, context=context)
            plain.request("POST", "/api/get-metadata", body="")
            assert plain.getresponse().status == 200
            plain.close()
            assert mailstore_emulator.requests.functions == ["get-metadata"]
            ports.add(mailstore_server.port)

        def test_it_was_one_server():
            assert len(ports) == threads() == 1
        """
    )
    passed(done, 7)


def test_a_failed_test_says_what_was_called(run: Pytest) -> None:
    done = run(
        "-rP",  # shows the sections of tests that passed, too
        test_it="""
        def test_helper(mailstore_client, mailstore_emulator):
            mailstore_client.create_user("y")
            mailstore_emulator.requests.assert_called("CreateUser", userName="x")

        def test_other(mailstore_client, mailstore_emulator):
            for _ in range(40):
                mailstore_client.set_user_password("asmith", "geheim")
            assert len(mailstore_client.get_users()) == 4

        def test_good(mailstore_client):
            mailstore_client.delete_user("asmith")
        """,
    )
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "1 passed" in done.stdout
    for line in (
        'E       AssertionError: CreateUser(userName="x") was not called.',
        "E       Nearest:",
        'E         CreateUser(userName="y") -> 200 succeeded',
        'E           userName: wanted "x", was "y"',
        "E       What was called (1):",
        'E         [0] CreateUser(userName="y") -> 200 succeeded',
    ):
        assert line in done.stdout.splitlines()
    assert "requests.py" not in done.stdout, "the traceback ends in the test"
    section = re.split("-+ mailstore requests -+\n", done.stdout)[2].splitlines()
    shown = 'SetUserPassword(userName="asmith", password=***) -> 200 succeeded'
    assert section[:31] == ["(11 earlier)", *[shown] * 29, "GetUsers() -> 200 succeeded"]
    assert "DeleteUser" not in done.stdout


def test_runs_that_use_none_of_it_import_none_of_it(run: Pytest) -> None:
    done = run(
        test_it="""
        import sys

        def test_it():
            ours = {name for name in sys.modules if name.split(".")[0] == "mailstore_sdk"}
            assert ours == {"mailstore_sdk", "mailstore_sdk._version", "mailstore_sdk.pytest_plugin"}
        """
    )
    passed(done, 1)


def test_the_marker_and_the_fixtures_are_described(run: Pytest) -> None:
    assert "@pytest.mark.mailstore(**options): the emulated server of this test" in run("--markers").stdout
    listed = run("--fixtures", test_it="def test_it(): ...").stdout
    for name in ("emulator", "client", "server", "options"):
        assert re.search(rf"^mailstore_{name} .*\n    \S", listed, re.MULTILINE), name
    assert re.search(r"^async_mailstore_client .*\n    \S", listed, re.MULTILINE)
    assert "_mailstore_server" not in listed
