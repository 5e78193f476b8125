"""Seed files: what they say is what the server holds, and a wrong one is refused by name and place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailstore_sdk.emulator import Emulator, State, User
from mailstore_sdk.emulator.seedfiles.load import load
from mailstore_sdk.emulator.seedfiles.restore import restore
from mailstore_sdk.errors import ConfigurationError
from tests.emulator.seedfiles.examples import SERVER, SPE

REPEATED = '{"users": [{"user_name": "a"}, {"user_name": "a"}]}'


DATES = '"start": "2025-01-01T00:00:00", "complete": "x"'


def test_a_seed_file_says_what_a_server_holds(written: Callable[[str, str], Path]) -> None:
    emulator = Emulator.from_file(written("seed.toml", SERVER))
    client, state = emulator.client(), emulator.state

    assert client.get_server_info().machine_name == "ARCHIVE1"
    assert len(client.get_users()) == 22
    assert client.get_user_info("jdoe").full_name == "Jörg Doe"
    assert [store.id for store in client.get_stores()] == [1, 2, 3, 9]
    assert [profile["id"] for profile in client.raw.GetProfiles()] == [2, 3, 9]
    assert [job.id for job in client.get_jobs()] == [1, 2, 3, 9]
    assert state.jobs[9].created == datetime(2025, 1, 1, tzinfo=UTC)
    assert state.worker_runs[-1].start == datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
    assert state.archives[-1] == "jdoe"
    assert state.folders.below("jdoe") == ["jdoe/Empty", "jdoe/Inbox"]
    assert [mail.subject for mail in state.mails.in_folder("jdoe/Inbox")] == ["Hello"]
    assert state.settings["compliance"]["legalHoldEnabled"] is True
    assert "retentionPolicies" in state.settings
    assert emulator.dump()["version"] == "22.3"


def test_a_seed_file_says_what_an_installation_holds(written: Callable[[str, str], Path]) -> None:
    emulator = Emulator.from_file(written("seed.toml", SPE))
    client = emulator.spe_client(username="boss", password="secret")

    assert [(one.instance_id, one.instance_host, one.status) for one in client.get_instances("*")] == [
        ("alpha", "host1", "running"),
        ("beta", "host2", "stopped"),
    ]
    assert len(client.instance("alpha").get_users()) == 6
    assert list(emulator.instances["beta"].users) == ["$archiveadmin", "jdoe"]
    assert list(emulator.installation.instance_hosts) == ["host1", "host2"]


def test_options_go_before_what_the_file_says(written: Callable[[str, str], Path]) -> None:
    emulator = Emulator.from_file(written("seed.toml", SERVER), version="9.0")

    assert emulator.client().get_server_info().version == "9.0.0.9702"


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("s.json", '{"users": [{}, {}, {"user_name": "a"}, {"user_name": 5}]}', "users[3].user_name: "),
        ("s.json", '{"users": [{"user_name": "a", "fullName": "A"}]}', "users[0].fullName: "),
        ("s.json", REPEATED, "users[1].user_name: 'a' is there twice"),
        ("s.json", '{"user": []}', "user: "),
        ("s.json", "[]", "the whole: "),
        ("s.json", '{"edition": "home"}', "edition: "),
        ("s.json", '{"version": "7"}', "version: "),
        ("s.json", '{"edition": "spe", "users": []}', "users: "),
        ("s.json", '{"edition": "spe", "instances": [{"id": "a"}]}', "instances[0]: "),
        ("s.json", '{"edition": "spe", "instances": [{"id": "a", "host": "b", "users": 5}]}', "instances[0].users: "),
        ("s.json", '{"edition": "spe", "deleted": {"instances": ["a"]}}', "deleted.instances[0]: "),
        ("s.json", '{"generate": {"users": -1}}', "generate.users: "),
        ("s.json", '{"generate": {"stores": 100}}', "generate: "),
        ("s.json", '{"profiles": [{"id": 1, "name": "a"}]}', "profiles[0]: "),
        ("s.json", '{"settings": {"complaince": {}}}', "settings: "),
        ("s.json", '{"settings": {"retentionPolicies": {}}}', "settings: "),
        ("s.json", '{"deleted": {"users": ["nobody"]}}', "deleted.users[0]: "),
        ("s.json", '{"deleted": {"folders": ["nobody"]}}', "deleted.folders[0]: "),
        ("s.json", '{"folders": [{"path": "a", "was": "b"}]}', "folders[0].was: "),
        ("s.json", f'{{"job_runs": [{{"id": 1, "job_id": 1, "action": "a", {DATES}}}]}}', "job_runs[0].complete: "),
        ("s.json", '{"users": ', "line 1"),
        ("s.toml", "users = ]", "line 1"),
        ("s.yaml", "users:", ".toml or .json"),
    ],
)  # fmt: skip
def test_a_wrong_seed_file_is_refused_by_name_and_place(
    written: Callable[[str, str], Path], name: str, text: str, problem: str
) -> None:
    path = written(name, text)

    with pytest.raises(ConfigurationError) as caught:
        load(path)

    assert str(caught.value).startswith(f"{path}: ")
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_or_not_text_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'machine_name = "\xe4"')

    for name in ("nothing.toml", "latin.toml"):
        with pytest.raises(ConfigurationError, match=name):
            load(tmp_path / name)


def test_a_refusal_never_shows_a_password() -> None:
    user = {"user_name": "a", "password": ["planted-secret"], "pasword": "planted-secret"}

    with pytest.raises(ConfigurationError) as caught:
        restore({"users": [user]})

    assert "users[0].password" in str(caught.value)
    assert "planted-secret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_passwords_are_not_in_the_text_of_what_is_held() -> None:
    assert "planted-secret" not in repr(User(user_name="a", password="planted-secret"))
    assert "planted-secret" not in repr(State(users={"a": User(user_name="a", password="planted-secret")}))


def test_many_problems_are_told_shortly() -> None:
    with pytest.raises(ConfigurationError, match="and 2 more"):
        restore({f"key{number}": 1 for number in range(5)})
