"""Seed files of both editions, with something of every kind."""

from __future__ import annotations

SERVER = """
edition = "server"
version = "22.3"
machine_name = "ARCHIVE1"
time_zone = "UTC"

[generate]
number = 7
users = 20

[[users]]
user_name = "jdoe"
full_name = "Jörg Doe"
email_addresses = ["jdoe@example.com"]
privileges_on_folders = { jdoe = ["read"] }

[[stores]]
id = 9
name = "Old"
file_group = 9
requested_state = "writeProtected"

[[profiles]]
id = 9
name = "IMAP"
connector = "IMAP"

[[jobs]]
id = 9
name = "Nightly"
action = "VerifyStores"
owner = "admin"
created = 2025-01-01T00:00:00
schedule = { timeZoneId = "UTC", time = "03:30:00" }

[[worker_runs]]
id = 500000
user_name = "admin"
profile_id = 9
profile_name = "IMAP"
result = "failed"
items_archived = 0
start = 2025-06-01T10:00:00+02:00
complete = 2025-06-01T08:01:00Z
machine_name = "ARCHIVE1"

[[folders]]
path = "jdoe/Empty"

[[messages]]
id = "9:1"
folder = "jdoe/Inbox"
subject = "Hello"
sender = "a@example.net"
size = 2048

[settings.compliance]
legalHoldEnabled = true
logSuccessfulUserActivities = []

[deleted]
profiles = [1]
"""


SPE = """
edition = "spe"
version = "25.3"

[[administrators]]
user_name = "boss"
password = "secret"

[[instances]]
id = "alpha"
host = "host1"
generate = { users = 5 }

[[instances]]
id = "beta"
host = "host2"
status = "stopped"
users = [{ user_name = "jdoe" }]
"""
