"""Profiles in a file, and what becomes of them on another server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator, HttpError, Reset
from mailstore_sdk.emulator.state import User
from mailstore_sdk.errors import ArgumentError, ConfigurationError
from mailstore_sdk.workflows import (
    Limits,
    Plan,
    ProfileFile,
    SheetError,
    export_profiles,
    plan_profile_import,
    preview,
    undo,
)
from tests.workflows.plans import crashed, gone_on
from tests.workflows.profiles import MARK, NAME, NEW, applied, emulated, running, state_of, there, written

ASKED = [f"details.password of {NAME!r}", "details.password of 'Exchange Mailboxes'"]
SECRETS = dict.fromkeys(ASKED, NEW)


def target(**users: Any) -> Emulator:
    """A server without profiles."""
    emulator = Emulator(version="22.3")
    emulator.state.users = {"admin": User(user_name="admin", password="admin", privileges=["admin"]), **users}
    emulator.state.profiles = {}
    return emulator


def exported(**details: Any) -> ProfileFile:
    return ProfileFile.from_json(export_profiles(there(emulated(**details)), [3, 1], version="25.3").to_json())


def importing(emulator: Emulator, file: ProfileFile | None = None, **options: Any) -> Plan:
    return plan_profile_import(file or exported(), there(emulator), **options)


def test_a_file_has_every_setting_and_no_secret() -> None:
    server = emulated(clientSecret=f"{MARK}-told", credentialId=4)
    text = export_profiles(there(server), version="25.3.1").to_json()
    found = json.loads(text)

    assert MARK not in text
    assert (found["format"], found["version"]) == (1, "25.3.1")
    assert [one["properties"]["name"] for one in found["profiles"]] == ["Exchange Mailboxes", NAME]
    one = found["profiles"][1]
    assert one["secrets"] == ["details.password", "details.clientSecret"]
    wanted = {key: value for key, value in state_of(server)[3].items() if key not in ("id", "version")}
    wanted["details"] |= {"password": None, "clientSecret": None}
    assert one["properties"] == wanted
    assert [one.properties["name"] for one in export_profiles(there(server), [NAME]).profiles] == [NAME]


def test_it_tells_which_profile_cannot_be_exported() -> None:
    with pytest.raises(ArgumentError, match=r"profile 3 '.*details.accounts.\[0\].password needs a secret"):
        export_profiles(there(emulated(accounts=[{"password": None}])))


@pytest.mark.parametrize("start", [False, True])
def test_profiles_arrive_with_every_setting(tmp_path: Path, start: bool) -> None:
    source, server = emulated(), target()
    plan = importing(server, start=start)
    assert plan.secrets == ASKED
    assert applied(server, plan, tmp_path / "p.jsonl", secrets=SECRETS).complete

    for number, there_as in ((1, 3), (2, 1)):
        wanted = {**state_of(source)[there_as], "id": number, "version": 1}
        wanted["details"] = {**wanted["details"], "password": NEW}
        wanted["serverSideExecution"] = {**wanted["serverSideExecution"], "automatic": start}
        assert state_of(server)[number] == wanted
    assert bool([note for note in plan.notes if "it ran by itself, and does not here" in note]) is not start


def test_a_second_import_creates_nothing_and_says_so(tmp_path: Path) -> None:
    server = target()
    applied(server, importing(server), tmp_path / "p.jsonl", secrets=SECRETS)
    server.requests.clear()
    again = importing(server)
    assert again.steps == []
    assert [note[note.index("it is") :] for note in again.notes] == [
        f"it is there already, as 1 {NAME!r}", "it is there already, as 2 'Exchange Mailboxes'"
    ]  # fmt: skip
    with server.client() as client:
        assert "nothing to do" in str(preview(again, client))
    server.requests.assert_only_read()


def test_a_crash_at_any_moment_is_gone_on_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = target()
    applied(plain, importing(plain, start=True), tmp_path / "plain.jsonl", secrets=SECRETS)
    moments = 0
    for at in range(1, 200):
        server, file = target(), tmp_path / f"{at}.jsonl"
        plan = importing(server, start=True)
        with server.client() as client:
            if not crashed(client, at, monkeypatch, plan, file, secrets=SECRETS):
                break
            moments += 1
        with server.client() as client:
            assert gone_on(plan, client, file, secrets=SECRETS).complete, at
        # Of which nobody knows for a while whether it was created comes last, and has the other id.
        assert sorted(written(server)) == sorted(["CreateProfile", "SetProfileServerSideExecution"] * 2), at
        assert without_ids(server) == without_ids(plain), at
    assert moments > 30


def without_ids(server: Emulator) -> list[str]:
    return sorted(json.dumps({**one, "id": 0, "version": 0}, sort_keys=True) for one in state_of(server).values())


@pytest.mark.parametrize("carried_out", [True, False])
def test_a_lost_answer_creates_nothing_twice(tmp_path: Path, carried_out: bool) -> None:
    server = target()
    plan = importing(server)
    server.faults.add("CreateProfile", Reset(carried_out=carried_out), times=1)
    assert not applied(server, plan, tmp_path / "p.jsonl", secrets=SECRETS).complete
    # Planned anew, too, which is as good as the protocol here.
    anew = importing(server)
    assert len(anew.steps) == (1 if carried_out else 2)
    given = dict.fromkeys(anew.secrets, NEW)
    assert applied(server, anew, tmp_path / "q.jsonl", secrets=given).complete
    assert applied(server, plan, tmp_path / "p.jsonl", secrets=SECRETS).sent == 0
    assert len(state_of(server)) == 2


def test_a_refusal_leaves_the_others_alone_limits_hold_and_undo_deletes_what_was_created(tmp_path: Path) -> None:
    server = target()
    plan = importing(server, start=True)
    server.faults.add("CreateProfile", HttpError(status=404), times=1)
    outcome = applied(server, plan, tmp_path / "p.jsonl", secrets=SECRETS)
    assert [one.state for one in outcome.steps] == ["failed", "left", "done", "done"]
    assert running(server) == []  # that is: none but number 1
    assert applied(server, plan, tmp_path / "p.jsonl", secrets=SECRETS, limits=Limits(max_steps=1)).sent == 1

    assert applied(server, undo(tmp_path / "p.jsonl"), tmp_path / "u.jsonl", secrets={}).complete
    assert state_of(server) == {}


def test_everything_that_is_wrong_is_told_before_anything_is_created() -> None:
    file = exported()
    first, second = file.profiles
    bad = [
        first.model_copy(update={"properties": {**first.properties, "id": 3, "version": 1}}),
        first.model_copy(update={"properties": {**first.properties, "name": None}}),
        first.model_copy(update={"properties": {**first.properties, "details": {"password": MARK, "apiKey": MARK}}}),
        first.model_copy(update={"properties": {**first.properties, "details": {"ignoreSSLPolicyErrors": "1"}}}),
        first.model_copy(update={"properties": {**first.properties, "details": {"disallowAnyCertificate": "0"}}}),
        second,
        second,
        first.model_copy(update={"secrets": ["details.nowhere.password"]}),
    ]
    server = target()
    server.state.profiles[5] = {**state_of(emulated())[3], "id": 5, "connector": "POP3"}
    with pytest.raises(SheetError) as caught:
        importing(server, file.model_copy(update={"profiles": bad}))
    problems = caught.value.problems
    assert [problem.partition(" (")[0] for problem in problems] == [
        *["profile 1"] * 2, "profile 2", *["profile 3"] * 2, "profile 4", "profile 5", "profile 7", "profile 8"
    ]  # fmt: skip
    assert "id is given by the server" in problems[0]
    assert "it has no name" in problems[2]
    assert "details.password holds what may be a secret" in problems[3]
    assert "5 " in problems[5]
    assert "it is in the file twice" in problems[7]
    assert 'and differs: connector: "POP3" -> "IMAP"' in problems[8]
    assert MARK not in str(caught.value)


@pytest.mark.parametrize(
    ("details", "key"),
    [({"ignoreSSLPolicyErrors": "1"}, "ignoreSSLPolicyErrors"), ({"verifyCertificate": False}, "verifyCertificate")],
)
def test_a_profile_that_takes_any_certificate_is_not_brought_elsewhere(details: Any, key: str) -> None:
    with pytest.raises(SheetError, match=rf"takes any certificate of the mail server \(details.{key}\)"):
        importing(target(), exported(**details))


def test_of_two_called_alike_one_may_be_there_already() -> None:
    file = exported()
    other = file.profiles[0].model_copy(update={"properties": {**file.profiles[0].properties, "connector": "POP3"}})
    both = file.model_copy(update={"profiles": [other, file.profiles[0]]})
    server = target()
    plan = importing(server, both)
    assert plan.secrets == [ASKED[0], f"{ASKED[0]} (2)"]
    server.state.profiles[5] = {**state_of(emulated())[3], "id": 5}
    assert len(importing(server, both).steps) == 1


def test_what_may_not_fit_here_is_noted() -> None:
    file = exported(targetUserFolder="jdoe/Inbox", path="C:\\Mail\\x.pst", credentialId=4, apiToken=None)
    plan = importing(target(), file, users=["Admin"], version="22.3.0.1")
    notes = "\n".join(plan.notes)
    assert "made by version 25.3, and this is 22.3.0.1" in notes
    assert "details.targetUserFolder is 'jdoe', and no user here is called so" in notes
    assert "whether details.path 'C:\\\\Mail\\\\x.pst' is there cannot be read" in notes
    assert "details.credentialId is 4, which may mean something else here" in notes
    assert "nothing is at details.apiToken" in notes
    assert "owner" not in notes
    assert "its owner 'nobody' is no user here" in "\n".join(importing(target(), file, users=[], owner="nobody").notes)
    without = importing(target(), no_secret_at=["details.password"])
    assert without.secrets == []


@pytest.mark.parametrize("text", ["", "[]", '{"format": 2}', '{"format": 1, "server": "x", "profiles": [{"a": 1}]}'])
def test_what_is_no_file_of_profiles_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "f.json").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="that is not a file of profiles"):
        ProfileFile.load(tmp_path / "f.json")
