"""Read what a certificate says of itself, so that a person can decide whether to trust it.

The standard library decodes only certificates that it has verified, and those shown here failed just that. The package
`cryptography` would do it, but it is compiled and larger than the whole core; what is needed of X.509 (RFC 5280) are a
few fields at fixed places. Nothing here decides about trust: that is done in the handshake, by OpenSSL or the
fingerprint. The bytes come from whoever answers at the port, so nothing in them raises, and no text of them can steer a
terminal or forge a line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TypeAlias, TypeVar

from mailstore_sdk.text import one_line

S = TypeVar("S")
T = TypeVar("T")
_Element: TypeAlias = tuple[int, bytes]  # tag and content
LONGEST_TEXT = 512
LONGEST_OID = 64

SEQUENCE, SET, OID, OCTETS = 0x30, 0x31, 0x06, 0x04
MORE_TAG, LONG_LENGTH = 0x1F, 0x80
VERSION, EXTENSIONS = 0xA0, 0xA3
DNS_NAME, IP_ADDRESS = 0x82, 0x87
SUBJECT_ALTERNATIVE_NAMES = "2.5.29.17"
TIMES = {0x17: re.compile(rb"\d{12}Z"), 0x18: re.compile(rb"\d{14}Z")}
ENCODINGS = {
    0x0C: "utf-8",
    0x12: "ascii",  # NumericString
    0x13: "ascii",  # PrintableString
    0x14: "latin-1",  # TeletexString, as everybody uses it
    0x16: "ascii",  # IA5String
    0x1A: "ascii",  # VisibleString
    0x1C: "utf-32-be",
    0x1E: "utf-16-be",
}
# RFC 4514, section 3; E is what Windows shows for an address.
ATTRIBUTES = {
    "2.5.4.3": "CN",
    "2.5.4.6": "C",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.9": "STREET",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "0.9.2342.19200300.100.1.1": "UID",
    "0.9.2342.19200300.100.1.25": "DC",
    "1.2.840.113549.1.9.1": "E",
}


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What a certificate says. Unless it is trusted, anybody may have written it.

    Attributes:
        subject: Whom it is for, as `CN=archive.example, O=Example`; None if that cannot be read.
        issuer: Who made it, in the same form; None if that cannot be read.
        names: The DNS names and IP addresses that it is for; empty if it names none, or none that can be read.
        not_before: When it becomes valid (UTC); None if that cannot be read.
        not_after: When it expires (UTC); None if that cannot be read.
        fingerprint: SHA-256 of the whole certificate, upper-case hexadecimal with colons.
    """

    subject: str | None
    issuer: str | None
    names: tuple[str, ...]
    not_before: datetime | None
    not_after: datetime | None
    fingerprint: str


