"""Users from a list come to the same end, whatever happens on the way, and nothing is created twice."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator, HttpError, Reset, Restart
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.workflows import Limits, Protocol, apply, people_passwords, preview, read_people, undo
from mailstore_sdk.workflows import provision_passwords as kept
from tests.workflows.plans import Breaking, Crash
from tests.workflows.provisioned import LIST, MARK, SHORT, plan_of, provision, server, state_of, written

ORDER = [
    ("CreateUser", "jörg"),
    ("SetUserEmailAddresses", "jörg"),
    ("SetUserPrivilegesOnFolder", "jörg"),
    ("SetUserFullName", "bob"),
    ("SetUserPrivilegesOnFolder", "cid"),
    ("CreateUser", "dora"),
    ("CreateUser", "ada"),
    ("SetUserEmailAddresses", "bob"),
    ("SetUserPrivileges", "bob"),
    ("SetUserLoginPrivileges", "bob"),
    ("SetUserEmailAddresses", "ada"),
    ("SetUserPrivilegesOnFolder", "ada"),
]


def made(file: Path) -> dict[str, str]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return {row["user"]: row["password"] for row in csv.DictReader(opened, delimiter=";")}


def broken_off(function: str) -> tuple[str, str]:
    """The first call of a function."""
    return next(one for one in ORDER if one[0] == function)


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The state after an undisturbed run."""
    folder, emulator = tmp_path_factory.mktemp("plain"), server()
    with emulator.client() as client:
        assert provision(client, folder, folder / "p.jsonl").complete
    return state_of(emulator, made(folder / "made.csv"))


def test_users_are_as_the_list_wants_them(tmp_path: Path) -> None:
    emulator = server()
    with emulator.client() as client:
        outcome = provision(client, tmp_path, tmp_path / "p.jsonl")

    users, passwords = emulator.state.users, made(tmp_path / "made.csv")
    assert outcome.complete
    assert written(emulator) == ORDER
    assert [*passwords] == ["ada"]
    assert vars(users["jörg"]) == {
        "user_name": "jörg", "full_name": "Jörg Müller", "distinguished_name": None, "authentication": "integrated",
        "password": f"{MARK}-pass&=", "email_addresses": ["jm@example.com", "j=m@example.com"], "pop3_user_names": [],
        "privileges": ["login", "export"], "login_privileges": ["web"], "mfa_status": "Disabled",
        "privileges_on_folders": {"jörg": ["read", "write"]},
    }  # fmt: skip
    assert (users["ada"].password, users["ada"].email_addresses) == (passwords["ada"], ["info@example.com"])
    assert (users["ada"].privileges, users["ada"].login_privileges) == (["login"], ["windows", "web", "outlook"])
    assert users["ada"].privileges_on_folders == {"ada": ["read"]}
    assert (users["bob"].full_name, users["bob"].email_addresses) == ("Bob B.", ["bob@example.com"])
    assert (users["bob"].privileges, users["bob"].login_privileges) == (["login"], ["windows", "web"])
    assert (users["cid"].privileges_on_folders, users["cid"].password) == ({"cid": ["read"]}, "as before")
    assert (users["dora"].authentication, users["dora"].password) == ("directoryServices", "")
    assert users["dora"].privileges_on_folders == {}
    emulator.requests.assert_called("CreateUser", userName="jörg", loginPrivileges="web", privileges="login,export")


def test_a_preview_only_reads_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    emulator = server()
    with emulator.client() as client:
        assert {one.state for one in preview(plan_of(client, make_passwords=True), client).steps} == {"planned"}
        emulator.requests.assert_only_read()
        provision(client, tmp_path, tmp_path / "p.jsonl")
        emulator.requests.clear()
        again = plan_of(client, make_passwords=True)
        assert apply(again, client, tmp_path / "q.jsonl").sent == 0

    assert again.steps == []
    emulator.requests.assert_only_read()
    assert emulator.requests.calls("GetUserInfo")


