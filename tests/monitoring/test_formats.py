"""Every format holds its own grammar, whatever names are in it, and tells every service in its state."""

from __future__ import annotations

import json

import pytest

from mailstore_sdk.errors import ArgumentError, MailStoreError
from mailstore_sdk.monitoring import FORMATS, Facts, discovery, facts, failed, render
from mailstore_sdk.monitoring.checkmk import checkmk
from mailstore_sdk.monitoring.prometheus import prometheus
from mailstore_sdk.monitoring.prtg import prtg
from mailstore_sdk.monitoring.text import text
from tests.monitoring import parsers
from tests.monitoring.made import HOSTILE, ON_ONE_LINE, down, hostile, missing, profile, report, runs, steady, there

CASES = [
    pytest.param(facts(report()), id="well"),
    pytest.param(hostile(), id="hostile"),
    pytest.param(down(), id="down"),
    pytest.param(down(hostile()), id="down, names known"),
]
every_case = pytest.mark.parametrize("found", CASES)


@every_case
def test_checkmk(found: Facts) -> None:
    lines = parsers.checkmk(render(found, "checkmk").text)
    assert [state for state, _, _ in lines.values()] == [service.state for service in found.services]
    assert [len(values) for _, values, _ in lines.values()] == [len(service.metrics) for service in found.services]


def test_checkmk_keeps_as_much_of_a_name_as_it_can() -> None:
    lines = parsers.checkmk(checkmk(hostile(), prefix="Archive'1"))
    assert "Archive 1 Profile 1 Büro Nord 100 % x C: neu s {a= b } gro" in lines
    assert "Archive 1 Profile 3" in lines
    assert "disk Büro" in lines["Archive 1 Store 2 Büro Nord 100 % x C: neu s {a= b } gro"][2]


def test_checkmk_has_the_values() -> None:
    _, values, _ = parsers.checkmk(render(facts(report()), "checkmk").text)["MailStore Store 1 2026"]
    assert values == {"mailstore_messages": 1_000, "mailstore_size": 5_000_000}


@every_case
def test_nagios(found: Facts) -> None:
    out = render(found, "nagios")
    first, lines, data = parsers.nagios(out.text)
    assert first.startswith(f"MAILSTORE {found.state.upper()} - ")
    assert parsers.STATES[out.exit_code] == found.state
    assert [line[1:].partition("]")[0].lower() for line in lines] == [service.state for service in found.services]
    assert len(data) == sum(len(service.metrics) for service in found.services)


def test_nagios_has_thresholds() -> None:
    _, _, data = parsers.nagios(render(facts(report()), "nagios").text)
    percent, expiry, age = data["licence_used_percent"], data["certificate_expires_in"], data["profile_1_last_run_age"]
    assert (percent.value, percent.uom, percent.warn, percent.crit) == ("20", "%", "90", "100")
    assert (expiry.value, expiry.warn, expiry.crit) == (str(100 * 86_400), f"{30 * 86_400}:", "0:")
    assert (age.uom, age.crit, age.min) == ("s", "86400", "0")


@every_case
def test_prtg(found: Facts) -> None:
    content = parsers.prtg(render(found, "prtg").text)
    if found.failure is not None:
        assert content["error"] == 1
        assert "no route to archive" in content["text"]
        return
    told = {channel["Channel"]: channel for channel in content["result"]}
    for service in found.services:
        state = told[f"{service.name} state"]
        bad = (state["Value"] > state["LimitMaxWarning"]) + (state["Value"] > state["LimitMaxError"])
        assert bad == {"ok": 0, "warning": 1, "unknown": 2, "critical": 2}[service.state]
        assert state["LimitMode"] == 1


def test_prtg_with_sixty_profiles_says_what_there_is_no_room_for() -> None:
    profiles = there([profile(number, f"#{number} {HOSTILE}") for number in range(1, 61)])
    found = facts(report(profiles=profiles, runs=runs(*steady(1))))
    content = parsers.prtg(prtg(found))
    channels = [channel["Channel"] for channel in content["result"]]
    assert len(channels) == 50
    assert "Profiles state" in channels
    assert "channels left out: " in content["text"]
    first = next(one.name for one in found.of("profile") if f"{one.name} state" not in channels)
    assert first.replace("#", "No. ") in content["text"]


def test_prtg_measures() -> None:
    content = parsers.prtg(prtg(facts(report(licence=there({"namedUsers": 1, "maxNamedUsers": 3})))))
    told = {channel["Channel"]: channel for channel in content["result"]}
    assert told["Licence used percent"] | {"Value": 33.3, "Unit": "Percent", "Float": 1} == told["Licence used percent"]
    assert told["Store 1 2026 size"]["Unit"] == "BytesDisk"
    assert told["Certificate expires in"]["Value"] == 100 * 86_400


