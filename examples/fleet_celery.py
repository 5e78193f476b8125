"""Verify the archive stores of many servers with Celery, which also carries what one process would not live to see end.

    pip install celery 'mailstore-sdk[emulator]'
    python examples/fleet_celery.py

Run as it is, it needs no broker and no server: Celery's own broker in memory, a worker in a thread of this process, and
six emulated servers, one of which refuses connections, and one of which fails on its way. For real servers, set BROKER
and BACKEND, leave `emulated` out, and start workers with `celery --app fleet_celery worker` wherever the profiles are.

What goes through the broker is JSON without a password: the name of a profile, and a long-running call as data. Each
worker takes the password from where the profile says, as its own keyring or environment.
"""

# pyright: reportMissingImports=false, reportFunctionMemberAccess=false
# Celery has no types, and is installed only where this is run.

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from celery import Celery, chain, group
from celery.contrib.testing.worker import start_worker

from mailstore_sdk import Client
from mailstore_sdk.emulator import ByTime, Emulator, FailHalfway, Refuse
from mailstore_sdk.errors import MailStoreError, OperationTimeout
from mailstore_sdk.models import FleetFailure

PATIENCE = 1.0  # seconds that a worker waits before it takes up something else; minutes, for real servers
PAUSE = 1  # seconds until somebody asks again

app = Celery(
    "fleet", broker=os.environ.get("BROKER", "memory://"), backend=os.environ.get("BACKEND", "cache+memory://")
)
app.conf.update(task_serializer="json", result_serializer="json", accept_content=["json"])


def failed(name: str, error: MailStoreError) -> dict[str, Any]:
    """A failure is a result like any other: the other servers go on."""
    return {"server": name, "failure": FleetFailure(type=type(error).__name__, message=str(error)).model_dump()}


# Acknowledged before it runs, as Celery does by default: should the worker die meanwhile, it is not begun twice.
@app.task
def begin(name: str) -> dict[str, Any]:
    """Begin the verification on one server."""
    try:
        with Client.from_profile(name) as client:
            operation = client.begin_verify_store(1)
            if operation.done:  # a server may answer at once
                operation.result()
                return {"server": name, "tries": 0, "status": operation.status.status}
            return {"server": name, "operation": json.loads(operation.to_json())}
    except MailStoreError as error:
        return failed(name, error)


# Waiting changes nothing: acknowledged after it ran, another worker takes it up if this one dies.
@app.task(bind=True, acks_late=True, max_retries=None)
def wait(self: Any, begun: dict[str, Any]) -> dict[str, Any]:
    """Wait for the end for a while; if it does not come, hand the rest of the waiting on."""
    if "operation" not in begun:
        return begun
    name = begun["server"]
    try:
        with Client.from_profile(name) as client:
            operation = client.resume(begun["operation"])
            try:
                operation.result(PATIENCE)
            except OperationTimeout:
                later = {"server": name, "operation": json.loads(operation.to_json())}
                raise self.retry(args=[later], countdown=PAUSE) from None
            return {"server": name, "tries": self.request.retries + 1, "status": operation.status.status}
    except MailStoreError as error:
        return failed(name, error)


@contextmanager
def emulated(number: int) -> Iterator[list[str]]:
    """So many servers, and a file with their profiles; gives the names."""
    with ExitStack() as stack:
        profiles = []
        for index in range(number):
            emulator = Emulator(tasks=ByTime(3))
            server = stack.enter_context(emulator.serve())
            if index == 1:
                emulator.faults.add("*", Refuse())
            if index == 2:
                emulator.faults.add("VerifyStore", FailHalfway())
            profiles.append(
                f'[server-{index}]\nhost = "{server.host}"\nport = {server.port}\ntrust_env = false\n'
                f'fingerprint = "{server.fingerprint}"\npassword_from = "environment"\n'
            )
        file = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "config.toml"
        file.touch(mode=0o600)
        file.write_text("".join(profiles), encoding="utf-8")
        os.environ |= {"MAILSTORE_CONFIG": str(file), "MAILSTORE_PASSWORD": "admin"}
        yield [f"server-{index}" for index in range(number)]


def main() -> None:
    """Begin everywhere, wait for the ends, and print one line of JSON for each server."""
    with emulated(6) as names, start_worker(app, pool="threads", concurrency=3, perform_ping_check=False):
        for result in group(chain(begin.s(name), wait.s()) for name in names).apply_async().get(timeout=60):
            print(json.dumps(result))


if __name__ == "__main__":
    main()
