"""`mailstore plan`: shown, carried out once, gone on with after any break, and taken back."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk import Client
from mailstore_sdk.emulator import Emulator, Reset
from mailstore_sdk.emulator.server import EmulatorServer
from mailstore_sdk.workflows import Plan, Protocol, server_of
from mailstore_sdk.workflows.protocol import Writer
from tests.cli.cli_process import Run, reaching
from tests.cli.inside import Inside
from tests.cli.terminal import at_terminal
from tests.workflows.plans import MARK, SECRETS, emulated, named, new_user, right, state_of, written

ORDER = ["CreateUser", "SetUserFullName", "SetUserPrivilegesOnFolder"]


def start() -> Emulator:
    return emulated(a={"b": ["read"]})


@pytest.fixture(scope="module")
def running() -> Iterator[EmulatorServer]:
    with start().serve() as server:
        yield server


@pytest.fixture
def server(running: EmulatorServer) -> Emulator:
    """The emulator as it was, for a test of its own."""
    reset(running.emulator)
    return running.emulator


def reset(emulator: Any) -> None:
    emulator.state.users = start().state.users
    emulator.requests.clear()
    emulator.faults.clear()


@pytest.fixture
def reached(running: EmulatorServer) -> dict[str, str]:
    return reaching(running)


def plan(running: EmulatorServer) -> Plan:
    with Client(**running.connection) as client:
        steps = [new_user(), named(), right("a", "b", ["read"], [])]
        return Plan(title="two people", server=server_of(client), steps=steps, notes=["row 7: 'x\n' is no user here"])


@pytest.fixture
def file(running: EmulatorServer, tmp_path: Path) -> Path:
    """The plan, and what it asks for."""
    (tmp_path / "secrets.json").write_text(json.dumps(SECRETS), encoding="utf-8-sig")
    path = tmp_path / "plan.json"
    path.write_text(plan(running).to_json(), encoding="utf-8")
    return path


APPLY = ("plan", "apply", "plan.json", "--yes", "--secrets", "secrets.json")


def test_a_plan_is_shown_to_a_person_and_to_a_program(inside: Inside, file: Path) -> None:
    shown = inside("plan", "show", "plan.json")

    assert (shown.code, shown.err) == (0, "")
    assert shown.out.splitlines()[0] == "two people: 3 steps, 1 of them taking something away"
    assert shown.out.splitlines()[-1] == "Note: row 7: 'x ' is no user here"
    assert 'userName="new", password=***' in shown.out
    for form in ("--json", "--jsonl"):
        assert Plan.from_json(inside("plan", "show", "plan.json", form).out) == Plan.load(file)


def test_it_is_carried_out_and_a_second_run_changes_nothing_and_asks_nothing(
    inside: Inside, server: Emulator, reached: dict[str, str], file: Path
) -> None:
    done = inside(*APPLY, **reached)
    assert (done.code, done.err) == (0, "")
    assert "  1  CreateUser  carried out\n" in done.out
    assert done.out.splitlines()[-2:] == [
        "two people: 3 carried out", "To take it back: mailstore plan undo plan.protocol.jsonl",
    ]  # fmt: skip
    assert written(server) == ORDER
    server.requests.assert_called("CreateUser", password=SECRETS["password of new"])
    server.requests.clear()

    for again in ("plan.json", "plan.protocol.jsonl"):  # without --yes, and without the secrets
        done = inside("plan", "apply", again, **reached)
        assert (done.code, done.err) == (0, "")
        assert done.out.splitlines()[-2:] == ["two people: 3 carried out before", "Nothing was changed."]
    assert list(server.requests) == []
    shown = inside("plan", "show", "plan.protocol.jsonl").out
    assert [line.split()[2:4] for line in shown.splitlines()[-6:]] == [
        [str(number), event] for number in (1, 2, 3) for event in ("begun", "done")
    ]
    assert Protocol.load(file.with_name("plan.protocol.jsonl")).complete


def test_a_dry_run_only_reads_and_writes_no_file(
    inside: Inside, server: Emulator, reached: dict[str, str], file: Path
) -> None:
    before = sorted(file.parent.iterdir())
    done = inside("plan", "apply", "plan.json", "--dry-run", **reached)

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-2:] == ["two people: 3 would be carried out", "Nothing was changed."]
    server.requests.assert_only_read()
    assert sorted(file.parent.iterdir()) == before


def test_a_program_reads_json_alone_and_the_rest_is_on_stderr(
    inside: Inside, server: Emulator, reached: dict[str, str], file: Path
) -> None:
    dry = inside("plan", "apply", "plan.json", "--dry-run", "--json", **reached)
    assert json.loads(dry.out)["outcome"]["preview"]
    assert (json.loads(dry.out)["protocolFile"], dry.err) == (None, "")

    lines = inside(*APPLY, "--jsonl", "--max-steps", "1", **reached)
    assert [json.loads(line)["state"] for line in lines.out.splitlines()] == ["done", "left", "left"]
    assert lines.err == "mailstore: Protocol: plan.protocol.jsonl\nmailstore: note: row 7: 'x ' is no user here\n"
    assert lines.code == 1

    whole = inside(*APPLY, "--json", **reached)
    found = json.loads(whole.out)
    assert (whole.code, found["complete"], found["protocolFile"]) == (0, True, "plan.protocol.jsonl")
    assert Plan.from_json(json.dumps(found["plan"])) == Plan.load(file)
    assert whole.err.startswith("mailstore: Gone on with: the plan of ")
    assert written(server) == ORDER


def test_limits_stop_it_and_it_is_gone_on_with(
    inside: Inside, server: Emulator, reached: dict[str, str], file: Path
) -> None:
    stopped = inside(*APPLY, "--max-removals", "0", **reached)
    assert stopped.code == 1
    assert "Stopped: steps that take something away: 1; max_removals is 0\n" in stopped.out
    assert stopped.out.endswith("To go on: mailstore plan apply plan.protocol.jsonl\n")
    assert written(server) == ORDER[:2]

    few = inside(*APPLY, "--max-steps", "0", **reached)
    assert (few.code, "Stopped: max_steps is 0\n" in few.out) == (1, True)
    done = inside("plan", "apply", "plan.protocol.jsonl", "--yes", "--secrets", "secrets.json", **reached)
    assert done.code == 0
    assert written(server) == ORDER


def test_steps_that_a_run_did_not_come_to_are_counted_and_not_listed(
    inside: Inside, server: Emulator, reached: dict[str, str], file: Path
) -> None:
    server.faults.add("GetUsers", Reset(carried_out=False), times=None)
    done = inside(*APPLY, **reached)

    assert done.code == 1
    assert "two people: 3 left\n" in done.out
    assert done.out.count("could not be looked at") == 2  # when it happened, and at the end
    assert "the run had stopped" not in done.out
    assert written(server) == []


@pytest.mark.parametrize("fault", [Reset(), Reset(carried_out=False)], ids=repr)
def test_a_lost_answer_is_looked_at_by_the_next_run(
    inside: Inside, server: Emulator, reached: dict[str, str], file: Path, fault: Any
) -> None:
    server.faults.add("CreateUser", fault, times=1)
    lost = inside(*APPLY, **reached)
    assert lost.code == 1
    assert "outcome unknown" in lost.out

    assert inside(*APPLY, **reached).code == 0
    assert written(server) == (ORDER if fault.carried_out else ["CreateUser", *ORDER])


def test_a_break_at_any_line_of_the_protocol_names_how_to_go_on_and_no_call_comes_twice(
    inside: Inside, server: Emulator, reached: dict[str, str], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add, protocol, broken = Writer.add, file.with_name("plan.protocol.jsonl"), 0
    for at in range(1, 100):
        moments = iter(range(1, 100))

        def adding(writer: Writer, entry: Any, moments: Any = moments, at: int = at) -> None:
            if next(moments) == at:
                raise KeyboardInterrupt
            add(writer, entry)
            if next(moments) == at:
                raise KeyboardInterrupt

        reset(server)
        protocol.unlink(missing_ok=True)
        with monkeypatch.context() as patch:
            patch.setattr(Writer, "add", adding)
            done = inside(*APPLY, **reached)
        if done.code == 0:
            break
        broken += 1
        assert done.code == 130
        assert done.err == "mailstore: interrupted: To go on: mailstore plan apply plan.protocol.jsonl\n"
        assert inside(*APPLY, **reached).code == 0, at
        assert written(server) == ORDER, at
    assert broken == 2 * (1 + 2 * 3)
    assert state_of(server)["new"] == ("Ada Neu", SECRETS["password of new"], {})


def test_undo_takes_back_and_is_gone_on_with_only_as_an_undo(
    inside: Inside, server: Emulator, reached: dict[str, str], file: Path
) -> None:
    inside(*APPLY, **reached)
    same = inside("plan", "undo", "plan.protocol.jsonl", "--yes", "--protocol-file", "plan.protocol.jsonl", **reached)
    assert (same.code, "is the protocol of another plan" in same.err) == (2, True)

    undo = ("plan", "undo", "plan.protocol.jsonl", "--yes", "--protocol-file", "undo.jsonl")
    assert inside(*undo, "--max-steps", "1", **reached).code == 1
    assert server.state.users["a"].privileges_on_folders == {"b": ["read"]}
    assert "new" in server.state.users
    done = inside(*undo, **reached)
    assert done.code == 0
    assert "Note: step 2 of the plan cannot be taken back" in done.out
    assert state_of(server) == state_of(start())
    server.requests.clear()
    assert "Nothing was changed." in inside(*undo, **reached).out
    assert list(server.requests) == []


def test_a_plan_can_be_written_and_replaces_only_a_plan(
    inside: Inside, server: Emulator, reached: dict[str, str], file: Path
) -> None:
    inside(*APPLY, **reached)
    done = inside("plan", "undo", "plan.protocol.jsonl", "-o", "undo.json", **reached)
    assert done.out.endswith("Written: undo.json. To carry it out: mailstore plan apply undo.json\n")
    as_json = inside("plan", "undo", "plan.protocol.jsonl", "-o", "undo.json", "--json", **reached)
    assert Plan.from_json(as_json.out) == Plan.load(file.with_name("undo.json"))

    protocol = file.with_name("plan.protocol.jsonl")
    before = protocol.read_bytes()
    refused = inside("plan", "apply", "plan.json", "-o", protocol.name, **reached)
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert "is there already, and is no plan: it stays as it is" in refused.err
    assert protocol.read_bytes() == before


def test_files_that_do_not_fit_are_one_line_and_nothing_is_sent(
    inside: Inside, server: Emulator, reached: dict[str, str], file: Path
) -> None:
    (file.parent / "list.csv").write_bytes(b"user;archive\r\n\xfc;b\r\n")
    (file.parent / "other.jsonl").write_bytes(b'{"protocol":1,"x":1}\n')
    elsewhere = Plan.load(file).model_copy(update={"server": "https://elsewhere.example:8463"})
    (file.parent / "elsewhere.json").write_text(elsewhere.to_json(), encoding="utf-8")
    (file.parent / "cut.jsonl").write_bytes(b'{"protocol":1,"at":"2026')
    inside("plan", "apply", "plan.json", "--yes", "--secrets", "secrets.json", "--max-steps", "0", **reached)
    server.requests.clear()
    for typed, said in {
        "apply list.csv": "list.csv: that is not a plan: it is not JSON",
        "show list.csv": "list.csv: that is not a plan: it is not JSON",
        "undo list.csv": "list.csv is not the protocol of a plan",
        "undo plan.json": "plan.json is not the protocol of a plan",
        "undo cut.jsonl": "or was cut off in its first line, before any call was made",
        "apply other.jsonl": "other.jsonl is not the protocol of a plan: line 1",
        "apply none.json": "none.json: No such file or directory",
        "apply plan.json --protocol-file list.csv": "list.csv is not the protocol of a plan",
        "apply elsewhere.json": "the plan is for https://elsewhere.example:8463, and the client is that of",
        "apply elsewhere.json --protocol-file plan.protocol.jsonl": "is the protocol of another plan; name a new one",
        "apply plan.json --json --jsonl": "exclude each other",
    }.items():
        done = inside("plan", *typed.split(), *(["--yes"] if "show" not in typed else []), **reached)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), done
        assert said in done.err
    assert list(server.requests) == []
    assert (file.parent / "list.csv").read_bytes() == b"user;archive\r\n\xfc;b\r\n"


@pytest.mark.parametrize(
    ("options", "said"), [((), "say --yes"), (("--read-only", "--yes"), "is refused: --read-only")]
)
def test_nobody_who_was_not_asked_writes(
    inside: Inside, server: Emulator, reached: dict[str, str], file: Path, options: tuple[str, ...], said: str
) -> None:
    done = inside("plan", "apply", "plan.json", "--secrets", "secrets.json", *options, **reached)

    assert (done.code, said in done.err) == (2, True)
    assert not file.with_name("plan.protocol.jsonl").exists()
    server.requests.assert_only_read()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "the plan asks for secrets: 'password of new'; say --secrets FILE"),
        (f'["{MARK}"]', "the secrets are no JSON object"),
        (f'{{"password of new": ["{MARK}"]}}', "the secrets are no JSON object"),
        (f"password of new={MARK}", "the secrets are no JSON object"),
        (f'{{"other": "{MARK}"}}', "the secrets lack 'password of new'"),
        ('{"password of new": ""}', "the secrets lack 'password of new'"),
    ],
)
def test_secrets_that_are_missing_are_told_and_those_that_are_there_are_not(
    inside: Inside, server: Emulator, reached: dict[str, str], file: Path, text: str | None, said: str
) -> None:
    given = () if text is None else ("--secrets", "given.json")
    (file.parent / "given.json").write_text(text or "", encoding="utf-8")
    done = inside("plan", "apply", "plan.json", "--yes", *given, **reached)

    assert not [*file.parent.glob("*.jsonl")]  # which would be in the way of another plan
    assert (done.code, said in done.err, MARK in done.err + done.out) == (2, True, False)
    assert written(server) == []


def test_secrets_come_from_standard_input_after_the_password(
    inside: Inside, server: Emulator, reached: dict[str, str], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached.pop("MAILSTORE_PASSWORD")
    monkeypatch.setattr("sys.stdin", io.StringIO("admin\n" + json.dumps(SECRETS)))
    done = inside("plan", "apply", "plan.json", "--yes", "--password-stdin", "--secrets", "-", **reached)

    assert done.code == 0
    assert server.state.users["new"].password == SECRETS["password of new"]


def test_no_secret_is_in_any_output_file_or_log(
    mailstore: Run, server: Emulator, reached: dict[str, str], file: Path
) -> None:
    server.faults.add("SetUserFullName", Reset(), times=1)
    done = mailstore("-vv", *APPLY, "--json", **reached)

    assert (done.returncode, "CreateUser" in done.stderr) == (1, True)
    assert MARK not in done.stdout + done.stderr
    (file.parent / "secrets.json").unlink()
    assert [path.name for path in file.parent.iterdir() if MARK in path.read_text(encoding="utf-8")] == []


def test_at_a_terminal_somebody_is_asked_and_types_the_secret_unseen(
    server: Emulator, reached: dict[str, str], file: Path
) -> None:
    question = (
        "two people (3 steps, 1 of them taking something away) may change something on the server. Go on? [y/N]: "
    )
    code, screen = at_terminal(["plan", "apply", "plan.json"], [(question, "n")], file.parent, **reached)
    assert (code, written(server)) == (1, [])

    answers = [(question, "y"), ("password of new: ", MARK)]
    code, screen = at_terminal(["plan", "apply", "plan.json"], answers, file.parent, **reached)
    assert (code, "┃" in screen, MARK in screen) == (0, True, False)
    assert server.state.users["new"].password == MARK
    assert written(server) == ORDER


def test_a_plan_of_somebody_else_does_not_steer_the_terminal_that_asks(
    reached: dict[str, str], server: Emulator, file: Path
) -> None:
    steering = "\x1b]0;owned\x07\nmailstore: all is well"
    evil = {**json.loads(file.read_text(encoding="utf-8")), "title": steering}
    evil["steps"][0]["secrets"] = {"password": f"Password{steering}"}
    file.write_text(json.dumps(evil), encoding="utf-8")
    answers = [("Go on?", "y"), ("Password ", MARK)]
    code, screen = at_terminal(["plan", "apply", "plan.json"], answers, file.parent, **reached)

    assert code == 0
    assert "\x07" not in screen
    assert "\nmailstore: all is well" not in screen
    assert MARK not in screen


def test_half_a_character_stands_in_no_plan(inside: Inside, reached: dict[str, str], file: Path) -> None:
    evil = {**json.loads(file.read_text(encoding="utf-8")), "title": "\ud800"}
    file.write_text(json.dumps(evil), encoding="utf-8")
    done = inside(*APPLY, **reached)

    assert done.code == 2
    assert done.err == "mailstore: plan.json: that is not a plan: it is not JSON\n"
