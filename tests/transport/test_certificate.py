"""What is read of a certificate is what `cryptography` reads of it; of hostile bytes, as much as can be read."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.name import _ASN1Type as TextKind
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from mailstore_sdk.transport.certificate import Certificate, read
from tests.transport.certificates import attribute, der, made, name

MANY = [f"host-{number}.example" for number in range(3000)]
SEVERAL = x509.RelativeDistinguishedName(
    [attribute(NameOID.COMMON_NAME, "two"), attribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "at once")]
)


def of_trustme() -> x509.Certificate:
    leaf = trustme.CA().issue_cert("archive.example", "127.0.0.1", common_name="archive")
    return x509.load_pem_x509_certificate(leaf.cert_chain_pems[0].bytes())


def text_as(kind: TextKind, text: str = "Example") -> x509.Name:
    return x509.Name([attribute(NameOID.ORGANIZATION_NAME, text, kind)])


KINDS: dict[str, Callable[[], x509.Certificate]] = {
    "trustme": of_trustme,
    "EC": lambda: made(name("archive.example"), ["archive.example"]),
    "RSA": lambda: made(name("archive.example"), key=rsa.generate_private_key(65537, 2048)),
    "another issuer": lambda: made(name("archive.example"), issuer=name("Authority")),
    "UTF-8": lambda: made(text_as(TextKind.UTF8String, "Müller & Söhne 株式会社")),
    "printable": lambda: made(text_as(TextKind.PrintableString)),
    "IA5": lambda: made(text_as(TextKind.IA5String)),
    "numeric": lambda: made(text_as(TextKind.NumericString, "4711")),
    "Teletex": lambda: made(text_as(TextKind.T61String)),
    "BMP": lambda: made(text_as(TextKind.BMPString, "Müller 株")),
    "universal": lambda: made(text_as(TextKind.UniversalString, "Müller 株")),
    "characters to escape": lambda: made(text_as(TextKind.UTF8String, '# a,b+c"d\\e<f>g;h=i ')),
    "no common name": lambda: made(x509.Name([attribute(NameOID.COUNTRY_NAME, "DE")])),
    "no name at all": lambda: made(x509.Name([]), ["archive.example"]),
    "several attributes at once": lambda: made(x509.Name([SEVERAL, *name("a").rdns])),
    "an attribute of one's own": lambda: made(x509.Name([attribute(x509.ObjectIdentifier("2.999.1234567.1"), "own")])),
    "three thousand names": lambda: made(name("many"), MANY),
    "addresses": lambda: made(name("addresses"), ["192.0.2.1", "2001:0db8:0::1", "archive.example"]),
    "other extensions before": lambda: made(name("a"), ["a"], extensions=[x509.BasicConstraints(True, None)]),
    "UTCTime of the last century": lambda: made(name("old"), since=datetime(1950, 1, 1, tzinfo=UTC)),
    "the last UTCTime": lambda: made(name("new"), until=datetime(2049, 12, 31, tzinfo=UTC)),
    "GeneralizedTime": lambda: made(name("new"), until=datetime(2050, 1, 1, tzinfo=UTC)),
    "the last time there is": lambda: made(name("ever"), until=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
}


def by_cryptography(certificate: x509.Certificate) -> Certificate:
    """The same, as another reader sees it."""

    def written(whole: x509.Name) -> str:
        return ", ".join(part.rfc4514_string() for part in reversed(whole.rdns))

    found = [each for each in certificate.extensions if isinstance(each.value, x509.SubjectAlternativeName)]
    return Certificate(
        subject=written(certificate.subject),
        issuer=written(certificate.issuer),
        names=tuple(str(each.value) for extension in found for each in extension.value),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(":").upper(),
    )


@cache
def sample() -> bytes:
    return der(made(name("archive.example"), ["archive.example", "192.0.2.1"]))


@pytest.mark.parametrize("kind", KINDS)
def test_a_certificate_is_read_as_cryptography_reads_it(kind: str) -> None:
    certificate = KINDS[kind]()
    assert read(der(certificate)) == by_cryptography(certificate)


def test_names_that_are_not_for_a_server_are_passed_over() -> None:
    names = x509.SubjectAlternativeName([x509.RFC822Name("a@example.com"), x509.DNSName("archive.example")])
    assert read(der(made(name("a"), extensions=[names]))).names == ("archive.example",)


def test_an_address_of_mail_is_called_as_windows_calls_it() -> None:
    subject = x509.Name([attribute(NameOID.EMAIL_ADDRESS, "a@example.com")])
    assert read(der(made(subject))).subject == "E=a@example.com"


def test_text_cannot_steer_a_terminal_forge_a_line_or_be_endless() -> None:
    evil = x509.Name([attribute(NameOID.ORGANIZATION_NAME, "a\x1b[2J\r\nSHA-256  AA\u202e\x00" + "x" * 5000)])
    seen = read(der(made(evil)))
    assert seen.subject == seen.issuer
    assert seen.subject is not None
    assert seen.subject.isprintable()
    assert seen.subject.startswith("O=a [2J  SHA-256  AA  xxx")
    assert len(seen.subject) < 600


def test_a_certificate_can_be_pickled() -> None:
    seen = read(sample())
    assert pickle.loads(pickle.dumps(seen)) == seen


# Each of them has the length of what it takes the place of, so that only one thing is wrong.
NO_NAMES = {"subject": None, "issuer": None}
ODD = "\ufffd\ufffdchiv\ufffd.example"
PLANTED: dict[str, tuple[bytes, bytes, dict[str, Any]]] = {
    "subject: not a text": (b"\x0c\x0farchive.example", b"\x04\x0farchive.example", NO_NAMES),
    "subject: longer than it is": (b"\x0c\x0farchive", b"\x0c\x7farchive", NO_NAMES),
    "subject: length not in its shortest form": (b"\x0c\x07Ex", b"\x0c\x81Ex", NO_NAMES),
    "subject: length without end": (b"\x0c\x07Ex", b"\x0c\x80Ex", NO_NAMES),
    "subject: a long tag": (b"\x0c\x07Ex", b"\x1f\x07Ex", NO_NAMES),
    "subject: attribute without number": (b"\x06\x03\x55\x04\x0a", b"\x04\x03\x55\x04\x0a", NO_NAMES),
    "subject: number without end": (b"\x06\x03\x55\x04\x0a", b"\x06\x03\x55\x04\x8a", NO_NAMES),
    "names: a name of bytes": (b"\x82\x0farchive", b"\x82\x0f\xff\xfechiv\xff", {"names": (ODD, "192.0.2.1")}),
    "names: not a list": (b"\x04\x19\x30\x17\x82", b"\x04\x19\x31\x17\x82", {"names": ()}),
    "names: another extension": (b"\x06\x03\x55\x1d\x11", b"\x06\x03\x55\x1d\x13", {"names": ()}),
    "names: an address of three bytes": (b"\x87\x04\xc0\x00\x02\x01", b"\x87\x03\xc0\x00\x02\x01", {"names": ()}),
}  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED)
def test_what_cannot_be_read_is_none_and_the_rest_is_read(planted: str) -> None:
    right, wrong, changed = PLANTED[planted]
    content = sample()
    assert right in content
    hostile = content.replace(right, wrong)
    expected = replace(read(content), **changed, fingerprint=read(hostile).fingerprint)
    assert read(hostile) == expected


@pytest.mark.parametrize("date", [b"not a date !!", b"991332000000Z", b"2601010000+01", b"260101000000z"])
def test_a_date_that_is_none_is_none(date: bytes) -> None:
    content = der(made(name("a"), until=datetime(2040, 1, 2, tzinfo=UTC)))
    assert b"400102000000Z" in content
    seen = read(content.replace(b"400102000000Z", date))
    assert (seen.not_after, seen.subject) == (None, "CN=a, O=Example")
    assert seen.not_before is not None


def test_the_year_zero_is_none() -> None:
    content = der(made(name("a"), until=datetime(2050, 1, 1, tzinfo=UTC)))
    assert read(content.replace(b"20500101000000Z", b"00000101000000Z")).not_after is None


@pytest.mark.parametrize(
    "content", [b"", b"\x30", b"\x30\x80", b"\x30\x84\xff\xff\xff\xff", b"MII", b"\x30\x00" * 40000]
)
def test_what_is_no_certificate_has_a_fingerprint_and_no_more(content: bytes) -> None:
    seen = read(content)
    known = [field.name for field in fields(seen) if getattr(seen, field.name)]
    assert known == ["fingerprint"]


def test_a_length_with_a_zero_before_it_is_refused() -> None:
    content = sample()
    assert content.startswith(b"\x30\x82")
    assert read(b"\x30\x83\x00" + content[2:]).subject is None


@given(st.binary(max_size=300))
def test_no_bytes_raise(content: bytes) -> None:
    check(content)


@given(
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=8),
    st.integers(0, 2000),
    st.booleans(),
)
def test_no_bytes_that_are_nearly_a_certificate_raise(changes: list[tuple[int, int]], end: int, cut_off: bool) -> None:
    content = bytearray(sample())
    for place, byte in changes:
        content[place % len(content)] = byte
    check(bytes(content[: end % len(content)] if cut_off else content))


def check(content: bytes) -> None:
    seen = read(content)
    for text in (seen.subject, seen.issuer, *seen.names):
        assert text is None or text.isprintable()
    assert all(each is None or each.tzinfo is UTC for each in (seen.not_before, seen.not_after))
    assert len(bytes.fromhex(seen.fingerprint.replace(":", ""))) == 32
