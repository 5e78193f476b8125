"""The server that the original wrapper's tutorial talks to, and a Service Provider Edition with three instances.

Evidence: machine name and version, 234 messages, the first token, the
administrator's details, the addresses of `johndoe`; of the SPE its
version and the names of its servers. Our choice: everything else.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from mailstore_sdk.emulator.handlers.instances import PROVIDER, new_instance
from mailstore_sdk.emulator.installation import Administrator, Installation, InstanceState
from mailstore_sdk.emulator.state import Job, JobRun, Mail, State, Store, User, WorkerRun
from mailstore_sdk.emulator.stored_settings import THUMBPRINT

MESSAGES = 234
TOKEN = "243fc983-89c3-19ef-196a-dbe082894cc5"  # noqa: S105  (the tutorial's status token, no secret)


ACCESS_SERVER = "spe.example.com"
HOST = "host1"
BEGIN = datetime(2026, 1, 4, 22, 0, tzinfo=UTC)


def demo_state() -> State:
    """A fresh copy of the server."""
    users = [
        User(user_name="admin", full_name="Administrator", password="admin", privileges=["admin"]),  # noqa: S106
        User(
            user_name="johndoe",
            full_name="John Doe",
            email_addresses=["jdoe@example.com", "john@example.com"],
            privileges_on_folders={"johndoe": ["read"]},
        ),
        User(
            user_name="asmith",
            full_name="Anna Smith",
            distinguished_name="CN=Anna Smith,OU=Users,DC=example,DC=com",
            authentication="directoryServices",
            email_addresses=["asmith@example.com"],
            privileges_on_folders={"asmith": ["read"], "johndoe": ["read", "write"]},
        ),
    ]
    stores = [
        # The tutorial's output for store 1 speaks of file group 2; that of store 2 is not shown in full.
        Store(id=1, name="DefaultFileGroup", file_group=2, messages=MESSAGES, size=28_311_552),
        Store(id=2, name="2012-07", file_group=2, requested_state="current", messages=MESSAGES, size=31_457_280),
    ]
    for store in stores:
        store.path = f"C:\\MailArchive\\{store.name}"
    state = State(
        version="8.1.2.9268",
        machine_name="WIN2012MS",
        users={user.user_name: user for user in users},
        stores={store.id: store for store in stores},
        worker_runs=_runs("admin", "WIN2012MS"),
        next_tokens=[TOKEN],
    )
    _fill(state, ["johndoe", "asmith"])
    return state


def demo_installation() -> Installation:
    """A fresh copy of the SPE; its third instance is stopped."""
    installation = Installation(
        server_name=ACCESS_SERVER,
        administrators={
            "admin": Administrator(
                user_name="admin",
                full_name="Administrator",
                email_address="admin@example.com",
                password="admin",  # noqa: S106  (the server's own default)
            )
        },
        client_access_servers={ACCESS_SERVER: _server(ACCESS_SERVER, 8473)},
        instance_hosts={HOST: {**_server(HOST, 8472), "baseDirectory": None}},
        directories={HOST: ["E:\\customer1", "E:\\customer2", "E:\\customer3"]},
    )
    for number, status in enumerate(("running", "running", "stopped"), start=1):
        instance = _instance(number, status)
        installation.instances[instance.id] = instance
    return installation


def _instance(number: int, status: str) -> InstanceState:
    name, domain = f"customer{number}", f"customer{number}.example.com"
    config = {"instanceID": name, "alias": f"c{number}", "displayName": f"Customer {number}", "instanceHost": HOST}
    instance = new_instance(config, status)
    instance.machine_name = HOST
    for user_name, full_name in (("jdoe", "John Doe"), ("boss", "Big Boss")):
        instance.users[user_name] = User(
            user_name=user_name,
            full_name=full_name,
            email_addresses=[f"{user_name}@{domain}"],
            privileges=["admin"] if user_name == "boss" else ["login"],
            privileges_on_folders={user_name: ["read"]},
        )
    instance.stores[1] = Store(
        id=1,
        name="2026-01",
        file_group=1,
        requested_state="current",
        messages=100 * number,
        size=12_582_912 * number,
        path=f"E:\\{name}\\2026-01",
    )
    instance.worker_runs = _runs(PROVIDER, HOST)
    _fill(instance, ["jdoe", "boss"])
    return instance


def _server(name: str, port: int) -> dict[str, Any]:
    return {"serverName": name, "port": port, "serverCertificate": {"thumbprint": THUMBPRINT}}


def _runs(user_name: str, machine_name: str) -> list[WorkerRun]:
    return [
        WorkerRun(
            id=100 + number,
            user_name=user_name,
            profile_id=1,
            profile_name="Exchange Mailboxes",
            result=result,
            items_archived=items,
            start=BEGIN + timedelta(hours=number),
            complete=BEGIN + timedelta(hours=number, minutes=4),
            machine_name=machine_name,
        )
        for number, (result, items) in enumerate([("succeeded", 17), ("completedWithErrors", 4), ("failed", 0)])
    ]


def _fill(state: State, archives: list[str]) -> None:
    """Folders, messages, a profile, a job and a credential."""
    for archive in archives:
        for path in (archive, f"{archive}/Inbox", f"{archive}/Sent", f"{archive}/Old"):
            state.folders.append(path)
        for number, (folder, subject) in enumerate(
            [("Inbox", "Welcome"), ("Inbox", "Invoice"), ("Sent", "Re: Invoice")]
        ):
            mail = f"{min(state.stores)}:{len(state.mails) + 1}"
            state.mails[mail] = Mail(
                id=mail,
                folder=f"{archive}/{folder}",
                subject=subject,
                sender="sales@example.net",
                size=2048 * (number + 1),
            )
    owner = next(name for name, user in state.users.items() if user.is_administrator)
    state.profiles[1] = {
        "id": 1,
        "version": 1,
        "name": "Exchange Mailboxes",
        "owner": owner,
        "type": "I",
        "connector": "Exchange",
        "details": {"host": "mail.example.com", "userName": "svc@example.com", "password": None},
        "serverSideExecution": {"automatic": True, "automaticPauseBetweenExecutions": 300},
    }
    action = "ProcessRetentionPolicies"
    start = BEGIN + timedelta(hours=5, minutes=30)
    state.jobs[1] = Job(
        id=1,
        name="Process Retention Policies",
        action=action,
        owner=owner,
        created=BEGIN - timedelta(days=300),
        schedule={"timeZoneId": "UTC", "time": "03:30:00"},
        last_start=start,
        last_complete=start,
    )
    state.job_runs.append(JobRun(id=1, job_id=1, action=action, start=start, complete=start))
    state.credentials.append(
        {
            "ID": 1,
            "Type": "Office365_Modern",
            "Description": "Microsoft 365",
            "Settings": {
                "ApplicationId": "00000000-0000-0000-0000-000000000000",
                "TenantId": "00000000-0000-0000-0000-000000000000",
                "CertificateThumbprint": THUMBPRINT,
                "CertificateExpirationDate": "2027-07-15T10:58:01Z",
            },
        }
    )