def read(der: bytes) -> Certificate:
    """What a certificate in DER form says; of any other bytes, as much as can be read."""
    parts = _or_none(_parts, der) or _Parts()
    return Certificate(
        subject=_or_none(_name, parts.subject),
        issuer=_or_none(_name, parts.issuer),
        names=_or_none(_alternative_names, parts.extensions) or (),
        not_before=_or_none(_time, parts.not_before),
        not_after=_or_none(_time, parts.not_after),
        fingerprint=hashlib.sha256(der).digest().hex(":").upper(),
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is read of it, still encoded; nothing where it is not encoded as RFC 5280 says."""

    issuer: _Element = (0, b"")
    not_before: _Element = (0, b"")
    not_after: _Element = (0, b"")
    subject: _Element = (0, b"")
    extensions: bytes = b""


def _or_none(read_one: Callable[[S], T], given: S) -> T | None:
    """What can be read, or None. All that can be wrong with bytes is a ValueError: so is each unpacking that fails."""
    try:
        return read_one(given)
    except (ValueError, OverflowError):  # an overflow is a date beyond all calendars
        return None


def _parts(der: bytes) -> _Parts:
    (outer,) = _elements(der)
    signed, _algorithm, _signature = _elements(_inside(outer, SEQUENCE))
    fields = list(_elements(_inside(signed, SEQUENCE)))
    if fields and fields[0][0] == VERSION:
        del fields[0]
    _serial, _algorithm, issuer, validity, subject, _key, *optional = fields
    not_before, not_after = _elements(_inside(validity, SEQUENCE))
    extensions = next((content for tag, content in optional if tag == EXTENSIONS), b"")
    return _Parts(issuer, not_before, not_after, subject, extensions)


def _elements(data: bytes) -> Iterator[_Element]:
    """The elements that stand one after another, as DER wants them: every length is given, and in its shortest form."""
    begin = 0
    while begin < len(data):
        tag, length = data[begin], int.from_bytes(data[begin + 1 : begin + 2])
        begin += 2
        if tag & MORE_TAG == MORE_TAG:
            raise ValueError("a tag that no certificate has")
        if length >= LONG_LENGTH:
            digits = data[begin : begin + length - LONG_LENGTH]
            begin += length - LONG_LENGTH
            length = int.from_bytes(digits)
            if length < LONG_LENGTH or digits[0] == 0:
                raise ValueError("not the shortest form of a length")
        end = begin + length
        if end > len(data):
            raise ValueError("cut off")
        yield tag, data[begin:end]
        begin = end


def _inside(element: _Element, tag: int) -> bytes:
    found, content = element
    if found != tag:
        raise ValueError("another type than expected")
    return content


def _name(name: _Element) -> str:
    """A distinguished name, the most specific part first, as RFC 4514 writes it and Windows shows it."""
    parts: list[str] = []
    for several in _elements(_inside(name, SEQUENCE)):
        pairs = [_elements(_inside(pair, SEQUENCE)) for pair in _elements(_inside(several, SET))]
        parts.append("+".join(f"{_attribute(kind)}={_escaped(_text(value))}" for kind, value in pairs))
    return _cut(", ".join(reversed(parts)))


def _attribute(kind: _Element) -> str:
    number = _object_identifier(_inside(kind, OID))
    return ATTRIBUTES.get(number, number)


def _object_identifier(content: bytes) -> str:
    if not content or len(content) > LONGEST_OID or content[-1] & 0x80:
        raise ValueError("not an object identifier")
    arcs, arc = [], 0
    for byte in content:
        arc = arc << 7 | byte & 0x7F
        if not byte & 0x80:
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, [first, arcs[0] - 40 * first, *arcs[1:]]))


def _text(value: _Element) -> str:
    tag, content = value
    if tag not in ENCODINGS:
        raise ValueError("not a text")
    return one_line(content.decode(ENCODINGS[tag], errors="replace"))


def _escaped(text: str) -> str:
    """So that one value cannot look like two attributes."""
    text = re.sub(r'([,+"\\<>;])', r"\\\1", text)
    if text.startswith(("#", " ")):
        text = "\\" + text
    return text[:-1] + "\\ " if text.endswith(" ") and text != "\\ " else text


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"


def _time(time: _Element) -> datetime:
    tag, content = time
    if tag not in TIMES or not TIMES[tag].fullmatch(content):
        raise ValueError("not a time as certificates have it")
    digits = content.decode("ascii")[:-1]
    if len(digits) == 12:  # two digits of the year, which end in 2049
        digits = ("19" if digits >= "50" else "20") + digits
    return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _alternative_names(extensions: bytes) -> tuple[str, ...]:
    (every,) = _elements(extensions)
    for extension in _elements(_inside(every, SEQUENCE)):
        kind, *_critical, value = _elements(_inside(extension, SEQUENCE))
        if _object_identifier(_inside(kind, OID)) == SUBJECT_ALTERNATIVE_NAMES:
            (names,) = _elements(_inside(value, OCTETS))
            return tuple(name for each in _elements(_inside(names, SEQUENCE)) if (name := _alternative_name(*each)))
    return ()


def _alternative_name(tag: int, content: bytes) -> str | None:
    """A DNS name or an address; others, such as one for mail, are not for a server."""
    if tag == DNS_NAME:
        return _cut(one_line(content.decode("ascii", errors="replace")))
    return str(ip_address(content)) if tag == IP_ADDRESS else None
