"""The protocol survives a cut at any byte, and is never mistaken for another file."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.emulator import Emulator, Reset
from mailstore_sdk.emulator.handlers import HANDLERS
from mailstore_sdk.emulator.messages import Refused
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.workflows import Limits, Protocol, apply, undo
from mailstore_sdk.workflows.protocol import writing
from tests.workflows.plans import MARK, SECRETS, emulated, lines, plan_of, provision, right, written


@pytest.fixture
def server() -> Emulator:
    return emulated(a={"b": ["read"]}, b={})


def test_every_call_is_announced_before_and_told_after(server: Emulator, tmp_path: Path) -> None:
    file, plan = tmp_path / "p.jsonl", provision(server)
    seen: list[list[str]] = []
    with server.client() as client:
        apply(plan, client, file, secrets=SECRETS, on_step=lambda _: seen.append(lines(file)))

    assert [len(one) for one in seen] == [3, 5, 7, 9]
    assert [(one["step"], one["event"]) for one in map(json.loads, lines(file)[1:])] == [
        (number, event) for number in (1, 2, 3, 4) for event in ("begun", "done")
    ]
    assert Protocol.load(file).plan == plan
    assert MARK not in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_server_that_repeats_the_secret_does_not_get_it_into_the_protocol(server: Emulator, tmp_path: Path) -> None:
    file = tmp_path / "p.jsonl"
    server.state.licensed_users = 0
    with server.client() as client:
        outcome = apply(provision(server), client, file, secrets=SECRETS)

    assert outcome.steps[0].state == "failed"
    assert MARK not in f"{file.read_text(encoding='utf-8')} {outcome!r} {outcome} {outcome.to_json()}"


def test_a_cut_at_any_byte_loses_no_call_that_was_made(server: Emulator, tmp_path: Path) -> None:
    plan, file = plan_of(server, right("b", "a", [], ["read"]), right("a", "b", ["read"], [])), tmp_path / "p.jsonl"
    server.faults.add("SetUserPrivilegesOnFolder", Reset(), times=1)
    with server.client() as client:
        apply(plan, client, file)
        apply(plan, client, file)
        whole = file.read_bytes()
        assert len(written(server)) == 2
        for end in [*range(len(whole) - 500, len(whole)), *range(0, len(whole) - 500, 37)]:
            file.write_bytes(whole[:end])
            assert apply(plan, client, file).complete
            again = Protocol.load(file)
            assert again.plan == plan
            assert set(again.last) == {1, 2}
        assert len(written(server)) == 2


def test_a_last_line_without_its_end_counts(server: Emulator, tmp_path: Path) -> None:
    file, plan = tmp_path / "p.jsonl", provision(server)
    with server.client() as client:
        apply(plan, client, file, limits=Limits(max_steps=1), secrets=SECRETS)
        file.write_bytes(file.read_bytes().rstrip(b"\n"))
        outcome = apply(plan, client, file, secrets=SECRETS)

    assert [one.state for one in outcome.steps] == ["before", "done", "done", "done"]
    assert len(Protocol.load(file).entries) == 8


@pytest.mark.parametrize(
    "content", [b"user;archive\r\na;b\r\n", b'{"protocol":1}\n', b"{}", b"\n", b'{"protocol":1,"x":1}']
)
def test_another_file_is_refused_and_stays_as_it_is(server: Emulator, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "wanted.csv"
    file.write_bytes(content)
    with server.client() as client, pytest.raises(ConfigurationError, match="is not the protocol of a plan"):
        apply(provision(server), client, file, secrets=SECRETS)
    with pytest.raises(ConfigurationError, match="is not the protocol of a plan"):
        undo(file)

    assert file.read_bytes() == content
    assert len(server.requests) == 0


def test_a_line_in_the_middle_that_is_none_is_refused(server: Emulator, tmp_path: Path) -> None:
    file, plan = tmp_path / "p.jsonl", provision(server)
    with server.client() as client:
        apply(plan, client, file, secrets=SECRETS)
        kept = lines(file)
        for number, line in ((3, "x"), (4, kept[3].replace('"step":2', '"step":5'))):
            file.write_text("\n".join([*kept[: number - 1], line, *kept[number:]]) + "\n", encoding="utf-8")
            with pytest.raises(ConfigurationError, match=r"line 3 is not|steps that its plan does not have"):
                apply(plan, client, file, secrets=SECRETS)


def test_the_protocol_of_another_plan_is_refused(server: Emulator, tmp_path: Path) -> None:
    with server.client() as client:
        apply(plan_of(server), client, tmp_path / "p.jsonl")
        with pytest.raises(ConfigurationError, match=r"is the protocol of another plan \(test\)"):
            apply(provision(server), client, tmp_path / "p.jsonl", secrets=SECRETS)


def test_two_runs_at_once_are_refused(server: Emulator, tmp_path: Path) -> None:
    plan, file = provision(server), tmp_path / "p.jsonl"
    with (
        writing(file, plan),
        server.client() as client,
        pytest.raises(ConfigurationError, match="another run is writing to this protocol"),
    ):
        apply(plan, client, file, secrets=SECRETS)
    assert len(server.requests) == 0


def test_without_a_protocol_no_call_is_made(server: Emulator, tmp_path: Path) -> None:
    with server.client() as client, pytest.raises(FileNotFoundError):
        apply(provision(server), client, tmp_path / "no folder" / "p.jsonl", secrets=SECRETS)
    assert len(server.requests) == 0


@pytest.mark.parametrize("function", ["SetUserFullName", "GetUserInfo", "SetUserPrivilegesOnFolder"])
def test_a_server_that_tells_the_secret_of_an_earlier_step_does_not_get_it_anywhere(
    server: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    def telling(_: Any, __: Any) -> Any:
        raise Refused(f"his password is {SECRETS['password of new']}")

    monkeypatch.setitem(HANDLERS, function, telling)
    path = tmp_path / "p.jsonl"
    with server.client() as client:
        outcome = apply(provision(server), client, path, secrets=SECRETS)

    assert "his password is ***" in str(outcome)
    assert MARK not in str(outcome) + path.read_text(encoding="utf-8")
