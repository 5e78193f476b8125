"""A MailStore Server, or a Service Provider Edition, in memory, to try scripts on and to test against.

    from mailstore_sdk.emulator import Emulator

    emulator = Emulator()
    with emulator.client() as client:               # in this process, no socket
        print(client.get_server_info())
    with emulator.serve() as server:                # real HTTPS on a loopback port
        client = Client(**server.connection)

docs/emulator.md says what of its behaviour is evidence and what is our choice.
"""

from mailstore_sdk.emulator.behaviour import Behaviour
from mailstore_sdk.emulator.clock import Clock, ManualClock, SystemClock
from mailstore_sdk.emulator.editions import Edition
from mailstore_sdk.emulator.emulator import Emulator
from mailstore_sdk.emulator.exchange import Exchange
from mailstore_sdk.emulator.fault_registry import Faults, Planted
from mailstore_sdk.emulator.faults import (
    ContentType,
    Delay,
    Drip,
    ExpiredCertificate,
    ExpireToken,
    FailHalfway,
    Fault,
    HtmlPage,
    HttpError,
    Huge,
    InvalidJson,
    Refuse,
    Reset,
    Restart,
    Stuck,
    Truncated,
    WrongEncoding,
)
from mailstore_sdk.emulator.installation import Administrator, Installation, InstanceState
from mailstore_sdk.emulator.messages import Delivery, Hold, Refused, Request, Response
from mailstore_sdk.emulator.recording.recorded_request import RecordedRequest
from mailstore_sdk.emulator.recording.requests import Requests
from mailstore_sdk.emulator.releases import Version
from mailstore_sdk.emulator.seed import Seed
from mailstore_sdk.emulator.state import DirectoryUser, Job, JobRun, Mail, State, Store, User, WorkerRun
from mailstore_sdk.emulator.tasks import Advance, Beat, ByPolls, ByTime, Never, Script

__all__ = [
    "Administrator",
    "Advance",
    "Beat",
    "Behaviour",
    "ByPolls",
    "ByTime",
    "Clock",
    "ContentType",
    "Delay",
    "Delivery",
    "DirectoryUser",
    "Drip",
    "Edition",
    "Emulator",
    "Exchange",
    "ExpireToken",
    "ExpiredCertificate",
    "FailHalfway",
    "Fault",
    "Faults",
    "Hold",
    "HtmlPage",
    "HttpError",
    "Huge",
    "Installation",
    "InstanceState",
    "InvalidJson",
    "Job",
    "JobRun",
    "Mail",
    "ManualClock",
    "Never",
    "Planted",
    "RecordedRequest",
    "Refuse",
    "Refused",
    "Request",
    "Requests",
    "Reset",
    "Response",
    "Restart",
    "Script",
    "Seed",
    "State",
    "Store",
    "Stuck",
    "SystemClock",
    "Truncated",
    "User",
    "Version",
    "WorkerRun",
    "WrongEncoding",
]
