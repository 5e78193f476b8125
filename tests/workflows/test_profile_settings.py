"""What a user's words mean for a profile, and what is refused whatever he means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.workflows import parse_changes, plan_profile_change, plan_profile_password
from tests.workflows.profiles import MARK, applied, changing, emulated, state_of, there


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("details.host=mail.example.com", "mail.example.com"),
        ('details.host="mail.example.com"', "mail.example.com"),
        ("details.host=a=b", "a=b"),
        ("details.host=", ""),
        ("details.excludeUnRead=0", "0"),
        ("details.excludeUnRead=true", "true"),
        ('details.excludeUnRead="\\"0\\""', '"0"'),
        ("details.excludeUnRead=null", None),
        ('details.host={"a": 1}', '{"a": 1}'),
        ("details.limit=7", 7),
        ("details.limit=0.5", 0.5),
        ("details.limit=null", None),
        ("details.a.b=x", "x"),
        ('details.folders=["Sent"]', ["Sent"]),
        ("details.host=NaN", "NaN"),
        ("details.host=1e999", "1e999"),
        ("details.host==1+1; 'x', \"y\"", "=1+1; 'x', \"y\""),
        ("details.host=two\nlines", "two\nlines"),
        ("serverSideExecution.automatic=false", False),
    ],
)
def test_a_value_keeps_its_kind(text: str, value: Any) -> None:
    found = parse_changes(there(emulated()).find(3), [text])
    assert [*found.values()] == [value]


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        (["details.hots=x"], "no setting 'details.hots'; meant is perhaps details.host"),
        (["host=x"], "no setting 'host'; meant is perhaps details.host"),
        (["details.Host=x"], "meant is perhaps details.host"),
        (["details.nothing.at.all=x"], "no setting 'details.nothing.at.all'"),
        (["=x"], "no setting ''"),
        (["details.limit=many"], "details.limit is a number, and 'many' is not"),
        (["details.limit=true"], "details.limit is a number, and 'true' is not"),
        (["details.folders=Inbox"], "details.folders is a list, and 'Inbox' is not"),
        (["serverSideExecution.automatic=yes"], "automatic is true or false, and 'yes' is not"),
        (["details={}"], "details is a group of settings"),
        (["details.host=a", "details.host=b"], "details.host is given twice"),
        (["id=4"], "id is given by the server"),
        (["version=4"], "version is given by the server"),
        (["details.host=\udcff"], "details.host: the value is no text in UTF-8"),
    ],
)
def test_what_cannot_be_meant_is_told(texts: list[str], problem: str) -> None:
    with pytest.raises(ArgumentError, match=problem):
        changing(emulated(), *texts)


@pytest.mark.parametrize(
    "key", ["details.password", "details.smtpPassword", "details.apiKey", "details.credential.user"]
)
def test_a_secret_is_never_given_as_a_setting_nor_shown(key: str) -> None:
    server = emulated(smtpPassword=None, apiKey=None, credential={"user": None})
    with pytest.raises(ArgumentError, match="holds a secret, which is never given like that") as caught:
        changing(server, f"{key}={MARK}")
    assert MARK not in str(caught.value)
    with pytest.raises(ArgumentError, match="setting 1 is not of the form key=value"):
        changing(server, MARK)


def test_a_number_that_refers_to_a_credential_is_no_secret(tmp_path: Path) -> None:
    server = emulated(credentialId=5, passwordStored=True, password=None)
    plan = changing(server, "details.credentialId=6")
    assert plan.secrets == ["details.password of profile 3"]
    assert applied(server, plan, tmp_path / "p.jsonl").complete
    assert state_of(server)[4]["details"]["credentialId"] == 6
    assert state_of(server)[4]["details"]["passwordStored"] is True


def test_a_key_that_is_new_must_be_meant(tmp_path: Path) -> None:
    server = emulated()
    with pytest.raises(ArgumentError, match=r"no setting 'details\.fresh'"):
        changing(server, "details.fresh=1")
    assert applied(server, changing(server, "details.fresh=1", new_keys=True), tmp_path / "p.jsonl").complete
    assert state_of(server)[4]["details"]["fresh"] == 1


@pytest.mark.parametrize(
    ("details", "options", "asked"),
    [
        ({}, {}, ["password"]),
        ({"password": ""}, {}, ["password"]),
        ({"userName": None}, {}, ["password"]),
        ({"smtp": {"password": None}, "proxyPwd": ""}, {}, ["password", "smtp.password", "proxyPwd"]),
        ({"smtp": {"password": None}}, {"no_secret_at": ["details.smtp.password"]}, ["password"]),
        ({"accessToken": None}, {}, ["password"]),
        ({"accessToken": None}, {"secret_at": ["details.accessToken"]}, ["password", "accessToken"]),
        ({}, {"secret_at": ["details.clientSecret"]}, ["password", "clientSecret"]),
        ({"clientSecret": f"{MARK}-told"}, {}, ["password", "clientSecret"]),
        ({}, {"no_secret_at": ["details.password"]}, []),
    ],
)
def test_every_secret_is_asked_for_again(details: Any, options: Any, asked: list[str]) -> None:
    plan = changing(emulated(**details), "details.host=x", **options)
    assert plan.secrets == [f"details.{key} of profile 3" for key in asked]
    assert any("--secret-at" in note for note in plan.notes) is (
        not asked or ("accessToken" in details and not options)
    )
    assert MARK not in plan.to_json()


def test_a_login_name_needs_a_password_even_if_the_server_leaves_its_key_out() -> None:
    server = emulated()
    del server.state.profiles[3]["details"]["password"]
    assert changing(server, "details.host=x").secrets == ["details.password of profile 3"]
    server.state.profiles[3]["details"]["userName"] = ""
    assert changing(server, "details.host=x").secrets == []
    assert plan_profile_password(there(server), 3).secrets == ["details.password of profile 3"]


@pytest.mark.parametrize(
    ("details", "problem"),
    [
        (
            {"accounts": [{"password": MARK}]},
            r"details.accounts.\[0\].password .*(cannot be filled|none can be filled)",
        ),
        ({"accounts": [{"password": None}]}, r"details.accounts.\[0\].password needs a secret"),
        ({"credential": {"user": MARK, "password": None}}, "details.credential.user may hold a secret"),
        ({"secrets": [MARK]}, "details.secrets may hold a secret"),
        ({"a/password": None}, "details.a/password needs a secret"),
    ],
)
def test_a_secret_that_could_not_be_filled_in_again_stops_everything(details: Any, problem: str) -> None:
    server = emulated(**details)
    with pytest.raises(ArgumentError, match=problem) as caught:
        changing(server, "details.host=x")
    assert MARK not in str(caught.value)
    with pytest.raises(ArgumentError, match="is no place for a secret"):
        changing(emulated(), "details.host=x", secret_at=["details.limit"])


LOOSENING = [
    ({}, "details.ignoreSSLPolicyErrors=1"),
    ({}, "details.ignoreSSLPolicyErrors=true"),
    ({}, "details.ignoreSSLPolicyErrors=maybe"),
    ({}, "details.ignoreInvalidCertificates=true"),
    ({}, "details.acceptAllCertificates=1"),
    ({}, "details.allow_untrusted_cert=yes"),
    ({}, "details.skipTlsVerification=1"),
    ({"checkCertificate": True}, "details.checkCertificate=false"),
    ({"verifySsl": "1"}, "details.verifySsl=0"),
    ({"useTls": 1}, "details.useTls=0"),
    ({"tls": {"verify": True}}, "details.tls.verify=null"),
    ({"disallowUntrustedCertificates": True}, "details.disallowUntrustedCertificates=false"),
    ({"certificateThumbprint": "AB"}, "details.certificateThumbprint=CD"),
    ({}, "details.protocol=IMAP"),
    ({}, "details.protocol=null"),
    ({}, "details.protocol=IMAP-TLS-IgnoreErrors"),
    ({"url": "https://mail.example.com"}, "details.url=http://mail.example.com"),
    ({"encryption": "tls"}, "details.encryption=none"),
]


@pytest.mark.parametrize(("details", "text"), LOOSENING, ids=[text for _, text in LOOSENING])
def test_the_look_at_certificates_is_never_loosened(details: Any, text: str) -> None:
    with pytest.raises(ArgumentError, match=r"certificate|encrypted|less closely"):
        changing(emulated(**details), text, new_keys=True)


@pytest.mark.parametrize(
    ("details", "text"),
    [
        ({"ignoreSSLPolicyErrors": "1"}, "details.ignoreSSLPolicyErrors=0"),
        ({"checkCertificate": False}, "details.checkCertificate=true"),
        ({"protocol": "IMAP"}, "details.protocol=IMAP-SSL"),
        ({}, "details.protocol=IMAP-SSL"),
        ({}, "details.host=ssl.example.com"),
        ({"host": "sslin.example.com"}, "details.host=mail.example.com"),
        ({"url": "http://mail.example.com"}, "details.url=https://mail.example.com"),
    ],
)
def test_it_may_become_closer(details: Any, text: str) -> None:
    assert len(changing(emulated(**details), text).steps) == 4


def test_a_profile_that_ignores_certificates_already_is_named() -> None:
    plan = changing(emulated(ignoreSSLPolicyErrors="1"), "details.host=x")
    assert plan.notes[-1].endswith("takes any certificate of the mail server, as before: details.ignoreSSLPolicyErrors")


def test_what_utf8_cannot_carry_is_told_and_not_sent() -> None:
    with pytest.raises(ArgumentError, match="profile 3 cannot be sent as it is"):
        plan_profile_change(there(emulated()), 3, {"details.host": "\ud800"})
