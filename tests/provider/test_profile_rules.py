"""Profiles checked: a violation is told, and what a profile does not tell is never fine."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from mailstore_sdk.emulator import Behaviour, Delay, Emulator, Truncated
from mailstore_sdk.language import LANGUAGES
from mailstore_sdk.provider import Verdicts, check_profiles, load_rules, read_all_profiles, read_all_profiles_async
from mailstore_sdk.provider.instances import Told
from mailstore_sdk.provider.profile_rules import AllProfiles, InstanceProfiles, _profiles
from mailstore_sdk.provider.verdicts import rows, summary
from tests.provider.made import HOSTILE, added, emulated, many

MARK = "Kanarie7-geheim"


def profile(**changes: Any) -> dict[str, Any]:
    """One that keeps every rule of `RULES`."""
    details = {"host": "h", "ignoreSSLPolicyErrors": "0", "deleteInMailbox": "never"}
    if isinstance(changes.get("details"), dict):
        details |= changes.pop("details")
    made = {
        "id": 3, "name": "p", "type": "I", "connector": "IMAP", "details": details,
        "serverSideExecution": {"automatic": True, "automaticPauseBetweenExecutions": 300},
    }  # fmt: skip
    return {key: value for key, value in {**made, **changes}.items() if value is not ...}


def without(key: str) -> dict[str, Any]:
    """A profile whose details lack a key."""
    made = profile()
    del made["details"][key]
    return made


def pause(value: Any) -> dict[str, Any]:
    return profile(serverSideExecution={"automatic": "true", "automaticPauseBetweenExecutions": value})


def judged(text: str, *profiles: Any) -> list[tuple[str, str, str]]:
    found = check_profiles(AllProfiles("s", [InstanceProfiles("i", list(profiles))]), load_rules(text.encode()))
    return [
        (one.rule.removeprefix("provider-"), one.severity, one.text.en.partition(": ")[2]) for one in found.findings
    ]


AUTOMATIC = '[automatic]\nmin_pause = "5m"\nmax_pause = "1h"'
AFTER = '[deletion]\nallowed = "after"\nafter = "90d"'
OWN = '[[rule]]\nname = "own"\nkey = "details.host"\n'
OTHER = '[[rule]]\nname = "b"\nkey = "id"\nis = 9'
CASES: list[tuple[str, dict[str, Any], list[tuple[str, str, str]]]] = [
    (AUTOMATIC, profile(), []),
    (AUTOMATIC, pause("3600"), []),
    (AUTOMATIC, pause(299), [("interval", "error", "its pause is 299 s, less than 300 s")]),
    (AUTOMATIC, pause(3601), [("interval", "error", "its pause is 3,601 s, more than 3,600 s")]),
    (AUTOMATIC, profile(serverSideExecution=None), [("automatic", "error", "it runs only by hand")]),
    (AUTOMATIC, profile(serverSideExecution={"automatic": "0"}), [("automatic", "error", "it runs only by hand")]),
    (f"{AUTOMATIC}\nrequired = false", profile(serverSideExecution=None), []),
    (f"{AUTOMATIC}\nrequired = false", profile(serverSideExecution={"automaticPauseBetweenExecutions": 300}), []),
    ('[deletion]\nallowed = "never"', profile(), []),
    ('[deletion]\nallowed = "never"', profile(details={"deleteInMailbox": "at-once"}),
     [("deletion", "error", 'it deletes in the mailbox: "at-once"')]),
    (AFTER, profile(), []),
    (AFTER, profile(details={"deleteInMailbox": "if-older-than-3-months"}), []),
    (AFTER, profile(details={"deleteInMailbox": "if-older-than-12-weeks"}),
     [("deletion", "error", "it deletes after 84 days, allowed is 90 days")]),
    ('[deletion]\nallowed = "always"', without("deleteInMailbox"), []),
    ("[certificates]", profile(), []),
    ("[certificates]", profile(details={"ignoreSSLPolicyErrors": True}),
     [("certificates", "error", "it takes any certificate of the mail server")]),
    ("[certificates]\nrequired = false", profile(details={"ignoreSSLPolicyErrors": "1"}), []),
    ('[connectors]\nallowed = ["imap*"]\nseverity = "warning"', profile(connector="POP3"),
     [("connector", "warning", '"POP3" is not one of imap*')]),
    ('[connectors]\nallowed = ["imap*"]', profile(connector="IMAP-SSL"), []),
    ('[unknown_addresses]\nkey = "details.all"', profile(), []),  # no journal profile
    ('[unknown_addresses]\nkey = "details.all"', profile(name="Journal", details={"all": "1"}), []),
    ('[unknown_addresses]\nkey = "details.all"', profile(connector="Exchange Journal", details={"all": 0}),
     [("unknown-addresses", "error", 'details.all is "false"')]),
    ('[unknown_addresses]\nkey = "details.all"\narchived = false\nvalues = "on"',
     profile(name="Sammelpostfach", details={"all": "on"}), [("unknown-addresses", "error", 'details.all is "on"')]),
    (f'{OWN}is = ["g", "h"]', profile(), []),
    (f'{OWN}is = "g"', profile(), [("rule", "error", 'details.host is "h"')]),
    (f'{OWN}is_not = "h"\nseverity = "warning"', profile(), [("rule", "warning", 'details.host is "h"')]),
    (f'{OWN}is = "g"\nconnectors = ["Exchange*"]', profile(), []),
    (f"{OWN}is = true", profile(details={"host": "1"}), []),
    (f"{OWN}min = 5\nmax = 7", profile(details={"HOST": "?", "host": "7"}), []),
    (f"{OWN}max = 7", profile(details={"host": 8}), [("rule", "error", 'details.host is "8"')]),
]  # fmt: skip
UNTOLD: list[tuple[str, dict[str, Any], str]] = [
    ("[automatic]", profile(serverSideExecution=...), "automatic"),
    ("[automatic]", profile(serverSideExecution={"automatic": "maybe"}), "automatic"),
    (AUTOMATIC, pause(None), "interval"),
    (AUTOMATIC, pause("soon"), "interval"),
    (AUTOMATIC, pause(10**30), "interval"),
    ('[deletion]\nallowed = "never"', without("deleteInMailbox"), "deletion"),
    ('[deletion]\nallowed = "never"', profile(details={"deleteInMailbox": ""}), "deletion"),
    ('[deletion]\nallowed = "never"', profile(details=...), "deletion"),
    ('[deletion]\nallowed = "after"\nafter = 5', profile(details={"deleteInMailbox": "older than 5"}), "deletion"),
    ("[certificates]", without("ignoreSSLPolicyErrors"), "certificates"),
    ("[certificates]", profile(details={"ignoreSSLPolicyErrors": None}), "certificates"),
    ('[connectors]\nallowed = ["*"]', profile(connector=None), "connector"),
    ("[unknown_addresses]", profile(name="Journal"), "unknown-addresses"),
    ('[unknown_addresses]\nkey = "details.all"', profile(name="Multidrop"), "unknown-addresses"),
    (f"{OWN}is_not = 3", profile(details={"host": {"a": 1}}), "rule"),
    (f"{OWN}max = 3", profile(), "rule"),
    (f"{OWN}is = 3", without("host"), "rule"),
    ('[deletion]\nallowed = "never"', profile(type="E"), "kind"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "one", "expected"), CASES)
def test_a_rule_is_kept_or_not(text: str, one: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert judged(text, one) == expected


@pytest.mark.parametrize(("text", "one", "rule"), UNTOLD)
def test_what_a_profile_does_not_tell_is_not_fine(text: str, one: dict[str, Any], rule: str) -> None:
    found = judged(text, one)
    assert [(name, severity) for name, severity, _ in found] == [(rule, "unknown")]


@pytest.mark.parametrize(
    ("text", "one", "rule"),
    [
        ("[automatic]", profile(serverSideExecution=...), "automatic"),
        ("[automatic]\nmax_pause = 9\nrequired = false", pause(None), "interval"),
        ('[deletion]\nallowed = "never"', without("deleteInMailbox"), "deletion"),
        ('[unknown_addresses]\nkey = "details.all"', profile(name="Journal"), "unknown-addresses"),
        ("[certificates]", profile(details={"ignoreSSLPolicyErrors": None}), "certificates"),
        ('[connectors]\nallowed = ["*"]', profile(connector=...), "connector"),
        (f"{OWN}max = 3", without("host"), "rule"),
    ],
)
def test_the_provider_may_say_what_a_missing_setting_means(text: str, one: dict[str, Any], rule: str) -> None:
    assert judged(f'{text}\nmissing = "kept"', one) == []
    found = judged(f'{text}\nmissing = "violation"\nseverity = "warning"', one)
    assert [(name, severity) for name, severity, _ in found] == [(rule, "warning")]


@pytest.mark.parametrize("word", ["kept", "violation"])
@pytest.mark.parametrize(
    ("text", "one"),
    [
        (AFTER, profile(details={"deleteInMailbox": "at-once"})),
        ("[automatic]\nmax_pause = 9", pause("soon")),
        ("[certificates]", profile(details={"ignoreSSLPolicyErrors": "2"})),
        (f"{OWN}is = 3", profile(details={"host": ["h"]})),
    ],
)
def test_what_is_there_and_not_understood_is_never_taken_for_missing(text: str, one: dict[str, Any], word: str) -> None:
    assert [severity for _, severity, _ in judged(f'{text}\nmissing = "{word}"', one)] == ["unknown"]


def test_a_key_is_found_by_another_case_if_only_one_is_like_it() -> None:
    text = '[[rule]]\nname = "own"\nkey = "DETAILS.excludeUnread"\nis = 0'
    assert judged(text, profile(details={"excludeUnRead": "0"})) == []
    assert judged(text, profile(details={"excludeUnRead": "0", "ExcludeUnread": "0"}))[0][1] == "unknown"


def verdicts_of(emulator: Emulator, text: str) -> Verdicts:
    with emulator.spe_client() as client:
        found = check_profiles(read_all_profiles(client), load_rules(text.encode()))
    emulator.requests.assert_only_read()
    return found


def test_each_instance_is_asked_once_and_what_cannot_be_read_is_a_finding() -> None:
    emulator = many(50)
    emulator.instances["customer7"].provider_access = False
    emulator.instances["customer9"].status = "frozen"
    found = verdicts_of(emulator, AUTOMATIC)
    assert emulator.requests.functions.count("GetProfiles") == 49
    assert (found.instances, found.profiles, found.severity) == (50, 48, "unknown")
    assert [(one.key, one.severity) for one in found.findings] == [
        ("provider-instance:customer7", "unknown"),
        ("provider-instance:customer9", "unknown"),
    ]
    assert "frozen, so it was not asked" in str(found)


@pytest.mark.parametrize("fault", [Delay(seconds=100), Truncated()], ids=str)
def test_an_instance_without_an_answer_is_a_finding(fault: Any) -> None:
    emulator = emulated(demo=True)
    emulator.faults.add("GetProfiles", fault)
    found = verdicts_of(emulator, AUTOMATIC)
    assert [one.rule for one in found.findings] == ["provider-instance"] * 3
    assert (found.profiles, found.severity) == (0, "unknown")


@pytest.mark.parametrize("answer", [None, {"profiles": []}, ["x"], "text"])
def test_an_answer_that_is_no_list_of_profiles_is_none(answer: Any) -> None:
    emulator = emulated("a")
    with emulator.spe_client() as client:
        (instance,) = client.get_instances("*")
    one = _profiles(Told(instance, {"profiles": answer}, {}, None))
    assert (one.profiles, one.problem) == ([], "its answer is no list of profiles")


def test_nothing_to_check_is_not_fine_and_all_kept_is() -> None:
    assert verdicts_of(emulated("a"), AUTOMATIC).severity == "unknown"
    found = verdicts_of(many(2), "[automatic]")
    assert (found.severity, found.findings, summary(found)) == (
        "ok", [], "2 profiles in 2 instances checked; no violation",
    )  # fmt: skip


def test_an_asynchronous_client_finds_the_same() -> None:
    emulator = Emulator(edition="spe", behaviour=Behaviour(tokens="always"))

    async def read() -> AllProfiles:
        async with emulator.async_spe_client() as client:
            return await read_all_profiles_async(client)

    with emulator.spe_client() as client:
        assert asyncio.run(read()) == read_all_profiles(client)


def test_findings_have_a_key_of_their_own_and_two_languages_and_the_same_bytes_each_time() -> None:
    emulator = emulated(demo=True)
    text = f'{AUTOMATIC}\n[deletion]\nallowed = "never"\n[certificates]\n{OWN}is = "x"\n{OTHER}'
    found = verdicts_of(emulator, text)
    assert found.counts == {"error": 4, "unknown": 5}
    assert len({one.key for one in found.findings}) == 9
    assert found.findings[-2].key == "provider-rule:b:customer2/1"
    assert found.to_json() == verdicts_of(emulator, text).to_json()
    for language in LANGUAGES:
        columns, lines = rows(found, language)
        assert {len(line) for line in lines} == {len(columns)}
    assert summary(found, "de") == "2 Profile in 3 Instanzen geprüft; Verstoß: 4, nicht feststellbar: 5"


def test_names_cannot_steer_a_terminal_and_no_password_is_shown() -> None:
    emulator = emulated()
    for name in HOSTILE:
        instance = added(emulator, name)
        details = {"password": MARK, "nested": {"apiKey": MARK}, "deleteInMailbox": name, "host": name}
        instance.profiles[1] = profile(id=1, name=name, connector=name, details=details, password=MARK)
    found = verdicts_of(emulator, f'[connectors]\nallowed = ["x"]\n[deletion]\nallowed = "never"\n{OWN}is = "x"')
    assert found.counts == {"error": 3 * len(HOSTILE)}
    assert len(str(found).splitlines()) == 3 * len(HOSTILE) + 2
    assert "".join(str(found).splitlines()).isprintable()
    with emulator.spe_client() as client:
        shown = f"{found}{found!r}{found.to_json()}{read_all_profiles(client)!r}"
    assert MARK not in shown
    assert json.loads(found.to_json())["findings"][0]["instance"] == min(HOSTILE, key=lambda name: name.lower())
