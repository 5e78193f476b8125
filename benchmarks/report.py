"""A report of a big archive, against the bare calls that it needs: time, processor time, memory.

    python -m benchmarks.report [--users 5000] [--rounds 5] [--short]

The emulated server (5,000 users, 200 archive stores, a year of runs) is a process of its own behind HTTPS; every
candidate is a fresh process, in turn. The bare calls are the same requests, one after another over one kept-alive
connection of `http.client`, their answers read by `json.loads` and thrown away.
"""

from __future__ import annotations

import argparse
import base64
import http.client
import json
import multiprocessing
import ssl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import urlencode

from benchmarks.measure import Line, counted, figures, fresh, ratio, resident

NAME = "report"
USERS, SHORT_USERS = 5_000, 500
STORES = 200
PROFILES, RUNS_PER_DAY = 10, 24
YEAR = timedelta(days=365)
ROUNDS, SHORT_ROUNDS = 5, 2
# The question which protocol the server speaks; and the runs of profiles and of jobs in twelve parts each.
MORE = 1 + 2 * 11
MOST_TIMES, MOST_MEGABYTES = 10, 300
AUTHORIZATION = "Basic " + base64.b64encode(b"admin:admin").decode()


def run(rounds: int, *, short: bool = False, users: int | None = None) -> list[Line]:
    """Measure.

    Args:
        rounds: How often each candidate has its turn; a report takes seconds, so never more than a few times.
        short: Fewer users.
        users: How many there are.
    """
    number = users or (SHORT_USERS if short else USERS)
    found: dict[str, list[dict[str, Any]]] = {"report": [], "bare": []}
    with _server(number) as place:
        for turn in range(min(rounds, SHORT_ROUNDS if short else ROUNDS)):
            for what in ("report", "bare") if turn % 2 else ("bare", "report"):
                found[what].append(fresh("benchmarks.report", "--candidate", what, *place))
    report, bare = found["report"], found["bare"]
    at_most = {"at_most": float(MOST_TIMES)}
    return [
        ratio(NAME, f"time of a report on {number} users ÷ the bare calls", _all(report, "seconds"),
              _all(bare, "seconds"), wall=True, **at_most),
        ratio(NAME, "processor time of the same", _all(report, "cpu"), _all(bare, "cpu"), **at_most),
        figures(NAME, "seconds of a report", _all(report, "seconds"), unit=" s", wall=True),
        figures(NAME, "seconds of the bare calls", _all(bare, "seconds"), unit=" s", wall=True),
        figures(NAME, "memory at most, everything loaded", _all(report, "peak"), unit=" MB",
                at_most=float(MOST_MEGABYTES)),
        counted(NAME, "requests of a report", report[0]["requests"], at_most=float(bare[0]["requests"] + MORE)),
        counted(NAME, "news of progress", report[0]["news"], at_least=float(number)),
        counted(NAME, "users, stores and runs in it", report[0]["things"], at_least=float(bare[0]["things"])),
    ]  # fmt: skip


def _all(rounds: list[dict[str, Any]], figure: str) -> list[float]:
    return [float(one[figure]) for one in rounds]


