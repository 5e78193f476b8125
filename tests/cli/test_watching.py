"""`report`, `diff`, `findings`, `ack`, `check` and `discover`, from a server and from files."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import urllib.request
from pathlib import Path

import pytest

from mailstore_sdk.reports import Report
from tests.cli import hostile
from tests.cli.cli_process import COMMAND, ENVIRONMENT, quiet
from tests.cli.inside import Inside

FORMATS = ("text", "checkmk", "nagios", "prtg", "zabbix", "prometheus")


@pytest.fixture
def stored(inside: Inside, to_archive: dict[str, str], tmp_path: Path) -> Path:
    """A report of the server as a file."""
    file = tmp_path / "report.json"
    done = inside("report", "--since", "1d", "-o", str(file), **to_archive)
    assert (done.code, done.err) == (0, "")
    assert f"\nWritten: {file}\nFindings: " in done.out
    assert done.out.endswith(f"; what to do: mailstore findings --from {file}\n")
    return file


def changed(stored: Path, tmp_path: Path) -> Path:
    """A later report, in which a user has become administrator."""
    report = json.loads(stored.read_text(encoding="utf-8"))
    report["created"] = "2030-01-01T00:00:00Z"
    users = report["users"]["data"]
    next(user for user in users if user["userName"] == hostile.USER)["privileges"].append("admin")
    file = tmp_path / "later.json"
    file.write_text(json.dumps(report), encoding="utf-8")
    return file


def test_a_report_is_written_as_json_and_as_csv(inside: Inside, to_archive: dict[str, str], stored: Path) -> None:
    assert Report.load(stored).users.data
    assert inside("report", "--section", "users", "--csv", "tables", **to_archive).code == 0
    assert "mallory" in Path("tables/users.csv").read_text(encoding="utf-8-sig")
    assert hostile.CANARY not in stored.read_text(encoding="utf-8")
    missing = inside("report", "-o", "missing/report.json", **to_archive)
    assert (missing.code, missing.out, missing.err) == (
        2,
        "",
        "mailstore: missing/report.json: No such file or directory\n",
    )


def test_a_report_is_written_as_a_page(inside: Inside, to_archive: dict[str, str], tmp_path: Path) -> None:
    pytest.importorskip("jinja2")
    pytest.importorskip("pygal")
    done = inside("report", "-o", "report.html", "--language", "de", **to_archive)
    assert (done.code, done.err) == (0, "")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert '<html lang="de"' in page
    assert "<script>" not in page.split("Büro", 1)[1].split("<", 1)[0]


def test_a_page_marks_what_is_new_and_what_is_acknowledged(
    inside: Inside, to_archive: dict[str, str], stored: Path, tmp_path: Path
) -> None:
    pytest.importorskip("jinja2")
    pytest.importorskip("pygal")
    before = json.loads(stored.read_text(encoding="utf-8")) | {"created": "2020-01-01T00:00:00Z", "defaultLogin": False}
    folder = tmp_path / "older"
    folder.mkdir()
    (folder / "before.json").write_text(json.dumps(before), encoding="utf-8")
    assert inside("ack", "no-backup-job", "--until", "2099-12-31", "--why", "known").code == 0
    assert inside("report", "-o", "report.html", "--older", str(folder), **to_archive).code == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    new = page.partition('<span class="badge">new</span>')[2]
    assert new.partition("</h3>")[0].strip() == "Default password in use"
    assert page.count('<span class="badge">acknowledged</span>') == 1


def test_diff_tells_each_change(inside: Inside, stored: Path, tmp_path: Path) -> None:
    later = changed(stored, tmp_path)
    same, other = inside("diff", str(stored), str(stored)), inside("diff", str(stored), str(later))
    assert (same.code, same.out.splitlines()[0]) == (0, "No change.")
    assert (other.code, other.err) == (0, "")
    assert re.search("mallory.*administrator", other.out)
    assert inside("diff", str(stored), str(later), "--exit-code").code == 6
    assert inside("diff", str(stored), str(stored), "--exit-code").code == 0
    (line,) = inside("diff", str(stored), str(later), "--jsonl").out.splitlines()
    assert json.loads(inside("diff", str(stored), str(later), "--json").out)["changes"] == [json.loads(line)]
    wrong = inside("diff", str(later), str(stored))
    assert (wrong.code, wrong.out, wrong.err.count("\n")) == (2, "", 1)


def test_a_finding_that_is_acknowledged_does_not_count(inside: Inside, stored: Path) -> None:
    found = json.loads(inside("findings", "--from", str(stored), "--json").out)
    assert found["severity"] == "error"
    until = ("--until", "2099-12-31", "--why", "moved\nsoon")
    for each in found["findings"]:
        assert inside("ack", each["key"], *until).code == 0
    calm = inside("findings", "--from", str(stored))
    assert (calm.code, calm.out.splitlines()[0], calm.err) == (0, "ARCHIVE: ok", "")
    assert "acknowledged until 2099-12-31: moved soon" in calm.out
    key = found["findings"][0]["key"]
    assert inside("ack", key, "--forget").out == f"{key} counts again.\n"
    assert inside("findings", "--from", str(stored)).code in (6, 7)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "say until when, and why"),
        (("--until", "2099-02-30", "--why", "x"), "'2099-02-30' is no day"),
        (("--until", "2020-01-01", "--why", "x"), "which is over"),
        (("--until", "2099-01-01", "--why", " "), "the reason why"),
        (("--forget",), "key is not acknowledged"),
    ],
)
def test_an_acknowledgement_needs_a_day_and_a_reason(inside: Inside, options: tuple[str, ...], said: str) -> None:
    done = inside("ack", "key", *options)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err


def test_new_findings_are_told_from_known_ones_and_written_as_tickets(
    inside: Inside, stored: Path, tmp_path: Path
) -> None:
    report = json.loads(stored.read_text(encoding="utf-8"))
    report["stores"]["data"][0]["error"] = "disk \x1b[2J full"
    later = tmp_path / "later.json"
    later.write_text(json.dumps(report), encoding="utf-8")
    found = json.loads(inside("findings", "--from", str(later), "--older", str(stored), "--json").out)
    assert {each["new"] for each in found["findings"]} == {True, False}
    tickets = inside("findings", "--from", str(stored), "--format", "ticket", "--language", "de", "--jsonl")
    assert {"title", "body", "priority", "key"} == set(json.loads(tickets.out.splitlines()[0]))
    plain = inside("findings", "--from", str(stored), "--format", "ticket")
    assert "\x1b" not in plain.out
    assert "Key: default-password" in plain.out


@pytest.mark.parametrize("form", FORMATS)
def test_a_check_answers_in_its_format_whatever_happens(
    inside: Inside, to_archive: dict[str, str], stored: Path, form: str
) -> None:
    ask = ("check", "--format", form, "--from", str(stored))
    right, stale, gone = (
        inside(*ask),
        inside(*ask, "--max-age", "0m"),
        inside("check", "--format", form, "--from", "none"),
    )
    down = inside("check", "--format", form, "--port", "1", MAILSTORE_PASSWORD=hostile.CANARY)
    wrong = inside("check", "--format", form, **{**to_archive, "MAILSTORE_PASSWORD": hostile.CANARY})
    nobody = inside("check", "--format", form, **{**to_archive, "MAILSTORE_PROFILE": "none"})
    by_state = form in ("text", "nagios")
    assert [each.code for each in (right, stale, gone, down, wrong, nobody)] == [
        code if by_state else 0 for code in (2, 3, 3, 2, 3, 3)
    ]
    for each in (right, stale, gone, down, wrong, nobody):
        assert each.out
        assert "\x1b" not in each.out
        assert each.err == ""
        assert hostile.CANARY not in each.out


def test_the_names_of_the_last_look_are_kept_for_the_time_when_the_server_is_down(
    inside: Inside, to_archive: dict[str, str], stored: Path
) -> None:
    names = ("--names", "names.json")
    before = inside("check", "--format", "checkmk", *names, **to_archive)
    down = inside("check", "--format", "checkmk", *names, **{**to_archive, "MAILSTORE_PORT": "1"})
    services = [re.findall(r'"(.*?)"', line)[0] for line in before.out.splitlines()]
    assert [re.findall(r'"(.*?)"', line)[0] for line in down.out.splitlines()] == services
    assert {line[0] for line in down.out.splitlines()} == {"2", "3"}
    listed = inside("discover", "profiles", *names, **{**to_archive, "MAILSTORE_PORT": "1"})
    assert [each["{#ID}"] for each in json.loads(listed.out)] == ["1", "2"]
    alone = inside("check", "--service", "profile:2", "--from", str(stored), "--format", "zabbix")
    assert list(json.loads(alone.out)["profile"]) == ["2"]
    unwritable = inside("check", "--names", "/proc/none/names.json", **to_archive)
    assert "/proc/none" in unwritable.err


def test_what_is_not_known_is_not_discovered(inside: Inside) -> None:
    done = inside("discover", "jobs", "--port", "1", MAILSTORE_PASSWORD="x")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert inside("check", "--max-age", "soon").code == 2


def test_a_mistake_in_the_sdk_is_unknown_in_the_format_of_the_check(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OverflowError(hostile.CANARY)

    monkeypatch.setattr("mailstore_sdk.monitoring.looking.collect", broken)
    done = inside("check", "--format", "nagios", "--port", "1", MAILSTORE_PASSWORD="x")
    assert (done.code, done.out.splitlines()[0]) == (3, "MAILSTORE UNKNOWN - OverflowError, a mistake in the SDK")
    assert hostile.CANARY not in done.out + done.err


def test_metrics_are_served_until_ctrl_c(to_archive: dict[str, str], tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "check", "--listen", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
        env={**ENVIRONMENT, **quiet(tmp_path), **to_archive, "XDG_CACHE_HOME": str(tmp_path)},
    ) as process:  # fmt: skip
        assert process.stderr is not None
        address = process.stderr.readline().split()[1]
        with urllib.request.urlopen(address, timeout=30) as answer:
            text = answer.read().decode()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert "mailstore_up 1\n" in text
    assert process.returncode in (0, 130)
