"""Examples that change something: broken off, repeated, taken back, and when the archive is not as they expect it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mailstore_sdk import Client, models
from mailstore_sdk.emulator import ByPolls, ByTime, Emulator, FailHalfway, Never, Reset
from mailstore_sdk.emulator.server import EmulatorServer
from mailstore_sdk.emulator.state import User
from mailstore_sdk.workflows import undo
from tests.examples import offices
from tests.examples.desk import Desk
from tests.examples.running import FOLDER, environment

ROTATE = r"store_rotation.py --folder 'D:\Mail' --year 2027 --apply"
MOVE = "domain_change.py example.com example.net"


def test_a_store_is_made_once_although_no_answer_came(desk: Desk, archive: EmulatorServer) -> None:
    emulator = Emulator(offices.office().state, version="25.3", tasks=ByPolls(0))  # made before the connection breaks
    emulator.faults.add("CreateStore", Reset(), times=1)
    desk.reach(archive, emulator)

    assert desk.runs(ROTATE).code == 1
    assert desk.runs(ROTATE).code == 0

    emulator.requests.assert_called("CreateStore", name="2027", times=1)
    states = {store.name: store.requested_state for store in emulator.state.stores.values()}
    assert states == {"DefaultFileGroup": "normal", "2012-07": "normal", "2027": "current"}
    assert emulator.state.stores[3].path == r"D:\Mail\2027"


def test_a_repair_is_gone_on_with_and_a_later_one_is_its_own(desk: Desk, archive: EmulatorServer) -> None:
    emulator = offices.before_an_upgrade()
    emulator.faults.add("VerifyStore", FailHalfway(), times=1)
    desk.reach(archive, emulator)

    assert desk.runs("repair_stores.py --apply").code == 1, "although GetStores tells of nothing any more"
    ended = desk.runs("repair_stores.py --apply")
    assert "VerifyStore: done" in ended.out
    emulator.requests.assert_called("UpgradeStore", id=1, times=1)

    assert "No archive store needs a repair" in desk.runs("repair_stores.py --apply").out
    emulator.state.stores[2].needs_upgrade = True
    assert desk.runs("repair_stores.py").code == 1
    assert desk.runs("repair_stores.py --apply").code == 0
    assert len(list(Path().glob("repair-*.jsonl"))) == 1


def test_a_store_that_is_there_already_becomes_the_current_one(desk: Desk, archive: EmulatorServer) -> None:
    emulator = offices.office()
    emulator.state.stores[1].name = "2027"
    desk.reach(archive, emulator)

    assert desk.runs(ROTATE).code == 0
    emulator.requests.assert_not_called("CreateStore")
    assert emulator.state.stores[1].requested_state == "current"

    ended = desk.runs(ROTATE)
    assert ended.code == 0
    assert "nothing to do" in ended.out

    emulator.state.stores[1].requested_state = "normal"  # somebody changes it
    assert desk.runs(ROTATE).code == 0
    assert emulator.state.stores[1].requested_state == "current"
    assert len(list(Path().glob("store-2027*.jsonl"))) == 2


def test_a_plan_for_another_server_is_refused(desk: Desk, archive: EmulatorServer) -> None:
    emulator = offices.office()
    emulator.faults.add("CreateStore", Reset(carried_out=False))
    desk.reach(archive, emulator)
    assert desk.runs(ROTATE).code == 1
    file = Path("store-2027.jsonl")
    file.write_text(file.read_text(encoding="utf-8").replace(f":{archive.port}", ":1"), encoding="utf-8")

    ended = desk.runs(ROTATE)

    assert ended.code == 2
    assert "the plan is for https://127.0.0.1:1" in ended.err


def test_a_domain_changes_and_changes_back(desk: Desk, archive: EmulatorServer) -> None:
    emulator = offices.office()
    users = emulator.state.users
    users["zoe"] = User(user_name="zoe", email_addresses=["Zoe@EXAMPLE.com", "zoe@example.org"])
    users["zwei"] = User(user_name="zwei", email_addresses=["zwei@example.com", "JDoe@example.net"])
    users["other"] = User(user_name="other", email_addresses=["other@sub.example.com"])
    before = {name: list(user.email_addresses) for name, user in users.items()}
    emulator.faults.add("SetUserEmailAddresses", Reset(), times=1)
    desk.reach(archive, emulator)

    shown = desk.runs(MOVE)
    assert shown.code == 0
    assert "johndoe is left alone, since others have jdoe@example.net" in shown.out
    assert "asmith comes from the directory" in shown.out
    emulator.requests.assert_only_read()

    assert desk.runs(f"{MOVE} --apply").code == 1, "an answer was lost"
    assert desk.runs(f"{MOVE} --apply").code == 0
    assert users["zoe"].email_addresses == ["Zoe@example.net", "Zoe@EXAMPLE.com", "zoe@example.org"]
    assert users["zwei"].email_addresses == ["zwei@example.net", "zwei@example.com", "JDoe@example.net"]
    assert len(emulator.requests.calls("SetUserEmailAddresses")) == 2

    users["zwei"].email_addresses.append("new@example.org")  # somebody changes it meanwhile
    ended = desk.runs(f"{MOVE} --undo")
    assert ended.code == 1
    assert "changed by somebody else" in ended.out
    assert users["zwei"].email_addresses[-1] == "new@example.org"
    assert {name: user.email_addresses for name, user in users.items() if name != "zwei"} == {
        name: addresses for name, addresses in before.items() if name != "zwei"
    }


def test_what_was_never_done_cannot_be_taken_back(desk: Desk, archive: EmulatorServer) -> None:
    desk.reach(archive, offices.office())
    ended = desk.runs(f"{MOVE} --undo")
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
    archive.emulator.requests.assert_only_read()


def test_a_directory_is_only_asked(desk: Desk, archive: EmulatorServer) -> None:
    emulator = offices.with_a_directory()
    desk.reach(archive, emulator)
    before = set(emulator.state.users)

    assert desk.runs("directory_sync_preview.py").code == 1
    emulator.requests.assert_called("SyncUsersWithDirectoryServices", dryRun=True, times=1)
    assert set(emulator.state.users) == before


def test_a_broken_store_is_not_backed_up(desk: Desk, archive: EmulatorServer, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.reach(archive, offices.office())
    monkeypatch.setattr(Client, "get_stores", lambda _: [models.Store(id=1, name="Old", error="is corrupt")])

    ended = desk.runs("backup.py folder")

    assert ended.code == 1
    assert ended.err == "not backed up, as there is an error in Old: is corrupt\n"
    archive.emulator.requests.assert_not_called("CreateBackup")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for one process there")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_backup_that_is_broken_off_is_not_begun_twice(
    how: signal.Signals, desk: Desk, archive: EmulatorServer, tmp_path: Path
) -> None:
    emulator = Emulator(offices.office().state, version="25.3", tasks=ByTime(20))
    desk.reach(archive, emulator)
    command = [sys.executable, str(FOLDER / "backup.py"), "folder"]

    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(archive), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("running")
        os.kill(process.pid, how)
    saved = tmp_path / "backup.json"
    assert process.returncode == (130 if how is signal.SIGINT else -how)
    assert saved.stat().st_mode & 0o777 == 0o600
    cancelled = "cancel-async" in emulator.requests.functions
    assert cancelled is (how is signal.SIGINT)

    with emulator.client(password=offices.PASSWORD) as client:
        if not cancelled:  # by somebody else
            client.resume(saved.read_text(encoding="utf-8")).cancel()
    again = desk.runs("backup.py folder")
    assert again.out.startswith("waiting for the backup that was begun before\ncancelled")
    assert again.code == 1
    assert not saved.exists()
    emulator.requests.assert_called("CreateBackup", path="folder", times=1)


def test_a_backup_whose_server_was_restarted_is_told(desk: Desk, archive: EmulatorServer) -> None:
    emulator = Emulator(offices.office().state, version="25.3", tasks=Never())
    desk.reach(archive, emulator)
    with emulator.client(password=offices.PASSWORD) as client:
        saved = client.begin_create_backup("folder", exclude_search_indexes=True).to_json()
    Path("backup.json").write_text(saved, encoding="utf-8")
    emulator.restart()

    ended = desk.runs("backup.py folder")

    assert ended.code == 2
    assert "is lost" in ended.err
    assert not Path("backup.json").exists()
    emulator.requests.assert_called("CreateBackup", times=1)


def test_colleagues_are_created_once_whatever_breaks(desk: Desk, archive: EmulatorServer) -> None:
    emulator = offices.office()
    for function in ("CreateUser", "SetUserEmailAddresses", "SetUserPrivilegesOnFolder"):
        emulator.faults.add(function, Reset(), times=1)
    desk.reach(archive, emulator)
    rows = [{"login": name, "name": f"{name} Neu", "mail": [f"{name}@example.com"]} for name in ("ada", "jürgen")]
    Path("hr.json").write_text(json.dumps(rows), encoding="utf-8")
    command = "new_colleagues.py hr.json"

    assert desk.runs(command).code == 0
    emulator.requests.assert_only_read()
    codes = [desk.runs(f"{command} --apply").code for _ in range(4)]
    assert codes == [1, 1, 1, 0]
    assert "nothing to do" in desk.runs(f"{command} --apply").out

    assert len(emulator.requests.calls("CreateUser")) == 2
    kept = {line.split(";")[0].strip('"') for line in Path("hr.passwords.csv").read_text("utf-8-sig").splitlines()}
    assert {"ada", "jürgen"} <= kept
    for name in ("ada", "jürgen"):
        user = emulator.state.users[name]
        assert user.email_addresses == [f"{name}@example.com"]
        assert user.privileges_on_folders == {name: ["read"]}
        assert user.password in Path("hr.passwords.csv").read_text("utf-8-sig")
        assert not any(user.password in file.read_text("utf-8") for file in Path().glob("*.jsonl"))


def test_a_wrong_export_is_told_before_anything_is_sent(desk: Desk, archive: EmulatorServer) -> None:
    desk.reach(archive, offices.office())
    row = {"login": "ada", "name": "Ada", "mail": ["ada@example.com"]}
    for content in (json.dumps([row, row]), "[", json.dumps([{"login": "ada"}]), json.dumps(["ada"])):
        Path("hr.json").write_text(content, encoding="utf-8")
        ended = desk.runs("new_colleagues.py hr.json --apply")
        assert ended.code == 2, content
        assert ended.err.startswith("new_colleagues: ")
    archive.emulator.requests.assert_only_read()


def test_hours_that_are_none_are_refused(desk: Desk, archive: EmulatorServer) -> None:
    desk.reach(archive, offices.by_itself())
    for hours in ("", "22-4", "22:00-04:00x", "22:00-04:00 23:00-24:00"):
        assert desk.runs(f"maintenance_windows.py {hours} --apply").code == 2
    assert not archive.emulator.requests


def test_a_profile_keeps_its_pause_and_has_its_way_back(desk: Desk, archive: EmulatorServer) -> None:
    emulator = offices.by_itself()
    desk.reach(archive, emulator)
    before = dict(emulator.state.profiles[1]["serverSideExecution"])

    assert desk.runs("maintenance_windows.py 22:00-04:00 --apply").code == 0
    there = emulator.state.profiles[1]["serverSideExecution"]
    assert there == {**before, "automaticMaintenanceWindows": "22:00-04:00"}
    assert "nothing to do" in desk.runs("maintenance_windows.py 22:00-04:00 --apply").out
    (protocol,) = Path().glob("windows-*.jsonl")
    assert undo(protocol).steps


def test_a_leaver_is_let_go_once_and_the_others_go_on(desk: Desk, archive: EmulatorServer) -> None:
    emulator = offices.office()
    emulator.faults.add("DeleteUser", Reset(), times=1)
    desk.reach(archive, emulator)
    Path("leavers.csv").write_text("user;manager\nadmin;johndoe\nasmith;johndoe\n", encoding="utf-8")

    assert desk.runs("leavers.py leavers.csv").code == 1
    emulator.requests.assert_only_read()
    for _ in range(2):
        assert desk.runs("leavers.py leavers.csv --apply").code == 1, "the administrator stays"

    assert set(emulator.state.users) == {"admin", "johndoe"}
    assert emulator.state.users["johndoe"].privileges_on_folders["asmith"] == ["read"]
    emulator.requests.assert_called("DeleteUser", userName="asmith", times=1)
