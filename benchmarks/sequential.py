"""One call after the other: GetUserInfo, with a parsed model, against every opponent."""

from __future__ import annotations

from benchmarks.measure import Line, counted, in_turn, ratio
from benchmarks.opponents import OPPONENTS
from benchmarks.server import running

NAME = "sequential"
SDK = "SDK"
STAND_IN, HTTPX = list(OPPONENTS)[:2]


def run(rounds: int, *, short: bool = False) -> list[Line]:
    """The ratios, and what the server counted."""
    from mailstore_sdk import Client

    calls = 40 if short else 100
    with running() as server:
        client = Client(**server.settings)
        constructed = server.counts()
        candidates = {}
        for name, made in OPPONENTS.items():
            try:
                candidates[name] = (made(server), calls)
            except ImportError:
                continue  # that library is not installed
        candidates[STAND_IN] = (candidates[STAND_IN][0], calls // 5)
        candidates[SDK] = (lambda: client.get_user_info("jdoe"), calls)
        for candidate, _ in candidates.values():
            candidate()
        server.counts()
        for _ in range(calls):
            client.get_user_info("jdoe")
        counts = server.counts()
        times = in_turn(candidates, rounds)
        client.close()
    ours = times[SDK].cpu
    others = [name for name in times if name not in (STAND_IN, HTTPX, SDK)]
    return [
        ratio(NAME, f"{STAND_IN} / SDK", times[STAND_IN].cpu, ours, at_least=5.0),
        ratio(NAME, f"SDK / {HTTPX} with json()", ours, times[HTTPX].cpu, at_most=0.75),
        *(ratio(NAME, f"SDK / {name}", ours, times[name].cpu) for name in others),
        counted(NAME, "requests that a constructor sends", constructed["requests"], at_most=0),
        counted(NAME, f"requests for {calls} calls", counts["requests"], at_most=calls),
        counted(NAME, "connections made for further calls", counts["connections"], at_most=0),
    ]
