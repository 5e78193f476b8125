"""Each rule fires where it should and stays silent where it should not."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.findings import Thresholds, findings
from mailstore_sdk.findings._built_in import BUILT_IN
from mailstore_sdk.findings.rule import Rule
from mailstore_sdk.language import Text
from tests.findings.cases import CASES, Case
from tests.findings.made import HOUR, NOW, archives, hourly, keys, of_rule, profile, report, rule, run, runs, user

PLACES = re.compile(r"\{(\w*)\}")
COMMANDS = {"runs", "run", "stores", "verify", "jobs", "call", "trust", "doctor"}
HOSTILE = 'Büro | "Nord"; 100 % {x} \\ \n\u202e$(rm)'


def of(case: Case) -> str:
    return f"{case.rule}-{case.name}"


@pytest.mark.parametrize("case", CASES, ids=of)
def test_a_rule_finds_just_what_the_case_says(case: Case) -> None:
    made = report(edition=case.edition, more=case.more, **case.sections)
    found = of_rule(case.rule, made, thresholds=case.thresholds, **case.options)
    assert {finding.key: finding.severity for finding in found.findings} == case.found
    assert bool(found.unchecked) == case.unchecked


@pytest.mark.parametrize("rule", BUILT_IN, ids=lambda rule: rule.id)
def test_every_rule_has_a_case_where_it_fires_and_one_where_it_does_not(rule: type[Rule]) -> None:
    cases = [case for case in CASES if case.rule == rule.id]
    assert any(case.found for case in cases)
    assert any(not case.found and not case.unchecked for case in cases)


def test_ids_are_unique_and_never_hold_what_keys_are_split_at() -> None:
    ids = [rule.id for rule in BUILT_IN]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in ids)


@pytest.mark.parametrize("rule", BUILT_IN, ids=lambda rule: rule.id)
def test_the_texts_of_a_rule_are_there_in_both_languages(rule: type[Rule]) -> None:
    for text in (rule.title, rule.effect, rule.todo, rule.done):
        assert text.en != text.de
        assert all(text.of(language) == text.of(language).strip() != "" for language in ("en", "de"))
    for text in (rule.effect, rule.todo, rule.done):
        assert text.en.endswith(".")
        assert text.de.endswith(".")


@pytest.mark.parametrize("rule", BUILT_IN, ids=lambda rule: rule.id)
def test_commands_name_functions_and_arguments_that_there_are(rule: type[Rule]) -> None:
    for command in rule.commands:
        program, name, *rest = shlex.split(command)
        assert program == "mailstore"
        assert name in COMMANDS
        if name == "call":
            function = BY_NAME[rest[0]]
            given = {word.partition("=")[0] for word in rest[1:]}
            assert given <= set(function.by_name)


@pytest.mark.parametrize("case", [case for case in CASES if case.found], ids=of)
def test_a_finding_is_said_in_one_line_of_each_language_with_the_same_figures(case: Case) -> None:
    made = report(edition=case.edition, more=case.more, **case.sections)
    for finding in of_rule(case.rule, made, thresholds=case.thresholds, **case.options).findings:
        for text in (finding.text.en, finding.text.de):
            assert text.isprintable()
            assert not PLACES.search(text)
        assert figures(finding.text) == figures(Text(finding.text.de, finding.text.en))
        assert not any("{" in command for command in finding.commands)


def figures(text: Text) -> list[str]:
    """The digits of a text, whatever is between them, in the order of size: a date is written the other way round."""
    return sorted("".join(re.findall(r"\d", text.en)))


def test_names_from_the_server_stay_names() -> None:
    rights = [{"folder": HOSTILE, "privileges": ["read"]}]
    made = report(
        profiles=[profile(name=HOSTILE, serverSideExecution=None)],
        runs=runs(run(NOW, "failed")),
        users=[user(privilegesOnFolders=rights), user(HOSTILE)],
    )
    found = findings(made)
    failing = next(finding for finding in found.findings if finding.rule == "profile-failing")
    assert 'Büro | "Nord"; 100 % {x} \\   $(rm)' in failing.text.en
    (reads,) = [finding for finding in found.findings if finding.rule == "reads-other-archive"]
    words = shlex.split(reads.commands[0])
    assert words[-2] == 'folder=Büro | "Nord"; 100 % {x} \\   $(rm)'
    assert all("\n" not in finding.key and "\u202e" not in finding.key for finding in found.findings)


@pytest.mark.parametrize("hours", [25, 26, 100])
@pytest.mark.parametrize("name", ["Exchange", "New name"])
def test_the_same_problem_has_the_same_key_whatever_its_figures(hours: int, name: str) -> None:
    made = report(profiles=[profile(name=name)], runs=runs(*hourly(NOW - hours * HOUR, hours=5)))
    assert keys(of_rule("profile-silent", made)) == ["profile-silent:1"]


@pytest.mark.parametrize(
    ("edition", "called"),
    [
        ("server", {"SetUserPassword", "TestSmtpSettings", "GetLicenseInformation"}),
        ("spe", {"SetSystemAdministratorPassword", "TestSystemSmtpConfiguration"}),
        ("instance", {"SetSystemAdministratorPassword", "TestSmtpSettings"}),
    ],
)
def test_commands_are_those_of_the_edition(edition: str, called: set[str]) -> None:
    sections: dict[str, Any] = {"smtp": {"settings": {"protocol": "SMTP"}}, "archives": archives("jdoe")}
    if edition == "server":
        sections["licence"] = {"namedUsers": 1, "maxNamedUsers": 1}
    made = report(edition=edition, more={"defaultLogin": True}, **sections)
    names = ("default-password", "smtp-without-tls", "licence-nearly-used")
    found = findings(made, thresholds=Thresholds(licensed_archives=1), rules=[rule(name) for name in names])
    assert len(found.findings) == (2 if edition == "spe" else 3)
    assert {command.split()[2] for one in found.findings for command in one.commands} == called


def test_no_command_takes_a_user_the_right_on_his_own_archive() -> None:
    assert not [rule.id for rule in BUILT_IN if "ClearUserPrivilegesOnFolders" in " ".join(rule.commands)]


def test_messages_that_differ_in_figures_alone_are_both_told() -> None:
    messages = [{"type": kind, "text": f"Host 10.0.0.{end} is down"} for kind, end in (("warning", 1), ("error", 2))]
    found = of_rule("spe-message", report(edition="spe", service_status={"servers": [], "messages": messages}))
    assert {one.key: (one.severity, one.text.en) for one in found.findings} == {
        "spe-message:Host # is down": ("warning", "Host 10.0.0.1 is down"),
        "spe-message:Host # is down (2)": ("error", "Host 10.0.0.2 is down"),
    }


def test_that_no_job_runs_a_profile_is_said_only_where_the_jobs_are_known() -> None:
    by_hand = [profile(serverSideExecution=None)]
    said = [of_rule("profile-not-automatic", made).findings[0].text.en
            for made in (report(profiles=by_hand), report(profiles=by_hand, jobs=[]))]  # fmt: skip
    assert said == [
        '"Exchange" is not run automatically; whether a job runs it is not known',
        '"Exchange" runs only when it is started by hand',
    ]


def test_a_figure_in_a_message_makes_no_new_key() -> None:
    def key(left: int) -> list[str]:
        status = {"servers": [], "messages": [{"type": "error", "text": f"{left} of 100 licences left"}]}
        return keys(of_rule("spe-message", report(edition="spe", service_status=status)))

    assert key(12) == key(7) == ["spe-message:# of # licences left"]
