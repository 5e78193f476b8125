"""The commands that only ask, each as a user types it: at a terminal and in a pipe they are tested alike."""

from __future__ import annotations

# By what is typed: with which exit code it ends, and a word that is in the table.
SERVER: dict[str, tuple[int, str]] = {
    "info": (0, "MailStore Server 22.3.0.21002 on ARCHIVE"),
    "users": (0, "georg.schaefer"),
    "user mallory": (0, "Authentication"),
    "stores": (0, "writeProtected"),
    "folders": (0, "Messages"),
    "profiles": (0, "by hand|automatically"),
    "runs --since 2026-01-03 --until 2026-01-05": (0, "succeeded"),
    "runs --jobs --since 2026-01-01 --until 2026-01-05": (0, "succeeded"),
    "access": (0, "all \\(administrator\\)"),
    "access --user mallory --all-archives": (0, "What mallory has access to"),
    "jobs": (0, "ProcessRetentionPolicies"),
    "sessions": (0, "Session"),
    "report --section users --section stores": (0, "stores"),
    "findings --since 1d": (7, "Key: default-password"),
    "functions --search retention": (0, "SetRetentionPolicies"),
    "describe SetUserPassword": (0, "mailstore call SetUserPassword userName=<string> password=-"),
    "call GetUsers": (0, "georg.schaefer"),
    "profile list": (0, "No profiles in"),
    "doctor": (0, "it is the API that answers"),
}
INSTALLATION: dict[str, tuple[int, str]] = {
    "info": (0, "customer1"),
    "info --instance customer1": (0, "numberOfMessages"),
    "users --instance customer1": (0, "Users"),
    "stores --instance customer1": (0, "current"),
    "access --by-user --instance customer1": (0, "boss"),
    "doctor": (0, "customer3: stopped, so it was not asked"),
}
# What has no items, or is no data of a server: not with --json.
NO_JSON = ("call", "profile")
