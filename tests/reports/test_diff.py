"""What has changed is told once, before and after; what was not told before is no change."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mailstore_sdk import errors
from mailstore_sdk.emulator import Emulator, HttpError, Store, User
from mailstore_sdk.emulator.state import State
from mailstore_sdk.reports import Report
from mailstore_sdk.reports.change_kinds import NOUNS, SPECIAL
from mailstore_sdk.reports.diff import Change, Growth, ReportDiff
from mailstore_sdk.reports.entries import MessageEntry, ServiceStatusEntry
from mailstore_sdk.reports.section import Section
from tests.reports.collecting import LATER, at, of_server, of_spe
from tests.reports.test_model import V1

Alter = Callable[[State], object]


def difference(alter: Alter) -> ReportDiff:
    """What a report shows after the server was altered."""
    emulator = Emulator(version="25.3")
    before = at(of_server(emulator))
    alter(emulator.state)
    return at(of_server(emulator), LATER).diff(before)


def seen(change: Change) -> tuple[Any, ...]:
    return change.kind, change.path, change.before, change.after, change.text


def profile(state: State) -> dict[str, Any]:
    return state.profiles[1]


# What is done to the server, and the one change that it is, or those that they are.
TABLE: dict[str, tuple[Alter, list[tuple[Any, ...]]]] = {
    "nothing": (lambda state: None, []),
    "a new administrator": (
        lambda state: state.users["asmith"].privileges.append("admin"),
        [("administratorAdded", "users/asmith/privileges/admin", None, "admin",
          "User asmith is now an administrator")],
    ),
    "a right": (
        lambda state: state.users["admin"].privileges.append("export"),
        [("rightAdded", "users/admin/privileges/export", None, "export", "User admin now has the right export")],
    ),
    "a right taken": (
        lambda state: setattr(state.users["asmith"], "privileges", []),
        [("rightRemoved", "users/asmith/privileges/login", "login", None,
          "User asmith no longer has the right login")],
    ),
    "the order of rights": (
        lambda state: state.users["asmith"].privileges_on_folders.update(johndoe=["write", "read"]),
        [],
    ),
    "a way to log in": (
        lambda state: state.users["asmith"].login_privileges.remove("api"),
        [("loginRightRemoved", "users/asmith/loginPrivileges/api", "api", None,
          "User asmith no longer has the right to log in by api")],
    ),
    "a right on an archive": (
        lambda state: state.users["asmith"].privileges_on_folders.update({"a/b~c_d": ["read"]}),
        [("folderRightAdded", "users/asmith/privilegesOnFolders/a~1b~0c_d", None,
          {"folder": "a/b~c_d", "privileges": ["read"]},
          "User asmith now has rights on the archive a/b~c_d: read")],
    ),
    "more rights on an archive": (
        lambda state: state.users["asmith"].privileges_on_folders.update(johndoe=["read", "write", "delete"]),
        [("folderRightChanged", "users/asmith/privilegesOnFolders/johndoe/privileges", ["read", "write"],
          ["read", "write", "delete"],
          "User asmith: rights on the archive johndoe changed from read, write to read, write, delete")],
    ),
    "no right on an archive": (
        lambda state: state.users["asmith"].privileges_on_folders.pop("johndoe"),
        [("folderRightRemoved", "users/asmith/privilegesOnFolders/johndoe",
          {"folder": "johndoe", "privileges": ["read", "write"]}, None,
          "User asmith no longer has rights on the archive johndoe: read, write")],
    ),
    "multi-factor authentication": (
        lambda state: setattr(state.users["asmith"], "mfa_status", "Enabled"),
        [("mfaChanged", "users/asmith/mfaStatus", "Disabled", "Enabled",
          "User asmith: multi-factor authentication changed from Disabled to Enabled")],
    ),
    "the primary address": (
        lambda state: state.users["johndoe"].email_addresses.reverse(),
        [("addressesChanged", "users/johndoe/emailAddresses", ["jdoe@example.com", "john@example.com"],
          ["john@example.com", "jdoe@example.com"],
          "User johndoe: addresses changed from jdoe@example.com, john@example.com to john@example.com, "
          "jdoe@example.com")],
    ),
    "a name": (
        lambda state: setattr(state.users["johndoe"], "full_name", None),
        [("userChanged", "users/johndoe/fullName", "John Doe", None,
          "User johndoe: full name changed from John Doe to nothing")],
    ),
    "the state of a store": (
        lambda state: setattr(state.stores[1], "requested_state", "writeProtected"),
        [("storeStateChanged", "stores/1/requestedState", "normal", "writeProtected",
          "Archive store 1 (DefaultFileGroup): state changed from normal to writeProtected")],
    ),
    "an index to rebuild": (
        lambda state: state.stores[2].indexes_to_rebuild.add("johndoe"),
        [("storeChanged", "stores/2/searchIndexesNeedRebuild", False, True,
          "Archive store 2 (2012-07): search indexes need a rebuild changed from no to yes")],
    ),
    "a deletion rule where there was none": (
        lambda state: profile(state)["details"].update(deleteInMailbox="365 days"),
        [("deletionRuleChanged", "profiles/1/details/deleteInMailbox", None, "365 days",
          "Profile 1 (Exchange Mailboxes): rule for deleting in the mailbox changed from nothing to 365 days")],
    ),
    "the interval": (
        lambda state: profile(state)["serverSideExecution"].update(automaticPauseBetweenExecutions=3600),
        [("intervalChanged", "profiles/1/serverSideExecution/automaticPauseBetweenExecutions", 300, 3600,
          "Profile 1 (Exchange Mailboxes): pause between two runs in seconds changed from 300 to 3600")],
    ),
    "no automatic execution": (
        lambda state: profile(state)["serverSideExecution"].update(automatic=False),
        [("executionChanged", "profiles/1/serverSideExecution/automatic", True, False,
          "Profile 1 (Exchange Mailboxes): automatic execution changed from yes to no")],
    ),
    "certificates that are not checked": (
        lambda state: profile(state)["details"].update(ignoreSSLPolicyErrors="1"),
        [("certificateCheckChanged", "profiles/1/details/ignoreSslPolicyErrors", None, "1",
          "Profile 1 (Exchange Mailboxes): ignoring certificate errors changed from nothing to 1")],
    ),
    "a setting that the SDK does not know": (
        lambda state: profile(state)["details"].update(newSetting={"inner": [1]}),
        [("profileChanged", "profiles/1/details/other/newSetting", None, {"inner": [1]},
          'Profile 1 (Exchange Mailboxes): new setting changed from nothing to {"inner": [1]}')],
    ),
    "a schedule": (
        lambda state: state.jobs[1].schedule.update(time="04:00:00"),
        [("scheduleChanged", "jobs/1/schedule/time", "03:30:00", "04:00:00",
          "Job 1 (Process Retention Policies): schedule time changed from 03:30:00 to 04:00:00")],
    ),
    "legal hold": (
        lambda state: state.settings["compliance"].update(legalHoldEnabled=True),
        [("legalHoldChanged", "compliance/legalHoldEnabled", False, True,
          "Compliance settings: legal hold changed from no to yes")],
    ),
    "what is logged": (
        lambda state: state.settings["compliance"]["logSuccessfulUserActivities"].remove("SessionLogin"),
        [("loggingRemoved", "compliance/logSuccessfulUserActivities/SessionLogin", "SessionLogin", None,
          "Compliance settings: log successful user activities: SessionLogin is gone")],
    ),
    "retention": (
        lambda state: state.settings["retentionPolicies"][0].update(period=6, delete=True),
        [("retentionChanged", "retention/Ten years/period", 10, 6,
          "Retention policy Ten years: period changed from 10 to 6"),
         ("retentionChanged", "retention/Ten years/delete", False, True,
          "Retention policy Ten years: delete changed from no to yes")],
    ),
    "how mail is sent": (
        lambda state: state.settings["smtp"].update(host="mail.example.com", tls=False),
        [("smtpChanged", "smtp/settings/host", None, "mail.example.com",
          "Settings for sending mail: host changed from nothing to mail.example.com"),
         ("smtpChanged", "smtp/settings/tls", None, False,
          "Settings for sending mail: tls changed from nothing to no")],
    ),
    "the directory": (
        lambda state: state.settings["directoryServices"].update(deleteUsers=False),
        [("directoryChanged", "directory/settings/deleteUsers", True, False,
          "Settings of the directory synchronization: delete users changed from yes to no")],
    ),
    "the licence": (
        lambda state: setattr(state, "licensed_users", 60),
        [("licenceChanged", "licence/maxNamedUsers", 50, 60,
          "Licence: licensed users at most changed from 50 to 60")],
    ),
    "a credential's certificate": (
        lambda state: state.credentials[0]["Settings"].update(CertificateExpirationDate="2028-01-01T00:00:00Z"),
        [("credentialChanged", "credentials/1/certificateExpirationDate", "2027-07-15T10:58:01Z",
          "2028-01-01T00:00:00Z",
          "Credential 1 (Microsoft 365): certificate expiration date changed from 2027-07-15T10:58:01Z to "
          "2028-01-01T00:00:00Z")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TABLE)
def test_a_change_is_told_once_before_and_after(what: str) -> None:
    alter, expected = TABLE[what]
    diff = difference(alter)
    assert [seen(change) for change in diff.changes] == expected
    assert diff.growth == []


@pytest.mark.parametrize(
    ("alter", "kind", "text"),
    [
        (lambda state: state.users.update(new=User(user_name="new")), "userAdded", "User new is new"),
        (
            lambda state: state.users.update(new=User(user_name="new", privileges=["admin"])),
            "administratorAdded",
            "New user new, an administrator",
        ),
        (lambda state: state.users.pop("asmith"), "userRemoved", "User asmith is gone"),
        (
            lambda state: state.stores.update({10: Store(id=10, name="New", file_group=10)}),
            "storeAdded",
            "Archive store 10 (New) is new",
        ),
        (lambda state: state.folders.append("leaver"), "archiveAdded", "Archive leaver is new"),
        (lambda state: state.profiles.pop(1), "profileRemoved", "Profile 1 (Exchange Mailboxes) is gone"),
        (lambda state: state.jobs.pop(1), "jobRemoved", "Job 1 (Process Retention Policies) is gone"),
        (lambda state: state.credentials.clear(), "credentialRemoved", "Credential 1 (Microsoft 365) is gone"),
        (
            lambda state: state.settings["retentionPolicies"].clear(),
            "retentionRemoved",
            "Retention policy Ten years is gone",
        ),
    ],
)
def test_what_came_or_went_is_one_change_with_all_of_it(alter: Alter, kind: str, text: str) -> None:
    changes = [change for change in difference(alter).changes if change.section != "licence"]
    assert [(change.kind, change.text) for change in changes] == [(kind, text)]
    there = changes[0].after if kind.endswith("Added") else changes[0].before
    assert isinstance(there, dict)
    assert (changes[0].before is None) == kind.endswith("Added")


def test_sizes_are_growth_and_no_change() -> None:
    def archive(state: State) -> None:
        state.stores[2].messages += 10
        state.stores[2].size += 4096
        state.worker_runs.clear()

    diff = difference(archive)
    assert diff.changes == []
    assert diff.growth == [
        Growth(section="stores", key="2", measure="statisticsCount", unit="messages", before=234, after=244,
               difference=10),
        Growth(section="stores", key="2", measure="statisticsSize", unit="bytes", before=31_457_280,
               after=31_461_376, difference=4096),
    ]  # fmt: skip


def test_a_new_version_is_a_change_and_what_it_tells_for_the_first_time_is_none() -> None:
    before = at(of_server(Emulator(version="22.3")))
    diff = at(of_server(Emulator(version="25.3")), LATER).diff(before)
    assert [seen(change) for change in diff.changes] == [
        ("versionChanged", "server/version", "22.3.0.21002", "25.3.1.23021",
         "Server: version changed from 22.3.0.21002 to 25.3.1.23021")
    ]  # fmt: skip
    assert {(one.section, one.report) for one in diff.not_compared} == {("licence", "older"), ("credentials", "older")}


def test_settings_that_an_older_version_did_not_tell_are_no_change_but_a_deletion_rule_is() -> None:
    old, new = Emulator(version="22.3"), Emulator(version="25.3")
    new.state.profiles[1]["details"].update(deleteInMailbox="30 days", timeout="60")
    new.state.settings["smtp"].update(host="mail.example.com")
    diff = at(of_server(new), LATER).diff(at(of_server(old)))
    assert [change.kind for change in diff.changes] == ["versionChanged", "deletionRuleChanged"]


@pytest.mark.parametrize("which", ["older", "newer"])
def test_a_section_that_is_not_there_is_said_and_nothing_of_it_is_gone(which: str) -> None:
    emulator, broken = Emulator(version="25.3"), Emulator(version="25.3")
    broken.faults.add("GetStores", HttpError(status=500))
    broken.faults.add("GetUserInfo", HttpError(status=500), times=1)
    reports = [of_server(broken, concurrency=1), of_server(emulator)]
    older, newer = reports if which == "older" else reversed(reports)
    diff = at(newer, LATER).diff(at(older))
    assert diff.changes == []
    assert [(one.section, one.key, one.report) for one in diff.not_compared] == [
        ("users", "admin", which),
        ("stores", None, which),
    ]
    assert all(one.reason for one in diff.not_compared)


def test_a_report_of_version_1_can_be_compared() -> None:
    emulator = Emulator(version="25.3")
    emulator.state.users["asmith"].privileges = ["admin"]
    diff = at(of_server(emulator), LATER).diff(Report.load(V1))
    assert [change.kind for change in diff.changes] == ["administratorAdded", "rightRemoved"]
    assert "profiles" in {one.section for one in diff.not_compared}


def test_an_installation_is_compared() -> None:
    emulator = Emulator(edition="spe")
    before = at(of_spe(emulator))
    emulator.instances["customer3"].status = "running"
    emulator.instances["customer1"].stores[1].messages += 5
    emulator.installation.administrators["admin"].email_address = "new@example.com"
    emulator.installation.instance_hosts["host1"]["serverCertificate"] = {"thumbprint": "00"}
    diff = at(of_spe(emulator), LATER).diff(before)
    assert [(change.kind, change.path) for change in diff.changes] == [
        ("serviceServerChanged", "serviceStatus/servers/host1 instanceHost/thumbprint"),
        ("hostChanged", "hosts/host1/thumbprint"),
        ("instanceStateChanged", "instances/customer3/status"),
        ("administratorChanged", "administrators/admin/emailAddress"),
    ]
    assert [(one.key, one.measure, one.difference) for one in diff.growth] == [("customer1", "numberOfMessages", 5)]


def test_a_message_whose_place_among_the_others_has_changed_is_told() -> None:
    def told(sub_item: bool) -> Report:
        message = MessageEntry(type="warning", text="Disk is full", is_sub_item=sub_item)
        status = ServiceStatusEntry(servers=[], messages=[message])
        report = of_spe(Emulator(edition="spe"), sections=["server"])
        return report.model_copy(update={"service_status": Section(data=status)})

    (change,) = at(told(True), LATER).diff(at(told(False))).changes
    assert (change.kind, change.before, change.after) == ("serviceMessageChanged", False, True)
    assert change.text.endswith("is sub item changed from no to yes")


def test_what_is_not_told_is_not_gone_when_the_versions_are_not_known() -> None:
    emulator = Emulator(version="25.3")
    emulator.faults.add("GetServerInfo", HttpError(status=500))
    emulator.state.settings["smtp"].update(host="mail.example.com")
    before = at(of_server(emulator))
    del emulator.state.settings["smtp"]["host"]
    assert at(of_server(emulator), LATER).diff(before).changes == []


def test_the_order_is_stable_numbers_as_numbers() -> None:
    def alter(state: State) -> None:
        for number in (10, 9, 100):
            state.stores[number] = Store(id=number, name=str(number), file_group=number)
        for name in ("zoe", "Bob", "10", "9"):
            state.users[name] = User(user_name=name)

    changes = [change for change in difference(alter).changes if change.section in ("users", "stores")]
    assert [change.key for change in changes] == ["9", "10", "Bob", "zoe", "9", "10", "100"]


def test_policies_without_a_name_or_with_the_same_one_are_told_apart() -> None:
    emulator = Emulator(version="25.3")
    policies = emulator.state.settings["retentionPolicies"]
    policies += [{**policies[0], "period": 5}, {**policies[0], "name": None}]
    before = at(of_server(emulator))
    policies[1]["period"] = 6
    diff = at(of_server(emulator), LATER).diff(before)
    assert [(change.key, change.before, change.after) for change in diff.changes] == [("Ten years (2)", 5, 6)]


def test_a_policy_whose_name_is_what_another_is_told_apart_by_is_not_lost() -> None:
    emulator = Emulator(version="25.3")
    policies = emulator.state.settings["retentionPolicies"]
    policies += [{**policies[0], "period": 5}, {**policies[0], "name": "Ten years (2)", "period": 7}]
    before = at(of_server(emulator))
    policies[1]["period"] = 6
    diff = at(of_server(emulator), LATER).diff(before)
    assert [(change.key, change.before, change.after) for change in diff.changes] == [("Ten years (2)", 5, 6)]


def test_it_is_refused_to_compare_what_is_not_the_same_archive_or_the_wrong_way_round() -> None:
    server, spe = at(of_server(Emulator(version="25.3"))), at(of_spe(Emulator(edition="spe")))
    one, other = (at(of_spe(Emulator(edition="spe"), name)) for name in ("customer1", "customer2"))
    with pytest.raises(errors.ConfigurationError, match="reports of spe and server cannot be compared"):
        server.diff(spe)
    with pytest.raises(errors.ConfigurationError, match="instance customer2 and instance customer1"):
        one.diff(other)
    with pytest.raises(errors.ConfigurationError, match="compare the newer one with it"):
        server.diff(at(server, LATER))


def test_a_difference_survives_its_own_json() -> None:
    diff = difference(lambda state: state.users["asmith"].privileges.append("admin"))
    assert ReportDiff.model_validate_json(diff.to_json()) == diff
    assert json.loads(diff.to_json())["changes"][0]["kind"] == "administratorAdded"


def test_line_breaks_in_names_do_not_make_a_sentence_two_lines() -> None:
    diff = difference(lambda state: state.users.update({"a\nb": User(user_name="a\nb")}))
    assert [change.text for change in diff.changes if change.section == "users"] == ["User a b is new"]


def test_the_documentation_has_every_kind_of_change() -> None:
    document = (V1.parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")
    words = {*NOUNS.values(), *SPECIAL.values()}
    assert [word for word in sorted(words) if f"`{word}`" not in document] == []