@pytest.mark.parametrize("same_file", [True, False])
def test_a_crash_at_any_moment_is_gone_on_from_by_saying_the_same_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, same_file: bool
) -> None:
    moments, undisturbed = 0, server()
    with undisturbed.client() as client:
        provision(client, tmp_path, tmp_path / "p.jsonl", content=SHORT)
    wanted, order = state_of(undisturbed, made(tmp_path / "made.csv")), written(undisturbed)
    for at in range(1, 200):
        emulator, folder = server(), tmp_path / str(at)
        folder.mkdir()
        with emulator.client() as client:
            with monkeypatch.context() as patch:
                breaking: Any = Breaking(client, at, patch)
                try:
                    provision(client, folder, folder / "p.jsonl", breaking, SHORT)
                except Crash:
                    moments += 1
                else:
                    break
            passwords = made(folder / "made.csv")
            file = folder / ("p.jsonl" if same_file else "q.jsonl")
            assert provision(client, folder, file, content=SHORT).complete, at
            assert plan_of(client, SHORT, make_passwords=True).steps == []
        assert made(folder / "made.csv") == passwords
        assert sorted(written(emulator)) == sorted(order), at
        assert state_of(emulator, passwords) == wanted, at

    assert moments == 2 * (1 + 4 * len(order))  # before and after: the head; of each step a look, two lines and a call


@pytest.mark.parametrize("same_file", [True, False])
@pytest.mark.parametrize("fault", [Reset(), Reset(carried_out=False), Restart(carried_out=True), HttpError(status=503)])
@pytest.mark.parametrize("function", sorted({function for function, _ in ORDER}))
def test_a_lost_answer_is_gone_on_from(tmp_path: Path, wanted: Any, function: str, fault: Any, same_file: bool) -> None:
    emulator = server()
    emulator.faults.add(function, fault, times=1)
    with emulator.client(retries=0) as client:
        broken = provision(client, tmp_path, tmp_path / "p.jsonl")
        resumed = provision(client, tmp_path, tmp_path / ("p.jsonl" if same_file else "q.jsonl"))

    assert broken.stopped
    assert resumed.complete
    assert state_of(emulator, made(tmp_path / "made.csv")) == wanted
    done = getattr(fault, "carried_out", False)
    assert sorted(written(emulator)) == sorted([*ORDER, *([] if done else [broken_off(function)])])


def test_a_refusal_leaves_what_needs_it_and_goes_on_with_the_others(tmp_path: Path) -> None:
    emulator = server()
    with emulator.client() as client:
        plan = plan_of(client, make_passwords=True)
        secrets = people_passwords(plan, read_people(LIST), tmp_path / "made.csv")
        apply(plan, client, tmp_path / "p.jsonl", limits=Limits(max_steps=7), secrets=secrets)
        emulator.faults.add("SetUserEmailAddresses", HttpError(status=404), times=1)  # Bob keeps the address
        outcome = apply(plan, client, tmp_path / "p.jsonl", secrets=secrets)

    assert [one.step for one in outcome.left] == [8, 11, 12]
    assert emulator.state.users["bob"].email_addresses == ["info@example.com", "bob@example.com"]
    assert emulator.state.users["ada"].email_addresses == []


def test_limits_stop_before_anything_is_taken_away(tmp_path: Path) -> None:
    emulator = server()
    with emulator.client() as client:
        plan = plan_of(client, make_passwords=True)
        secrets = people_passwords(plan, read_people(LIST), tmp_path / "made.csv")
        first = apply(plan, client, tmp_path / "p.jsonl", limits=Limits(max_steps=2), secrets=secrets)
        assert (first.sent, written(emulator)) == (2, ORDER[:2])
        stopped = apply(plan, client, tmp_path / "p.jsonl", limits=Limits(max_removals=2), secrets=secrets)

    assert plan.removals == 3
    assert "max_removals is 2" in str(stopped.stopped)
    assert written(emulator) == ORDER[:7]


def test_undo_takes_everything_back(tmp_path: Path) -> None:
    emulator, first = server(), state_of(server())
    with emulator.client() as client:
        provision(client, tmp_path, tmp_path / "p.jsonl")
        outcome = apply(undo(tmp_path / "p.jsonl"), client, tmp_path / "undo.jsonl")

    assert outcome.complete
    assert state_of(emulator) == first


