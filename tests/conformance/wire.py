"""HTTP spoken by two clients that are not ours, `http.client` and `curl`, and a talk with a server by either."""

from __future__ import annotations

import http.client
import json
import shutil
import ssl
import subprocess
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
FORM = "application/x-www-form-urlencoded"
PATIENCE = 20  # seconds; a poll that should be answered at once is not held so long
FINAL = ("succeeded", "failed", "cancelled")


@dataclass(frozen=True)
class Address:
    """Where a server is, and whom to trust there."""

    port: int
    ca_file: str
    host: str = "127.0.0.1"

    def url(self, path: str) -> str:
        return f"https://{self.host}:{self.port}{path}"


@dataclass(frozen=True)
class Asked:
    """A request; a body of None is none, and then there is no Content-Length either."""

    path: str
    method: str = "POST"
    headers: Mapping[str, str] | None = None
    body: bytes | None = b""


@dataclass(frozen=True)
class Answer:
    """A response; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        assert self.status == 200, self
        return json.loads(self.body.removeprefix(BYTE_ORDER_MARK))


class HttpClient(Protocol):
    """Something that sends a request and gives the answer."""

    def send(self, address: Address, asked: Asked) -> Answer: ...


class StandardLibrary:
    """Python's own `http.client`."""

    def send(self, address: Address, asked: Asked) -> Answer:
        context = ssl.create_default_context(cafile=address.ca_file)
        connection = http.client.HTTPSConnection(address.host, address.port, timeout=PATIENCE, context=context)
        try:
            connection.putrequest(asked.method, asked.path, skip_host="host" in (asked.headers or {}))
            for name, value in (asked.headers or {}).items():
                connection.putheader(name, value)
            if asked.body is not None:
                connection.putheader("content-length", str(len(asked.body)))
            connection.endheaders(asked.body or None)
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, headers, response.read())
        finally:
            connection.close()


class Curl:
    """The program `curl`."""

    def send(self, address: Address, asked: Asked) -> Answer:
        options = [f"--request={asked.method}"]
        for name, value in (asked.headers or {}).items():
            options.append(f"--header={name}: {value}")
        if asked.body is not None:
            options.append("--data-binary=@-" if asked.body else "--data=")
            if "content-type" not in (asked.headers or {}):
                options.append("--header=content-type:")
        return self.run(address, asked.path, *options, body=asked.body or b"")

    def run(self, address: Address, path: str, *options: str, body: bytes = b"") -> Answer:
        """One run of the program with those options."""
        program = shutil.which("curl")
        assert program is not None, "curl is needed here: install it, the conformance tests do not go without"
        spelled = [part for option in options for part in _apart(option)]
        done = subprocess.run(
            [program, "--disable", "--silent", "--show-error", "--include", "--http1.1", "--path-as-is",
             "--noproxy", "*", "--max-time", str(PATIENCE), "--cacert", address.ca_file, *spelled, address.url(path)],
            input=body, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        rest = done.stdout
        while True:
            head, _, rest = rest.partition(b"\r\n\r\n")
            status, *lines = head.decode("latin-1").split("\r\n")
            # With a challenge there are two answers, one after the other.
            if not rest.startswith(b"HTTP/1.1 "):
                break
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        return Answer(int(status.split()[1]), headers, rest)


def _apart(option: str) -> list[str]:
    name, equals, value = option.partition("=")
    return [name, value] if equals else [name]


CLIENTS: dict[str, HttpClient] = {"http.client": StandardLibrary(), "curl": Curl()}


def basic(user: str) -> str:
    """The header for `name:password`."""
    return "Basic " + b64encode(user.encode()).decode()


@dataclass(frozen=True)
class Talk:
    """What a client says to a server.

    Attributes:
        emulator: The server itself, to be looked into.
        user: `name:password`; empty for no credentials.
        instance: The instance that is named in every call, if one is.
    """

    address: Address
    client: HttpClient
    emulator: Any
    user: str = "admin:admin"
    instance: str = ""

    def send(
        self,
        path: str,
        fields: Mapping[str, object] | None = None,
        *,
        method: str = "POST",
        user: str | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = b"",
    ) -> Answer:
        """One request, complete unless said otherwise; a field of None is left out."""
        fields = {name: value for name, value in (fields or {}).items() if value is not None}
        sent = {"content-type": FORM} if fields else {}
        if self.user if user is None else user:
            sent["authorization"] = basic(self.user if user is None else user)
        content = urlencode(fields).encode() if fields else body
        return self.client.send(self.address, Asked(path, method, {**sent, **(headers or {})}, content))

    def call(self, function: str, **fields: object) -> Any:
        """The envelope that a modern call gives."""
        scope = {"instanceID": self.instance} if self.instance else {}
        return self.send(f"/api/invoke/{function}", {**scope, **fields}).json

    def poll(self, token: str, known: int = 0, milliseconds: int = 0) -> Any:
        """The envelope that a poll gives."""
        fields = {"token": token, "lastKnownStatusVersion": known, "millisecondsTimeout": milliseconds}
        return self.send("/api/get-status", fields).json

    def wait(self, envelope: Any) -> Any:
        """The last envelope of a call."""
        while envelope["statusCode"] == "running":
            envelope = self.poll(envelope["token"], envelope["statusVersion"], 5_000)
        return envelope

    def result(self, function: str, **fields: object) -> Any:
        """The result of a modern call that has to succeed, however long it runs."""
        envelope = self.wait(self.call(function, **fields))
        assert envelope["statusCode"] == "succeeded", envelope
        return envelope["result"]

    def log(self, function: str, **fields: object) -> list[str]:
        """The lines that a modern call has written by its end."""
        envelope = self.wait(self.call(function, **fields))
        assert envelope["statusCode"] == "succeeded", envelope
        return str(envelope["logOutput"]).splitlines()

    def refusal(self, function: str, **fields: object) -> str:
        """The message with which a modern call fails."""
        envelope = self.wait(self.call(function, **fields))
        assert envelope["statusCode"] == "failed", envelope
        return str(envelope["error"]["message"])

    def legacy(self, function: str, **fields: object) -> Any:
        """The answer to a legacy call."""
        return self.send(f"/JSON/Invoke/{function}", fields).json

    def functions(self) -> dict[str, dict[str, Any]]:
        """What get-metadata lists, by name: for each function its arguments by name."""
        listed = self.send("/api/get-metadata").json
        return {each["name"]: {argument["name"]: argument for argument in each["args"]} for each in listed}
