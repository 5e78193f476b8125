"""`mailstore trust`: see a server's certificate, compare it, and trust it by its fingerprint from then on."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailstore_sdk import environment
from mailstore_sdk.cli.address import parted
from mailstore_sdk.cli.exit_codes import ExitCode
from mailstore_sdk.cli.output import say
from mailstore_sdk.errors import ConfigurationError, ConnectError, TlsError

if TYPE_CHECKING:
    from mailstore_sdk.transport.certificate import Certificate

# Asks the server itself, on the server, where nobody is in between; works with Windows PowerShell 5.1 and later.
POWERSHELL = (
    "$t = New-Object Net.Sockets.TcpClient('127.0.0.1', {port}); $s = New-Object Net.Security.SslStream("
    "$t.GetStream(), $false, {{$true}}); $s.AuthenticateAsClient('localhost'); ([BitConverter]::ToString("
    "[Security.Cryptography.SHA256]::Create().ComputeHash($s.RemoteCertificate.GetRawCertData()))) -replace '-', ':'"
)


def trust(
    host: Annotated[str, typer.Argument(help="Name or address of the server.")],
    port: Annotated[
        int | None,
        typer.Option(
            help="Port of the Administration API.", min=1, max=65535,
            show_default="the profile's, else MAILSTORE_PORT, else 8463",
        ),
    ] = None,
    profile: Annotated[
        str,
        typer.Option(
            help="Where the fingerprint is written; made if there is none.", envvar="MAILSTORE_PROFILE",
            show_envvar=False,
        ),
    ] = "default",
    fingerprint: Annotated[
        str | None, typer.Option(help="SHA-256 fingerprint that the certificate must have, as seen on the server.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; only with --fingerprint.")] = False,
) -> None:  # fmt: skip
    """Show a server's certificate and, after you have compared it, trust it in a profile. No password is sent."""
    from mailstore_sdk import profiles
    from mailstore_sdk.transport import Settings, tls

    if yes and fingerprint is None:
        raise ConfigurationError("--yes trusts nothing unseen: give the fingerprint that you expect with --fingerprint")
    expected = None if fingerprint is None else tls.normalized([fingerprint])
    host, port = parted(host, port)
    path = profiles.config_file(os.environ)
    found = profiles.read(path).get(profile, {})
    # What the environment says of certificates is not looked at: another one is to be trusted here.
    named = environment.settings(os.environ, {"verify": True})
    usual: int = found.get("port", named.get("port", profiles.PORTS[found.get("edition", "server")]))
    at = usual if port is None else port
    where = {"host": host, "port": at}
    other = [f"{key} {found[key]}, not {value}" for key, value in where.items() if found.get(key, value) != value]
    if other:
        raise ConfigurationError(
            f"profile {profile!r} in {path} has {' and '.join(other)}: name another one with --profile, or change this "
            f"one: mailstore profile set {shlex.quote(profile)} --host {host} --port {at}"
        )
    Settings(host=host, port=at)  # refuses what is neither
    try:
        seen = tls.fetch(host.strip("[]"), at)
    except (OSError, UnicodeError) as error:
        problem = getattr(error, "strerror", None) or str(error)
    else:
        _show(f"{host}:{at}", seen)
        if expected is not None and seen.fingerprint not in expected:
            raise TlsError("the certificate has another fingerprint; nothing was trusted", certificate=seen)
        if seen.fingerprint in _trusted(found):
            say(f"Profile {profile} trusts it already.")
            _next(profile, where, seen)
            return
        if expected is None:
            say("Anybody in between could have shown you this. Compare it on the server itself, with PowerShell:")
            say(f"  {POWERSHELL.format(port=at)}")
        if before := _trusted(found):
            say(f"ATTENTION: until now profile {profile} trusted {' and '.join(sorted(before))}.")
            say("Unless the server's certificate was renewed, somebody may be in between.")
        elif instead := [key for key in ("ca_file", "verify") if key in found]:
            say(f"It takes the place of {' and '.join(instead)} in profile {profile}.")
        if not found:
            say(f"There is no profile {profile} yet: it will be made.")
        if not yes and not _confirmed(profile, seen):
            say("Nothing was trusted, and nothing was changed.")
            raise typer.Exit(ExitCode.FAILED)
        new = {key: value for key, value in where.items() if key not in found}
        profiles.write(path, profile, {**new, "ca_file": None, "verify": None, "fingerprint": seen.fingerprint})
        say(f"Profile {profile} in {path} trusts this certificate, and no other.")
        _next(profile, where, seen)
        return
    raise ConnectError(f"no TLS connection to {host}:{at}: {problem}; `mailstore doctor {host} --port {at}` says more")


def _trusted(found: dict[str, Any]) -> frozenset[str]:
    from mailstore_sdk.transport import tls

    given: str | list[str] = found.get("fingerprint", [])
    return tls.normalized([given] if isinstance(given, str) else given) if given else frozenset()


def _next(profile: str, where: Mapping[str, object], seen: Certificate) -> None:
    """How the trust is used: by the profile, or where none is taken."""
    from mailstore_sdk import profiles

    said = {**where, "fingerprint": seen.fingerprint}
    variables = {f"MAILSTORE_{name.upper()}": value for name, value in said.items()}
    if os.name == "nt":
        how = "; ".join(f'$env:{name} = "{value}"' for name, value in variables.items())
    else:
        how = f"export {' '.join(f'{name}={value}' for name, value in variables.items())}"
    say(f"For a script without a profile: {how}")
    say(f"Next: mailstore doctor{'' if profile == profiles.DEFAULT else f' --profile {shlex.quote(profile)}'}")


def _confirmed(name: str, seen: Certificate) -> bool:
    """Whether it is the right certificate: a yes, or the fingerprint that was found on the server."""
    if not sys.stdin.isatty():
        raise ConfigurationError("nothing was trusted: compare the fingerprint, then say --fingerprint and --yes")
    from mailstore_sdk.transport import tls

    question = f"Is it the certificate on your server? Trust it in profile {name}? [y/N, or the fingerprint seen there]"
    answer: str = typer.prompt(question, default="", show_default=False).strip()
    if answer.lower() in ("", "n", "no", "y", "yes"):
        return answer.lower() in ("y", "yes")
    try:
        same = seen.fingerprint in tls.normalized([answer])
    except ConfigurationError as error:
        say(f"That is no answer: {error}.")
        return False
    if not same:
        say("That is another certificate than the one shown above: somebody may be in between.")
    return same


def _show(where: str, seen: Certificate) -> None:
    from mailstore_sdk.transport import tls

    dates = " to ".join("?" if date is None else f"{date:%Y-%m-%d %H:%M}" for date in (seen.not_before, seen.not_after))
    wrong = tls.wrong_dates(seen)
    say(f"Certificate of {where}")
    say(f"  Subject  {seen.subject or '?'}")
    say(f"  Issuer   {seen.issuer or '?'}")
    say(f"  Names    {tls.listed(seen.names) or 'none'}")
    say(f"  Valid    {dates} UTC{f': {wrong}' if wrong else ''}")
    say(f"  SHA-256  {seen.fingerprint}")