def test_passwords_of_those_who_are_there_are_set_only_when_asked_for_and_again_after_a_lost_answer(
    tmp_path: Path,
) -> None:
    emulator, content = server(), f"user;password\r\nCID;{MARK}\r\n".encode()
    with emulator.client(retries=0) as client:
        without = plan_of(client, content)
        emulator.faults.add("SetUserPassword", Reset(), times=1)
        states = [
            provision(client, tmp_path, tmp_path / "p.jsonl", content=content, set_passwords=True) for _ in range(2)
        ]

    assert [step.function for step in without.steps] == ["SetUserPrivilegesOnFolder"]
    assert without.notes == ["their passwords stay as they are, since they are users already: cid"]
    assert [one.complete for one in states] == [False, True]
    assert emulator.state.users["cid"].password == MARK
    assert len(emulator.requests.calls("SetUserPassword")) == 2


def test_made_passwords_are_for_their_owner_alone_and_differ(tmp_path: Path) -> None:
    names = ["=cmd", "jörg", *map(str, range(20))]
    content = "\r\n".join(["user;authentication", *(f"{name};integrated" for name in names)]).encode()
    file = tmp_path / "made.csv"
    with server().client() as client:
        plan = plan_of(client, content, make_passwords=True)
    given = people_passwords(plan, read_people(content), file)
    again = people_passwords(plan, read_people(content), file, gone_on=True)

    assert given == again
    assert [*given] == [f"password of {name}" for name in names]
    assert len({*given.values()}) == len(names)
    assert all(len(one) == 23 and any(map(str.isdigit, one)) and one != one.lower() for one in given.values())
    assert file.stat().st_mode & 0o777 == 0o600
    assert '"\'=cmd";' in file.read_text(encoding="utf-8-sig")


def test_a_file_of_passwords_is_never_written_to_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, people = tmp_path / "made.csv", read_people(LIST)
    with server().client() as client:
        plan = plan_of(client, make_passwords=True)
    for content, problem in (
        (b"user;password\r\nada;x\r\n", "no file of made passwords"),
        (kept.HEAD + b'"bob";"x"\r\n', "has no 'password of ada'; name a new one"),
        (kept.HEAD + b'"ada";"x', "was cut short before any call was made"),
    ):
        file.write_bytes(content)
        with pytest.raises(ConfigurationError, match=problem):
            people_passwords(plan, people, file)
        assert file.read_bytes() == content
    file.unlink()
    with pytest.raises(ConfigurationError, match="there is no 'password of ada'"):
        people_passwords(plan, people)
    with pytest.raises(ConfigurationError, match="is not there; users that were created"):
        people_passwords(plan, people, file, gone_on=True)

    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        people_passwords(plan, people, file)
    assert not file.exists()


def test_no_password_is_in_the_plan_nor_in_the_protocol(tmp_path: Path) -> None:
    emulator = server()
    with emulator.client() as client:
        provision(client, tmp_path, tmp_path / "p.jsonl", set_passwords=True)
    written_down = (tmp_path / "p.jsonl").read_text(encoding="utf-8")

    assert Protocol.load(tmp_path / "p.jsonl").plan.secrets == ["password of jörg", "password of ada"]
    for secret in (MARK, *made(tmp_path / "made.csv").values()):
        assert secret not in written_down


def test_an_instance_gets_its_users_as_well(tmp_path: Path) -> None:
    spe = Emulator(edition="spe")
    with spe.spe_client() as whole:
        client: Any = whole.instance("customer1")
        plan = plan_of(client, b"user;addresses\r\nnew;new@example.com\r\n")
        outcome = apply(plan, client, tmp_path / "p.jsonl")

    assert outcome.complete
    assert "the Service Provider Edition counts archives" in plan.notes[0]
    assert spe.instances["customer1"].users["new"].privileges_on_folders == {"new": ["read"]}
    assert "new" not in spe.instances["customer2"].users
