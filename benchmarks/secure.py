"""TLS: certificate stores loaded, handshakes made, and what a second client costs."""

from __future__ import annotations

import json
import ssl
import time
from typing import Any

from benchmarks.measure import Line, counted, figures, fresh, resident
from benchmarks.server import running

NAME = "tls"
MANY = 50
CALLS = 5


def run(rounds: int, *, short: bool = False) -> list[Line]:
    """The counts; and in fresh processes, as only the first client of a process pays, its cost and the next ones'."""
    found: list[dict[str, Any]] = [fresh(__name__) for _ in range(max(3, rounds // 4))]
    with running() as server:
        from mailstore_sdk import Client

        server.counts()
        clients = [Client(**server.settings) for _ in range(3)]
        for client in clients:
            for _ in range(CALLS):
                client.get_server_info()
            client.close()
        handshakes = server.counts()["connections"]
    return [
        counted(NAME, f"loads of certificate stores by {MANY + 1} clients", found[0]["loads"], exactly=1),
        counted(NAME, f"handshakes of 3 clients with {CALLS} calls each", handshakes, exactly=3),
        figures(NAME, "CPU of the second client / of the first", [one["cpu"] for one in found], at_most=0.05),
        figures(NAME, "memory of a further client, MB", [one["memory"] for one in found], at_most=0.02, unit=" MB"),
    ]


def main() -> None:
    """Make clients in this process, and say in JSON what they cost."""
    import mailstore_sdk.transport.http  # noqa: F401  (the library's own import is not the client's cost)
    from mailstore_sdk import Client

    loads = 0
    whole = ssl.SSLContext.load_default_certs

    def counting(self: ssl.SSLContext, *arguments: Any) -> None:
        nonlocal loads
        loads += 1
        whole(self, *arguments)

    ssl.SSLContext.load_default_certs = counting  # type: ignore[method-assign,assignment]  # to count

    def made() -> Client:
        return Client("192.0.2.1", trust_env=False)

    begin = time.process_time()
    clients = [made()]
    first = time.process_time() - begin
    clients.append(made())
    before, _ = resident()
    begin = time.process_time()
    clients += [made() for _ in range(MANY - 1)]
    further = (time.process_time() - begin) / (MANY - 1)
    after, _ = resident()
    for client in clients:
        client.close()
    print(json.dumps({"loads": loads, "cpu": further / first, "memory": max(after - before, 0.0) / (MANY - 1)}))


if __name__ == "__main__":
    main()
