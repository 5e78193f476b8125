"""What a service is, from a report: the worst wins, what is missing is not ok, what is acknowledged is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailstore_sdk.findings import Acknowledgement
from mailstore_sdk.findings._built_in import BUILT_IN
from mailstore_sdk.monitoring import Name, facts
from mailstore_sdk.monitoring.assigned import BY_SECTION, OF_RULE, OF_SECTION
from mailstore_sdk.monitoring.services import FIXED, STATES
from mailstore_sdk.reports import SECTIONS, Report
from mailstore_sdk.severity import SEVERITIES
from tests.monitoring.made import HOSTILE, NOW, missing, profile, report, run, runs, states, steady, store, there

DAY = timedelta(days=1)


def test_every_rule_that_belongs_to_a_service_exists() -> None:
    ids = {rule.id for rule in BUILT_IN}
    assert ids > OF_RULE.keys()
    assert ids > set(BY_SECTION)
    assert set(OF_SECTION) < set(SECTIONS)


def ack(key: str) -> Acknowledgement:
    return Acknowledgement(key=key, until=(NOW + DAY).date(), why="known", created=NOW)


def test_with_nothing_wrong_all_is_ok() -> None:
    found = facts(report())
    assert set(states(found)) == {*FIXED["server"], "profile:1", "store:1", "job:1", "job:2"}
    assert (found.state, found.bad, found.failure, found.scope) == ("ok", [], None, "ARCHIVE")


def test_what_a_server_does_not_tell_is_not_called_none() -> None:
    found = facts(report(server=there({}), licence=there({"maxNamedUsers": 50})))
    texts = [found.of(kind)[0].text for kind in ("server", "licence")]
    assert texts == ["version (not told) on (not told)", "(not told) of 50 licences in use"]


def test_the_states_are_in_the_order_of_severities() -> None:
    assert len(STATES) == len(SEVERITIES)


def test_a_silent_profile_is_critical_and_every_bad_one_is_named() -> None:
    profiles = there([profile(1), profile(2, "Journal"), profile(3, "IMAP")])
    found = facts(
        report(profiles=profiles, runs=runs(*steady(1), *steady(2, ended=2 * DAY), *steady(3, "completedWithWarnings")))
    )
    assert states(found) | {"profile:1": "ok", "profile:2": "critical", "profile:3": "warning"} == states(found)
    of_all = found.of("profiles")[0]
    assert of_all.state == found.state == "critical"
    assert "Profile 2 Journal: has not run" in of_all.text
    assert "Profile 3 IMAP" in of_all.text
    assert [service.key for service in found.bad] == ["profile:2", "profile:3"]


def test_a_profile_that_failed_long_ago_and_ran_well_since_is_ok() -> None:
    rows = [*steady(1), run(1, timedelta(hours=3), "failed")]
    assert facts(report(runs=runs(*rows))).state == "ok"


def test_when_a_profile_counts_as_silent_is_a_threshold_of_its_metric() -> None:
    age = next(one for one in facts(report()).of("profile")[0].metrics if one.name == "last_run_age")
    assert age.value == 0
    assert age.critical == 24 * 3600
    assert age.warning is not None
    assert 0 < age.warning < age.critical


def test_what_is_acknowledged_is_ok_and_said() -> None:
    silent = report(runs=runs(*steady(1, ended=2 * DAY)))
    found = facts(silent, acks=[ack("profile-silent:1")])
    assert found.state == "ok"
    assert "acknowledged until 2026-01-06" in found.of("profile")[0].text


def test_an_acknowledgement_of_something_else_helps_nothing() -> None:
    silent = report(runs=runs(*steady(1, ended=2 * DAY)))
    assert facts(silent, acks=[ack("profile-overdue:1"), ack("profile-silent:2")]).state == "critical"


def test_stores_licence_and_certificate_have_their_findings() -> None:
    found = facts(
        report(
            stores=there([store(1), store(2, "old", error="disk full", requestedState="normal")]),
            licence=there({"namedUsers": 46, "maxNamedUsers": 50}),
            certificate=there({"fingerprint": "AA", "notAfter": NOW + timedelta(days=20)}),
        )
    )
    wanted = {
        "store:1": "ok",
        "store:2": "critical",
        "stores": "critical",
        "licence": "warning",
        "certificate": "warning",
        "findings": "ok",
    }
    assert states(found) | wanted == states(found)
    assert "disk full" in found.of("store")[1].text


def test_what_is_about_no_service_is_in_findings() -> None:
    found = facts(report(jobs=there([])))
    assert "backup" in found.of("findings")[0].text
    assert found.of("findings")[0].state != "ok"
    assert found.of("jobs")[0].state == "ok"


@pytest.mark.parametrize("section", ["licence", "profiles", "stores", "jobs"])
@pytest.mark.parametrize("cause", ["failed", "notAsked"])
def test_a_section_that_is_missing_is_unknown_and_so_is_what_was_in_it(section: str, cause: str) -> None:
    before = facts(report())
    found = facts(report(**{section: missing("no right | for that\n", cause)}), known=before.names)
    assert set(states(found)) == set(states(before))
    assert states(found)[section] == "unknown"
    assert found.state == "unknown"
    gone = [one for one in found.services if one.kind == section.removesuffix("s")]
    assert all(one.state == "unknown" and "no right" in one.text and "\n" not in one.text for one in gone)


def test_what_is_known_to_be_bad_is_not_hidden_by_a_section_that_is_missing() -> None:
    servers = [{"serverName": "host1", "serverType": "instanceHost", "active": False}]
    spe = Report.model_validate(
        {
            "version": 2,
            "created": NOW,
            "edition": "spe",
            "server": missing("no answer in 30 s"),
            "service_status": there({"servers": servers, "messages": []}),
        }
    )
    found = facts(spe).of("server")[0]
    assert found.state == "critical"
    assert "host1" in found.text
    assert "no answer in 30 s" in found.text


def test_a_section_of_which_it_is_known_that_it_is_missing_is_ok_and_that_is_said() -> None:
    found = facts(report(licence=missing("no right")), acks=[ack("section-missing:licence")]).of("licence")[0]
    assert found.state == "ok"
    assert "acknowledged until 2026-01-06" in found.text


def test_without_runs_no_profile_is_ok() -> None:
    found = facts(report(runs=missing("Nullable object must have a value.")))
    assert states(found) | {"profile:1": "unknown", "profiles": "unknown", "job:1": "ok"} == states(found)
    assert "Nullable object" in found.of("profile")[0].text


def test_a_certificate_that_nothing_could_look_at_is_not_watched() -> None:
    assert "certificate" not in states(facts(report(certificate=missing("by a proxy", "notSeen"))))


def test_sixty_silent_profiles_are_sixty_services() -> None:
    profiles = there([profile(number) for number in range(1, 61)])
    found = facts(report(profiles=profiles, runs=runs(*steady(1))))
    assert sum(one.state == "critical" for one in found.of("profile")) == 59


def test_names_are_on_one_line_and_none_is_there_twice() -> None:
    found = facts(report(profiles=there([profile(1, HOSTILE), profile(2, HOSTILE)])))
    names = [service.name for service in found.services]
    assert len(set(names)) == len(names)
    assert all(name.isprintable() for name in names)


def test_an_installation_is_judged_by_its_servers_and_instances() -> None:
    servers = [
        {"serverName": "host1", "serverType": "instanceHost", "active": False},
        {"serverName": "main", "serverType": "managementServer", "active": True},
    ]
    instances = [
        {"instanceId": "berg", "displayName": "Berg & Co", "startMode": "automatic", "status": "stopped"},
        {"instanceId": "tal", "displayName": "Tal", "status": "running", "statistics": {"totalSizeMB": 5}},
    ]
    spe = Report.model_validate(
        {
            "version": 2,
            "created": NOW,
            "edition": "spe",
            "server": there({"version": "25.3", "machineName": "main"}),
            "certificate": missing("by a proxy", "notSeen"),
            "service_status": there({"servers": servers, "messages": []}),
            "instances": there(instances) | {"problems": [{"key": "tal", "cause": "failed", "reason": "frozen"}]},
        }
    )
    found = facts(spe)
    assert list(states(found).items()) == [
        ("server", "critical"),
        ("instances", "critical"),
        ("findings", "ok"),
        ("instance:berg", "critical"),
        ("instance:tal", "ok"),
    ]
    assert "host1" in found.of("server")[0].text
    assert "frozen" in found.of("instances")[0].text
    assert found.of("instance")[1].metrics[0].value == 5


def test_a_known_name_of_what_was_deleted_since_is_forgotten() -> None:
    known = [Name(kind="profile", id="7", label="gone")]
    assert "profile:7" not in states(facts(report(), known=known))
