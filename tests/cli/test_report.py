"""`mailstore report`: what is refused before anything is collected, and what its table leaves out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mailstore_sdk.emulator import Emulator
from tests.cli.cli_process import reaching
from tests.cli.inside import Inside


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("missing/r.json", "missing/r.json: No such file or directory"),
        ("there", "there: Is a directory"),
        ("json", "--output json would write a file called json: --json prints JSON, --csv FOLDER writes CSV files"),
        ("CSV", "--output CSV would write a file called CSV"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_before_anything_is_asked(
    inside: Inside, tmp_path: Path, file: str, said: str
) -> None:
    (tmp_path / "there").mkdir()
    with Emulator(protocol="modern").serve() as server:
        done = inside("report", "-o", file, **reaching(server))
        assert len(server.emulator.requests) == 0
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith(f"mailstore: {said}")
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_the_table_leaves_out_what_no_server_has_and_names_what_this_one_lacks(inside: Inside) -> None:
    with Emulator(version="8.1").serve() as server:
        shown = inside("report", **reaching(server))
        asked = inside("report", "--section", "hosts", "--section", "users", **reaching(server))
        as_json = inside("report", "--json", **reaching(server))
    assert (shown.code, shown.err) == (0, "")
    assert "Service Provider Edition" not in shown.out
    assert "Unknown function" not in shown.out
    assert "  jobs                     this server has no GetJobs\n" in shown.out
    assert "only the Service Provider Edition has it" in asked.out
    hosts = json.loads(as_json.out)["hosts"]["unavailable"]
    assert hosts["reason"] == "only the Service Provider Edition has it"


def test_the_table_of_an_installation_tells_whom_else_to_ask(inside: Inside, to_installation: dict[str, str]) -> None:
    done = inside("report", **to_installation)
    assert (done.code, done.err) == (0, "")
    assert "it is of each instance, not of the installation as a whole" in done.out
