"""Stores, users and archives."""

from __future__ import annotations

from tests.findings.cases.case import JOURNAL, Case
from tests.findings.made import (
    DAY,
    NOW,
    admin,
    archives,
    profile,
    report,
    store,
    user,
)

POLICY = {"name": "Ten years", "enabled": True, "period": 10, "periodInterval": "year", "delete": True}
STORES = [
    Case("store-error", "an error", {"stores": [store(error="Disk full.")]}, {"store-error:1": "error"}),
    Case("store-error", "fine", {"stores": [store()]}),
    Case("store-needs-upgrade", "it does", {"stores": [store(needsUpgrade=True)]}, {"store-needs-upgrade:1": "error"}),
    Case("store-needs-upgrade", "it does not", {"stores": [store(needsUpgrade=False), store(2)]}),
    Case(
        "store-index-rebuild",
        "it needs one",
        {"stores": [store(searchIndexesNeedRebuild=True)]},
        {"store-index-rebuild:1": "warning"},
    ),
    Case("store-index-rebuild", "it does not", {"stores": [store(searchIndexesNeedRebuild=False), store(2)]}),
    Case("no-current-store", "none", {"stores": [store(state="normal")]}, {"no-current-store": "error"}),
    Case("no-current-store", "no store at all", {"stores": []}, {"no-current-store": "error"}),
    Case("no-current-store", "one", {"stores": [store(state="normal"), store(2)]}),
    Case("no-current-store", "not told", {"stores": [store(state=None)]}, unchecked=True),
    Case(
        "store-over-limit",
        "one more than 5 million",
        {"stores": [store(statisticsCount=5_000_001)]},
        {"store-over-limit:1": "warning"},
    ),
    Case("store-over-limit", "5 million", {"stores": [store(statisticsCount=5_000_000)]}),
    Case("store-over-limit", "not the current one", {"stores": [store(state="normal", statisticsCount=9_000_000)]}),
    Case("store-over-limit", "no count", {"stores": [store(statisticsCount=None)]}),
    Case(
        "retention-skips-store",
        "write-protected, and a policy in force",
        {"stores": [store(state="writeProtected")], "retention": [POLICY]},
        {"retention-skips-store:1": "warning"},
    ),
    Case("retention-skips-store", "not write-protected", {"stores": [store()], "retention": [POLICY]}),
    Case(
        "retention-skips-store",
        "no policy in force",
        {"stores": [store(state="writeProtected")], "retention": [{**POLICY, "enabled": False}]},
    ),
]
RIGHT = {"folder": "asmith", "privileges": ["read"]}
MANY = [{"folder": f"user{number}", "privileges": ["read", "write"]} for number in range(6)]
USERS = [
    Case(
        "user-without-address",
        "and a journal",
        {"users": [user(emailAddresses=[]), user("asmith"), admin()], "profiles": [JOURNAL]},
        {"user-without-address:jdoe": "warning"},
    ),
    Case("user-without-address", "no journal", {"users": [user(emailAddresses=[])], "profiles": [profile()]}),
    Case(
        "user-without-address",
        "the provider's access",
        {"users": [user("$archiveadmin", emailAddresses=[])], "profiles": [JOURNAL]},
    ),
    Case("admin-without-mfa", "disabled", {"users": [admin("Disabled")]}, {"admin-without-mfa:admin": "warning"}),
    Case("admin-without-mfa", "any other state", {"users": [admin("Enabled")]}),
    Case("admin-without-mfa", "no administrator", {"users": [user(mfaStatus="Disabled")]}),
    Case("admin-without-mfa", "not told", {"users": [admin(None)]}, unchecked=True),
    Case(
        "reads-other-archive",
        "one",
        {"users": [user(privilegesOnFolders=[RIGHT]), user("asmith")]},
        {"reads-other-archive:jdoe/asmith": "warning"},
    ),
    Case(
        "reads-other-archive", "his own", {"users": [user("JDoe", privilegesOnFolders=[{**RIGHT, "folder": "jdoe"}])]}
    ),
    Case("reads-other-archive", "none", {"users": [user(privilegesOnFolders=[{**RIGHT, "privileges": ["none"]}])]}),
    Case("reads-other-archive", "not told", {"users": [admin()]}),
    Case("reads-other-archive", "many", {"users": [user(privilegesOnFolders=MANY)]}),
    Case(
        "reads-other-archive",
        "one that is not there",
        {"users": [user(privilegesOnFolders=[RIGHT])], "archives": archives("jdoe")},
    ),
    Case(
        "reads-many-archives",
        "six",
        {"users": [user(privilegesOnFolders=MANY)]},
        {"reads-many-archives:jdoe": "warning"},
    ),
    Case("reads-many-archives", "five", {"users": [user(privilegesOnFolders=MANY[:5])]}),
    Case(
        "right-without-archive",
        "neither user nor archive",
        {"users": [user(privilegesOnFolders=[RIGHT])], "archives": archives("jdoe")},
        {"right-without-archive:jdoe/asmith": "warning"},
    ),
    Case(
        "right-without-archive",
        "a user without mail",
        {"users": [user(privilegesOnFolders=[RIGHT]), user("asmith")], "archives": archives("jdoe")},
    ),
    Case(
        "right-without-archive",
        "an archive without a user",
        {"users": [user(privilegesOnFolders=[RIGHT])], "archives": archives("ASmith")},
    ),
    Case("default-password", "collected with it", {}, {"default-password": "error"}, more={"defaultLogin": True}),
    Case("default-password", "collected otherwise", {}, more={"defaultLogin": False}),
    Case("default-password", "not known", {}, unchecked=True),
]
BEFORE = report(NOW - 7 * DAY, archives=archives("@catchall", count=10))
ARCHIVES = [
    Case(
        "archive-without-user",
        "a leaver's",
        {"users": [user()], "archives": archives("jdoe", "gone", "@catchall")},
        {"archive-without-user:gone": "warning"},
    ),
    Case("archive-without-user", "all have users", {"users": [user("JDoe")], "archives": archives("jdoe")}),
    Case(
        "catchall-growing",
        "one message more",
        {"archives": archives("@catchall", count=11)},
        {"catchall-growing": "warning"},
        options={"older": BEFORE},
    ),
    Case(
        "catchall-growing",
        "it is new",
        {"archives": archives("@catchall")},
        {"catchall-growing": "warning"},
        options={"older": report(NOW - DAY, archives=[])},
    ),
    Case("catchall-growing", "as it was", {"archives": archives("@catchall")}, options={"older": BEFORE}),
    Case("catchall-growing", "there is none", {"archives": archives("jdoe")}),
    Case("catchall-growing", "no older report", {"archives": archives("@catchall")}, unchecked=True),
    Case(
        "catchall-growing",
        "no numbers",
        {"archives": archives("@catchall", count=None)},
        options={"older": BEFORE},
        unchecked=True,
    ),
]
