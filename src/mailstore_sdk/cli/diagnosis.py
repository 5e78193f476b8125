"""The way to a server, step by step: which one fails, and what to do about it."""

from __future__ import annotations

import shlex
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal

from mailstore_sdk.cli.exit_codes import ExitCode
from mailstore_sdk.environment import TLS_ARGUMENTS
from mailstore_sdk.errors import (
    AuthenticationError,
    MailStoreError,
    ResponseError,
    TlsError,
    TransportError,
)

if TYPE_CHECKING:
    from mailstore_sdk.cli.connection import Target, Whole
    from mailstore_sdk.transport.certificate import Certificate

StepName = Literal["settings", "name", "port", "tls", "certificate", "api", "login", "right", "instance"]
# In this order; one call tells about all of them, and its error which one failed.
BY_THE_CALL: tuple[StepName, ...] = ("certificate", "api", "login", "right")
SECONDS = 5.0
PREFIX = "MAILSTORE_"
VARIABLES = (
    "HOST", "PORT", "USERNAME", "PASSWORD", "PROTOCOL", "CA_FILE", "FINGERPRINT", "VERIFY",
    "PROFILE", "EDITION", "INSTANCE", "READ_ONLY", "CONFIG", "ACKNOWLEDGED",
)  # fmt: skip
SWITCH_ON = "Switch service provider access on for it"
STOPPED = "stopped"
WEB_PORTS = {8460: "the MailStore Client", 8461: "Web Access (HTTP)", 8462: "Web Access (HTTPS)", 443: "web pages"}
ENABLE = {
    "server": (
        "On the server open MailStore Server Service Configuration, IP Addresses and Ports: is the MailStore "
        "Administration API switched on, and on which port? Restart the service after a change"
    ),
    "spe": "Is the Management Server running, and is this its API's port (8474 unless changed)?",
}


@dataclass(frozen=True)
class Step:
    """A step.

    Attributes:
        step: Which one.
        ok: Whether it succeeded.
        text: What was seen.
        todo: What to do if it failed.
        code: The exit code for that.
        command: The command with which that is done; nothing stands behind it, so that it can be copied.
    """

    step: StepName
    ok: bool
    text: str
    todo: str = ""
    code: ExitCode = ExitCode.DONE
    command: str = ""

    @property
    def advice(self) -> str:
        """What to do, and the command."""
        return f"{self.todo}: {self.command}" if self.command else self.todo

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {"step": self.step, "ok": self.ok, "text": self.text, "todo": self.advice or None}


def settings(target: Target, environ: Mapping[str, str]) -> Step:
    """Who says which server it is: an option, a variable, a profile, or nobody; and what is read by nobody."""
    unread = [f"{name} is not read: is {known} meant?" for name, known in sorted(_misspelt(environ))]
    return Step("settings", True, "; ".join([target.origin, *unread]))