@every_case
def test_zabbix(found: Facts) -> None:
    document = json.loads(render(found, "zabbix").text)
    assert parsers.STATES[document["state"]] == found.state
    for service in found.services:
        told = document[service.kind] if service.id is None else document[service.kind][service.id]
        assert parsers.STATES[told["state"]] == service.state
        assert told["text"] == service.text
        assert {metric.name: metric.value for metric in service.metrics}.items() <= told.items()


@pytest.mark.parametrize("found", [hostile(), down(hostile())], ids=["well", "down, names known"])
def test_zabbix_discovers_what_has_a_place_in_the_document(found: Facts) -> None:
    document = json.loads(render(found, "zabbix").text)
    for what, kind, count in (("profiles", "profile", 4), ("stores", "store", 2), ("jobs", "job", 2)):
        rows = parsers.discovered(discovery(found, what))
        assert [row["{#ID}"] for row in rows] == list(document[kind])
        assert len(rows) == count
    assert parsers.discovered(discovery(found, "profiles"))[0]["{#NAME}"] == ON_ONE_LINE


def test_zabbix_discovers_nothing_where_there_is_nothing() -> None:
    assert parsers.discovered(discovery(facts(report(jobs=there([]))), "jobs")) == []
    assert parsers.discovered(discovery(facts(report()), "instances")) == []


@pytest.mark.parametrize("found", [down(), facts(report(profiles=missing("no right")))], ids=["down", "no right"])
def test_zabbix_gets_no_empty_list_for_what_is_not_known(found: Facts) -> None:
    with pytest.raises(MailStoreError, match="profiles are not known"):
        discovery(found, "profiles")


def test_only_four_kinds_can_be_discovered() -> None:
    with pytest.raises(ArgumentError, match="'users' cannot be discovered, but instances, jobs, profiles, stores"):
        discovery(facts(report()), "users")


@every_case
@pytest.mark.parametrize("people", [True, False])
def test_prometheus(found: Facts, people: bool) -> None:
    families = parsers.prometheus(prometheus(found, people=people))
    assert families["mailstore_up"] == {(): float(found.failure is None)}
    assert parsers.STATES[int(families["mailstore_state"][()])] == found.state
    for service in found.services:
        name = (service.label if people else service.public) or ""
        labels = () if service.id is None else (("id", service.id), ("name", name))
        assert parsers.STATES[int(families[f"mailstore_{service.kind}_state"][labels])] == service.state
    if found.failure is not None:
        assert not any(name.endswith(("_seconds", "_bytes")) for name in families)


def test_prometheus_has_values_in_base_units() -> None:
    families = parsers.prometheus(prometheus(facts(report())))
    labels = (("id", "1"), ("name", "2026"))
    assert families["mailstore_store_size_bytes"] == {labels: 5_000_000}
    assert families["mailstore_certificate_expires_in_seconds"] == {(): 100 * 86_400}


def test_prometheus_names_nobody_unless_told_to() -> None:
    found = facts(report(profiles=there([profile(1, "anna@example.com")])))
    assert "anna" not in prometheus(found)
    assert "anna@example.com" in prometheus(found, people=True)


@every_case
def test_text_is_one_line_of_200(found: Facts) -> None:
    out = render(found, "text")
    line = out.text.removesuffix("\n")
    assert line.isprintable()
    assert len(line) <= 200
    assert line.startswith(f"{found.state.upper()}: ")
    assert parsers.STATES[out.exit_code] == found.state


def test_text_names_as_many_as_there_is_room_for_the_worst_first() -> None:
    profiles = there([profile(number, f"P{number}") for number in range(1, 61)])
    found = facts(report(profiles=profiles, runs=runs(*steady(1, "completedWithWarnings"), *steady(2))))
    line = text(found)
    assert line.startswith("CRITICAL: 59 not ok: Profile 3 P3: never ran")
    assert line.endswith(" more")
    assert "Profile 1 P1" not in line
    assert "Profile 1 P1" in text(found, 10_000)
    assert len(text(found, 60)) <= 60


def test_text_of_a_reason_that_is_too_long_is_cut() -> None:
    assert len(text(failed("x" * 500))) == 200


@pytest.mark.parametrize("name", FORMATS)
def test_exit_codes_other_than_0_are_for_those_that_look_at_them(name: str) -> None:
    codes = [render(found, name).exit_code for found in (facts(report()), failed("?"), down())]
    assert codes == ([0, 3, 2] if name in ("text", "nagios") else [0, 0, 0])


def test_there_is_no_other_format() -> None:
    with pytest.raises(ArgumentError, match="there is no format 'html', but text"):
        render(facts(report()), "html")
