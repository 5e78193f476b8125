"""A client of the MailStore Administration API in one file, with Python's standard library alone.

It is written from what is known of the API (docs/evidence.md), and not from the emulator: what works with this script
by chance only, would not work with scripts in other languages either.

    python plain_client.py --url https://127.0.0.1:8463 --ca-file ca.pem users
    python plain_client.py --url … create-user newbie --full-name "New User"
    python plain_client.py --url … verify 1
    python plain_client.py --url … verify 1 --cancel
    python plain_client.py --url https://127.0.0.1:8474 --instance customer1 users
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

HELD = 5000  # milliseconds for which the server may hold a poll
SLACK = 30  # seconds beyond that until the server is given up


class Failure(Exception):
    """The server says no, or nothing that makes sense."""


class Server:
    """A MailStore Server, or, with an instance, a Service Provider Edition's Management Server."""

    def __init__(self, url: str, user: str, password: str, ca_file: str | None, instance: str | None) -> None:
        self.url = url.rstrip("/")
        self.authorization = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        self.instance = instance
        context = ssl.create_default_context(cafile=ca_file)
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        )

    def post(self, path: str, fields: dict[str, Any]) -> Any:
        """One request; the JSON of its answer, or None for an empty one."""
        # A body is sent even if it is empty: without Content-Length the server answers 411.
        body = urllib.parse.urlencode(fields).encode("ascii")
        request = urllib.request.Request(self.url + path, data=body, method="POST")
        request.add_header("Authorization", self.authorization)
        try:
            with self.opener.open(request, timeout=HELD / 1000 + SLACK) as answer:
                content = answer.read()
        except urllib.error.HTTPError as error:
            with error:
                raise Failure(f"HTTP {error.code} at {path}") from None
        text = content.decode("utf-8-sig")  # most answers begin with a byte order mark
        return json.loads(text) if text else None

    def begin(self, function: str, **arguments: object) -> Any:
        """The first envelope of a call."""
        if self.instance:
            arguments = {"instanceID": self.instance, **arguments}
        return self.post(f"/api/invoke/{function}", arguments)

    def finish(self, envelope: Any, told: Callable[[list[str]], object] = lambda lines: None) -> Any:
        """The last envelope of a call, with the whole log; `told` is given the log's lines as they come."""
        log = ""
        while True:
            new = str(envelope.get("logOutput") or "")
            # Whether a status holds the whole log or only what is new is not known.
            news = new[len(log) :] if new.startswith(log) else new
            log += news
            told(news.splitlines())
            if envelope["statusCode"] != "running":
                break
            asked = {
                "token": envelope["token"],
                "lastKnownStatusVersion": envelope["statusVersion"],
                "millisecondsTimeout": HELD,
            }
            answer = self.post("/api/get-status", asked)
            if answer is None:
                raise Failure("the server ended the call without saying how")
            envelope = answer
        if envelope["statusCode"] == "failed":
            raise Failure((envelope.get("error") or {}).get("message") or "failed")
        return envelope

    def call(self, function: str, **arguments: object) -> Any:
        """The result of a call; any of them may turn out to run long."""
        return self.finish(self.begin(function, **arguments)).get("result")


def say(*words: str) -> None:
    """A line, its words apart by tabs."""
    sys.stdout.write("\t".join(words) + "\n")
    sys.stdout.flush()


def users(server: Server, _options: argparse.Namespace) -> None:
    """Name and full name of every user."""
    for user in server.call("GetUsers"):
        say(user["userName"], user.get("fullName") or "")


def create_user(server: Server, options: argparse.Namespace) -> None:
    """Creates a user with a right to read his own archive, which CreateUser alone does not give him."""
    given = {"userName": options.name, "privileges": "login"}
    if options.full_name is not None:
        given["fullName"] = options.full_name
    server.call("CreateUser", **given)
    server.call("SetUserPrivilegesOnFolder", userName=options.name, folder=options.name, privileges="read")
    say(json.dumps(server.call("GetUserInfo", userName=options.name), ensure_ascii=False))


def verify(server: Server, options: argparse.Namespace) -> None:
    """Verifies a store, shows the log as it comes, and, if asked to, cancels after the first lines."""

    def show(lines: list[str]) -> None:
        for line in lines:
            say(line)

    envelope = server.begin("VerifyStore", id=options.store)
    if options.cancel and envelope["statusCode"] == "running":
        server.post("/api/cancel-async", {"token": envelope["token"]})
    last = server.finish(envelope, show)
    say(last["statusCode"])


def main() -> None:
    """Reads the options, and does what they say."""
    parser = argparse.ArgumentParser(description="Talk to a MailStore Server.")
    parser.add_argument("--url", required=True)
    parser.add_argument("--ca-file", help="PEM file with the certificate to trust")
    parser.add_argument("--user", default="admin")
    parser.add_argument("--instance", help="instance of a Service Provider Edition")
    commands = parser.add_subparsers(required=True)
    commands.add_parser("users").set_defaults(do=users)
    new = commands.add_parser("create-user")
    new.add_argument("name")
    new.add_argument("--full-name")
    new.set_defaults(do=create_user)
    check = commands.add_parser("verify")
    check.add_argument("store", type=int)
    check.add_argument("--cancel", action="store_true")
    check.set_defaults(do=verify)
    options = parser.parse_args()
    password = os.environ.get("MAILSTORE_PASSWORD", "admin")
    server = Server(options.url, options.user, password, options.ca_file, options.instance)
    try:
        options.do(server, options)
    except (Failure, OSError, ValueError) as error:
        sys.exit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