@contextmanager
def _server(users: int) -> Iterator[tuple[str, ...]]:
    """The emulator in a process of its own; gives port and file of the certificate."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(users, theirs))
    server.start()
    try:
        port, ca_file, end = ours.recv()
        yield str(port), ca_file, end
    finally:
        ours.send(None)
        server.join()


def _serve(users: int, pipe: Connection) -> None:
    from mailstore_sdk.emulator import Emulator, Seed
    from mailstore_sdk.emulator.state import Store

    seed = Seed(users=users, stores=12, years=1, profiles=PROFILES, runs_per_day=RUNS_PER_DAY)
    emulator = Emulator(seed, version="25.3")
    for number in range(13, STORES + 1):
        emulator.state.stores[number] = Store(
            id=number, name=f"Archive {number}", file_group=number, requested_state="writeProtected",
            messages=1_000 * number, size=100_000_000 * number, path=f"D:\\MailArchive\\{number}",
        )  # fmt: skip
    with emulator.serve() as server:
        pipe.send((server.port, server.ca_file, seed.end.isoformat()))
        pipe.recv()


def report(port: int, ca_file: str, end: datetime) -> dict[str, Any]:
    """Collect a report as a user would."""
    from mailstore_sdk import Client
    from mailstore_sdk.reports import Progress, collect

    news: list[Progress] = []
    requests: list[object] = []
    with Client(port=port, ca_file=ca_file) as client:
        counting = client.options(on_request=requests.append)
        found = collect(counting, runs_since=YEAR, runs_until=end, on_progress=news.append)
    text = found.to_json()
    runs = found.runs.data.runs if found.runs.data else []
    things = len(found.users.data or []) + len(found.stores.data or []) + len(runs)
    return {
        "requests": len(requests),
        "news": sum(1 for one in news if one.section == "users" and one.done),
        "things": things,
        "characters": len(text),
    }


def bare(port: int, ca_file: str, end: datetime) -> dict[str, Any]:
    """The same calls, and nothing else."""
    connection = http.client.HTTPSConnection(
        "127.0.0.1", port, context=ssl.create_default_context(cafile=ca_file), timeout=600
    )
    requests = 0

    def call(path: str, arguments: dict[str, str]) -> Any:
        nonlocal requests
        requests += 1
        headers = {"Authorization": AUTHORIZATION, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, urlencode(arguments), headers)
        answer = json.loads(connection.getresponse().read().decode("utf-8-sig"))
        while answer["statusCode"] == "running":
            version = answer["statusVersion"]
            arguments = {"token": answer["token"], "lastKnownStatusVersion": version, "millisecondsTimeout": "5000"}
            return call("/api/get-status", arguments)
        return answer["result"]

    span = {
        "fromIncluding": (end - YEAR).replace(tzinfo=None).isoformat(),
        "toExcluding": end.replace(tzinfo=None).isoformat(),
    }
    things = 0
    for function, arguments in CALLS.items():
        given = {key: span.get(key, value) for key, value in arguments.items()}
        rows = call(f"/api/invoke/{function}", given)
        if function in ("GetUsers", "GetStores", "GetWorkerResults"):
            things += len(rows)
        if function == "GetUsers":
            for row in rows:
                call("/api/invoke/GetUserInfo", {"userName": row["userName"]})
    connection.close()
    return {"requests": requests, "things": things}


# What a report of a MailStore Server calls, in its order; the span is filled in.
CALLS: dict[str, dict[str, str]] = {
    "GetServerInfo": {},
    "GetLicenseInformation": {},
    "GetServiceConfiguration": {},
    "GetUsers": {},
    "GetStores": {"includeSize": "true"},
    "GetStoreAutoCreateConfiguration": {},
    "GetFolderStatistics": {},
    "GetProfiles": {"raw": "true"},
    "GetWorkerResults": {"fromIncluding": "", "toExcluding": "", "timeZoneID": "UTC"},
    "GetJobs": {},
    "GetJobResults": {"fromIncluding": "", "toExcluding": "", "timeZoneId": "UTC"},
    "GetComplianceConfiguration": {},
    "GetRetentionPolicies": {},
    "GetSmtpSettings": {},
    "GetDirectoryServicesConfiguration": {},
    "GetCredentials": {},
}


def _candidate(what: str, port: int, ca_file: str, end: datetime) -> dict[str, Any]:
    begin, begin_cpu = time.perf_counter(), time.process_time()
    found = (report if what == "report" else bare)(port, ca_file, end)
    found |= {"seconds": time.perf_counter() - begin, "cpu": time.process_time() - begin_cpu, "peak": resident()[1]}
    return found


def main() -> int:
    """Measure and print a table; or be one candidate and print JSON."""
    parser = argparse.ArgumentParser(description="A report of a big archive, against the bare calls that it needs.")
    parser.add_argument("--users", type=int)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--candidate", choices=("report", "bare"), help=argparse.SUPPRESS)
    parser.add_argument("place", nargs="*", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.candidate:
        port, ca_file, end = chosen.place
        print(json.dumps(_candidate(chosen.candidate, int(port), ca_file, datetime.fromisoformat(end))))
        return 0
    from benchmarks.__main__ import SLACK
    from benchmarks.table import table

    lines = run(chosen.rounds, short=chosen.short, users=chosen.users)
    print(table(lines, SLACK))
    return 0 if all(line.wall or line.holds(SLACK) for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
