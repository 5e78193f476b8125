"""Profiles: what a file may say, where the password comes from, and that the file never holds it."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from mailstore_sdk import AsyncClient, AsyncSpeClient, Client, SpeClient, profiles
from tests.profiles.places import SECRET, Write, refused

FINGERPRINT = ":".join(["AB"] * 32)


WHOLE = f"""\
# The archive in the office.
[office]
host = "archive.example"
port = 9463
username = "backup"
protocol = "legacy"
edition = "server"
fingerprint = ["{FINGERPRINT}", "{"cd" * 32}"]
timeout = 5
retries = 0
poll_wait = 2.5
proxy = "http://proxy.example:3128"
trust_env = false
max_response_bytes = 1000
password_from = "environment"
password_variable = "OFFICE_PASSWORD"
"""


SERVERS = pytest.mark.parametrize("client", [Client, AsyncClient])


SPES = pytest.mark.parametrize("client", [SpeClient, AsyncSpeClient])


EVERY = pytest.mark.parametrize("client", [Client, AsyncClient, SpeClient, AsyncSpeClient])


@SERVERS
def test_a_client_has_the_settings_of_the_profile(
    client: type[Client] | type[AsyncClient], write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(WHOLE)
    monkeypatch.setenv("OFFICE_PASSWORD", SECRET)
    transport = client.from_profile("office").transport
    assert repr(transport.settings) == (
        "Settings(host='archive.example', port=9463, username='backup', protocol='legacy', verify=True, ca_file=None, "
        f"fingerprint=['{FINGERPRINT}', '{'cd' * 32}'], ssl_context=None, trust_env=False, max_response_bytes=1000)"
    )
    assert transport.settings.password == SECRET
    assert transport.settings.proxy == "http://proxy.example:3128"
    assert (transport.options.timeout, transport.options.retries, transport.options.poll_wait) == (5, 0, 2.5)


@EVERY
def test_arguments_come_before_the_profile(client: type[Client], write: Write) -> None:
    write('[default]\nhost = "a"\nusername = "b"\ntimeout = 5\nport = 1\nmax_response_bytes = 1000')
    made = client.from_profile(host="c", password=SECRET, timeout=7.0).transport
    assert (made.settings.host, made.settings.username, made.settings.port) == ("c", "b", 1)
    assert (made.settings.password, made.options.timeout, made.settings.max_response_bytes) == (SECRET, 7.0, 1000)


@EVERY
def test_without_a_name_it_is_the_default_profile(client: type[Client], write: Write) -> None:
    write('[other]\nhost = "other"\n[default]\nhost = "archive"')
    assert client.from_profile(password="x").transport.settings.host == "archive"


@pytest.mark.parametrize(("client", "port"), [(Client, 8463), (AsyncClient, 8463), (SpeClient, 8474)])
def test_the_port_is_that_of_the_clients_edition(client: type[Client], port: int, write: Write) -> None:
    write('[default]\nhost = "archive"')
    assert client.from_profile(password="x").transport.settings.port == port


@SERVERS
def test_a_profile_of_the_other_edition_is_refused(client: type[Client], write: Write) -> None:
    path = write('[default]\nedition = "spe"')
    text = refused(lambda: client.from_profile(password=SECRET))
    assert text == f"{path}, profile 'default': its edition is 'spe', and this is a client of 'server'"


@SPES
@pytest.mark.parametrize("protocol", ["auto", "modern"])
def test_a_profile_of_an_spe_makes_its_client(client: type[SpeClient], protocol: str, write: Write) -> None:
    write(f'[default]\nedition = "spe"\nprotocol = "{protocol}"')
    assert client.from_profile(password="x").transport.settings.protocol == "modern"


@SPES
def test_an_spe_does_not_speak_the_old_protocol(client: type[SpeClient], write: Write) -> None:
    write('[default]\nedition = "spe"\nprotocol = "legacy"')
    assert "protocol 'legacy' was never spoken" in refused(lambda: client.from_profile(password="x"))


def test_whoever_says_whom_to_trust_need_not_clear_the_profile(write: Write, tmp_path: Path) -> None:
    write(f'[default]\nfingerprint = "{"cd" * 32}"')
    settings = Client.from_profile(password="x", fingerprint=FINGERPRINT).transport.settings
    assert settings.fingerprint == FINGERPRINT
    assert profiles.settings(os.environ, "default", {"password": "x", "ca_file": "ca.pem"}).keys() == {
        "port", "password", "ca_file",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "used"), [("ca.pem", "{folder}/ca.pem"), ("/etc/ca.pem", "/etc/ca.pem"), ("~/ca.pem", "{home}/ca.pem")]
)
def test_the_ca_file_stands_beside_the_profiles(given: str, used: str, write: Write, tmp_path: Path) -> None:
    write(f'[default]\nca_file = "{given}"')
    expected = used.format(folder=tmp_path, home=Path.home())
    assert profiles.settings(os.environ, "default", {"password": "x"})["ca_file"] == expected


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (f'password = "{SECRET}"', "a password does not belong into a file"),
        (f'passwort = "{SECRET}"', "a password does not belong into a file"),
        ('colour = "red"', "unknown key 'colour'; known: host, username, "),
        ('usrname = "red"', "unknown key 'usrname'; is 'username' meant?"),
        ('host = ["a"]', "host is not a text"),
        ("host = 2026-01-01", "host is not a text"),
        ('port = "8463"', "port is not a whole number"),
        ("port = true", "port is not a whole number"),
        ("port = 8463.0", "port is not a whole number"),
        ("port = 0", "port 0 is not between 1 and 65535"),
        ('timeout = "5"', "timeout is not a number"),
        ("timeout = nan", "timeout nan is not"),
        ("retries = -1", "retries -1 is below 0"),
        ('verify = "no"', "verify is not true or false"),
        ("verify = 0", "verify is not true or false"),
        ("fingerprint = [1]", "fingerprint is not a text, or a list of texts"),
        ("fingerprint = []", "fingerprint is not a text, or a list of texts"),
        ('fingerprint = "AB"', "fingerprint is not a SHA-256 fingerprint"),
        (f'verify = false\nfingerprint = "{FINGERPRINT}"', "verify=False and fingerprint contradict each other"),
        ('protocol = "xml"', "protocol 'xml' is not 'auto' or 'modern' or 'legacy'"),
        ('edition = "home"', "edition 'home' is not 'server' or 'spe'"),
        ('password_from = "file"', "password_from 'file' is not 'environment' or 'keyring' or 'prompt'"),
        ('password_from = "keyring"\npassword_variable = "A"', 'password_variable is only for password_from = "env'),
        ('host = "https://a"', "host 'https://a' is not a host name"),
        (f'proxy = "http://user:{SECRET}@proxy.example"', "proxy holds a password"),
        (f'[default.password]\nvalue = "{SECRET}"', "a password does not belong into a file"),
    ],
)
def test_what_a_profile_cannot_hold_is_refused_by_file_profile_and_key(body: str, said: str, write: Write) -> None:
    path = write(f'[other]\nhost = "a"\n[default]\n{body}\n')
    assert refused(lambda: Client.from_profile(password="x")).startswith(f"{path}, profile 'default': {said}")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('host = "a"', "'host' is in no profile; put it under a line such as [default]"),
        ("[default\n", "is not TOML: "),
        (f"[default]\npassword = {SECRET}", "is not TOML: "),
        ("[default]\na = " + "[" * 5000, "is not TOML: "),
        (b'[default]\nhost = "\xff"', "is not used: it is not UTF-8"),
        ("", "no profile 'default' in {path}: it has none"),
        ("[a]\n[b]", "no profile 'default' in {path}: it has: a, b"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_named(content: str | bytes, said: str, write: Write) -> None:
    path = write(content)
    assert said.format(path=path) in (text := refused(lambda: Client.from_profile(password="x")))
    assert str(path) in text


def test_where_there_is_no_file_it_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILSTORE_CONFIG", str(tmp_path / "none.toml"))
    assert refused(Client.from_profile).endswith("none.toml: there is no such file")
    monkeypatch.setenv("MAILSTORE_CONFIG", str(tmp_path))
    assert "it cannot be read" in refused(Client.from_profile)


@pytest.mark.skipif(os.name != "posix", reason="elsewhere these bits say nothing")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644, 0o610])
def test_a_file_that_others_may_read_or_change_is_refused(mode: int, write: Write) -> None:
    path = write('[default]\nhost = "a"', mode)
    text = refused(lambda: Client.from_profile(password="x"))
    assert text == f"{path} is not used: others may read or change it; forbid that: chmod 600 {path}"
    path.chmod(0o400)
    assert Client.from_profile(password="x").transport.settings.host == "a"


def test_a_byte_order_mark_is_allowed(write: Write) -> None:
    write(b'\xef\xbb\xbf[default]\r\nhost = "a"\r\n')
    assert Client.from_profile(password="x").transport.settings.host == "a"


def test_the_file_is_where_the_platform_keeps_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = platformdirs.user_config_path("mailstore-sdk", appauthor=False) / "config.toml"
    assert profiles.config_file({}) == expected
    assert profiles.config_file({"MAILSTORE_CONFIG": ""}) == expected


def test_without_platformdirs_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    assert "pip install 'mailstore-sdk[profiles]', or name a file in MAILSTORE_CONFIG" in refused(Client.from_profile)


def test_writing_keeps_what_the_user_wrote(write: Write) -> None:
    path = write(WHOLE.replace("\n", "\r\n") + '\r\n[b]   # mine\r\nhost="b"  # there\r\n')
    before = path.read_bytes().decode()
    profiles.write(path, "b", {"port": 1, "host": "c"})
    assert (
        path.read_bytes().decode().startswith(before[: before.index("[b]")] + '[b]   # mine\r\nhost="c"  # there\r\n')
    )
    assert profiles.read(path)["b"] == {"host": "c", "port": 1}
    assert profiles.read(path)["office"]["username"] == "backup"


def test_writing_takes_away_what_is_none(write: Write) -> None:
    path = write('[a]\nhost = "h"\nverify = false\n')
    profiles.write(path, "a", {"verify": None, "ca_file": None, "fingerprint": FINGERPRINT})
    assert profiles.read(path) == {"a": {"host": "h", "fingerprint": FINGERPRINT}}


@pytest.mark.skipif(os.name != "posix", reason="elsewhere these bits say nothing")
def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    before = os.umask(0)
    try:
        profiles.write(path, "a name", {"host": "h"})
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert profiles.read(path) == {"a name": {"host": "h"}}
    assert [*path.parent.iterdir()] == [path]


@pytest.mark.parametrize("changes", [{"password": SECRET}, {"port": 0}, {"colour": "red"}])
def test_what_would_be_refused_is_not_written(changes: dict[str, Any], write: Write) -> None:
    path = write('[a]\nhost = "h"\n')
    refused(lambda: profiles.write(path, "a", changes))
    assert path.read_text() == '[a]\nhost = "h"\n'
    assert [*path.parent.iterdir()] == [path]


def test_a_file_that_others_may_read_is_not_written_to(write: Write) -> None:
    path = write('[a]\nhost = "h"\n', 0o644)
    refused(lambda: profiles.write(path, "a", {"port": 1}))
    assert path.read_text() == '[a]\nhost = "h"\n'


def test_writing_that_fails_leaves_the_old_file_and_nothing_else(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write('[a]\nhost = "h"\n')

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        profiles.write(path, "a", {"port": 1})
    assert path.read_text() == '[a]\nhost = "h"\n'
    assert [*path.parent.iterdir()] == [path]


def test_a_link_stays_a_link(write: Write, tmp_path: Path) -> None:
    path = write('[a]\nhost = "h"\n')
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    profiles.write(link, "a", {"port": 1})
    assert link.is_symlink()
    assert profiles.read(path) == {"a": {"host": "h", "port": 1}}