def _misspelt(environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Variables whose names are nearly those of settings; any other may be somebody's own, as for a password."""
    for name in environ:
        own = name.removeprefix(PREFIX)
        if own != name and own not in VARIABLES:
            begun = [known for known in VARIABLES if known.startswith(own) or own.startswith(known)]
            near = begun or get_close_matches(own, VARIABLES, 1, 0.8)
            if own and near:
                yield name, f"{PREFIX}{near[0]}"


def network(target: Target) -> Iterator[Step]:
    """The steps that need no login; the last one is the one that failed, if one did. A proxy leaves nothing to see."""
    from mailstore_sdk.transport import Settings, tls

    known = {"host", "port", "proxy", *TLS_ARGUMENTS}
    given = Settings(**{key: value for key, value in target.settings.items() if key in known})
    if given.proxy is not None:
        return
    host, port = given.host.strip("[]"), given.port
    try:
        found = sorted({str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})
    except (OSError, UnicodeError) as error:
        todo = "Is the name spelled right? Does `nslookup` know it on this machine?"
        yield Step("name", False, f"{host} has no address: {_reason(error)}", todo, ExitCode.UNREACHABLE)
        return
    yield Step("name", True, f"{host} is {', '.join(found)}")
    try:
        socket.create_connection((host, port), timeout=SECONDS).close()
    except OSError as error:
        other = f"mailstore profile set{_named(target)} --port PORT" if target.profile else "--port, or MAILSTORE_PORT"
        todo = f"Is {port} the right port (to change it: {other})? Does a firewall on the server or in between let it "
        todo += f"through? {ENABLE[target.edition]}"
        yield Step("port", False, f"port {port} does not answer: {_reason(error)}", todo, ExitCode.UNREACHABLE)
        return
    yield Step("port", True, f"port {port} is open")
    try:
        seen = tls.fetch(host, port)
    except OSError as error:
        yield Step("tls", False, f"no TLS on port {port}: {_reason(error)}", _other_port(target), ExitCode.UNREACHABLE)
        return
    yield Step("tls", True, f"certificate of {seen.subject or '?'}, {_validity(seen)}")
    if given.verify:  # before anybody is asked for a password
        try:
            tls.check(given)
        except ssl.SSLError as error:
            yield _not_trusted(tls.refused(given.host, port, error, seen), target)
        except OSError:
            return  # which the call will tell better


def server(client: Whole, target: Target) -> Iterator[Step]:
    """The steps that one call tells about."""
    try:
        said = _ask(client)
    except MailStoreError as error:
        failed = _failed(error, target)
        for name in BY_THE_CALL[: BY_THE_CALL.index(failed.step)] if failed.step in BY_THE_CALL else ():
            yield Step(name, True, PASSED[name])
        yield failed
        return
    for name in BY_THE_CALL[:-1]:
        yield Step(name, True, PASSED[name])
    yield Step("right", True, f"may use the API: {said}")


def instances(client: Any, target: Target) -> Iterator[Step]:
    """Whether service provider access is switched on in every instance."""
    for one in client.get_instances("*"):
        name = one.instance_id
        if one.status == STOPPED:
            yield Step("instance", True, f"{name}: stopped, so it was not asked")
            continue
        command = f"mailstore call SetArchiveAdminEnabled enabled=true --instance {shlex.quote(name)}{target.option}"
        try:
            allowed = client.instance(name).get_archive_admin_enabled()
        except TransportError:
            raise
        except MailStoreError as error:
            todo = "Does it run? A frozen instance, or one without service provider access, refuses calls"
            yield Step("instance", False, f"{name}: {error}", todo, ExitCode.FAILED)
            continue
        if allowed is False:
            yield Step("instance", False, f"{name}: no service provider access", SWITCH_ON, ExitCode.FAILED, command)
        else:
            yield Step("instance", True, f"{name}: service provider access")


PASSED = {
    "certificate": "the certificate is trusted",
    "api": "it is the API that answers",
    "login": "user name and password are right",
}


def _ask(client: Any) -> str:
    """What the server says it is; as plain JSON, so that one whose answers are new to the SDK gets its turn too."""
    protocol = client.transport.detect().name
    if client.edition == "spe":
        told = client.invoke("GetEnvironmentInfo")
        return f"Service Provider Edition {_part(told, 'version')} on {_part(told, 'serverName')}"
    told = client.invoke("GetServerInfo")
    return f"MailStore Server {_part(told, 'version')} on {_part(told, 'machineName')} ({protocol} protocol)"


def _part(told: Any, key: str) -> object:
    return told.get(key, "?") if isinstance(told, dict) else "?"


def _failed(error: MailStoreError, target: Target) -> Step:
    if isinstance(error, TlsError):
        return _not_trusted(str(error), target)
    if isinstance(error, AuthenticationError):
        if error.http_status == 403:
            todo = "Give the user the right of an administrator: MailStore Client, Administrative Tools, Users"
            return Step("right", False, str(error), todo, ExitCode.LOGIN)
        todo, command = _login(target), ""
        if target.profile is not None and _from_keyring(target):
            todo += " To store another password for the profile"
            command = f"mailstore profile set-password{_named(target)}"
        return Step("login", False, str(error), todo, ExitCode.LOGIN, command)
    if isinstance(error, ResponseError):
        return Step("api", False, str(error), _other_port(target), ExitCode.NOT_THE_API)
    if isinstance(error, TransportError):
        return Step("api", False, str(error), ENABLE[target.edition], ExitCode.UNREACHABLE)
    return Step(
        "right", False, str(error), "Is it the right edition? --edition server, or --edition spe", ExitCode.FAILED
    )


def _not_trusted(told: str, target: Target) -> Step:
    from mailstore_sdk.transport import tls

    said = f"Which one is trusted, {target.trust} says. " if target.trust else ""
    todo = f"{said}Compare the certificate on the server and trust it"
    return Step("certificate", False, tls.without_argument(told), todo, ExitCode.UNREACHABLE, target.trusting)


def _named(target: Target) -> str:
    """The profile as the commands about profiles take it, with a blank in front."""
    return "" if target.profile is None else f" {shlex.quote(target.profile)}"


def _from_keyring(target: Target) -> bool:
    """Whether a password can be stored here at all."""
    from mailstore_sdk import passwords, profiles

    return passwords.no_keyring(profiles.account_of(target.settings)) is None


def _login(target: Target) -> str:
    if target.edition == "spe":
        return (
            "Is it an administrator of the installation? With multi-factor authentication only his API password is "
            "accepted, not his own."
        )
    if target.settings.get("password") == "admin":
        return "admin with the password admin may log in only on the server itself, by 127.0.0.1: name another user."
    return "Does the same name with the same password log in at the MailStore Client?"


def _other_port(target: Target) -> str:
    port = target.settings["port"]
    usual = 8474 if target.edition == "spe" else 8463
    known = f"Port {port} is that of {WEB_PORTS[port]}. " if port in WEB_PORTS else ""
    how = f"mailstore profile set{_named(target)} --port {usual}" if target.profile else f"--port {usual}"
    return f"{known}The API is on port {usual} unless changed: {how}. {ENABLE[target.edition]}"


def _validity(seen: Certificate) -> str:
    return "valid dates unknown" if seen.not_after is None else f"valid until {seen.not_after:%Y-%m-%d}"


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
