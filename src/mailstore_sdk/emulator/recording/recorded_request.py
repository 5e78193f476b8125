"""One request that the emulator answered, in a form that may be shown: no secret is in it."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.emulator import arguments
from mailstore_sdk.emulator.messages import BYTE_ORDER_MARK, Refused, Request, Response
from mailstore_sdk.transport.encoding import NAME
from mailstore_sdk.transport.redact import MASK, mask

WIDTH = 120  # letters of a value that are shown
BARE = ("number", "duration", "bool", "json")
# In text within JSON every quotation mark has a backslash before it, so this is the envelope's own key.
STATUS_CODE = re.compile(rb',"statusCode":"([^"\\]*)"')
LEGACY_STATUS = re.compile(rb'\{"(status(?:Url)?)":"([^"\\]*)"')
LEGACY_TOKEN = re.compile(r"(/+json/+status/+)([^/]+)", re.IGNORECASE)
SALT = secrets.token_bytes(16)


@dataclass(frozen=True, kw_only=True, repr=False)
class RecordedRequest:
    """A request that was answered; secrets are masked.

    Attributes:
        function: What was called: a function, by the name used, `get-status`, `cancel-async` or `get-metadata`;
            empty for any other path.
        arguments: The form fields as they were on the wire, by their names there. In JSON, what lies under a secret
            key is masked, and a token is a secret.
        status: The HTTP status; 0 where no answer was sent.
        outcome: The envelope's `statusCode`, or what the other protocol says for it; `cut off` where the connection
            was reset, `empty` for an empty answer, `unreadable` for one that is no envelope, and else the HTTP
            status in words.
        path: The path, a token in it masked.
        username: Who asked; empty if nobody said so.
        at: When it was answered, by the emulator's clock, in UTC.
        digests: What masked arguments are compared by; worthless outside this process.
    """

    function: str
    arguments: Mapping[str, str]
    status: int
    outcome: str
    path: str
    username: str
    at: datetime
    digests: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def __repr__(self) -> str:
        asked = call_text(self.function, self.arguments) if self.function else _printable(self.path)
        return f"{asked} -> {self.status} {self.outcome}" if self.status else f"{asked} -> {self.outcome}"


def recorded(function: str, request: Request, status: int, outcome: str, at: datetime) -> RecordedRequest:
    """The request in a form that may be shown."""
    known = BY_NAME.get(function)
    kept: dict[str, str] = {}
    digests: dict[str, bytes] = {}
    fields = _fields(request)
    for name, text in mask(known, fields).items():
        if not NAME.fullmatch(name):
            kept[MASK] = MASK  # no form: what stands in the place of a name may be anything
            continue
        kept[name] = text
        if text != fields[name]:
            digests[name] = digest(fields[name])
    return RecordedRequest(
        function=function,
        arguments=kept,
        status=status,
        outcome=outcome,
        path=LEGACY_TOKEN.sub(rf"\g<1>{MASK}", request.path),
        username=request.credentials[0],
        at=at,
        digests=digests,
    )


def _fields(request: Request) -> dict[str, str]:
    token = LEGACY_TOKEN.match(request.path)
    try:
        return {**({"token": token[2]} if token else {}), **arguments.form(request.body)}
    except Refused:
        return {}


def outcome_of(request: Request, answer: Response) -> str:
    """How a request went, read from the beginning of its answer alone, since the whole may be long."""
    if answer.delivery.cut_after is not None:
        return "cut off"
    legacy = request.path.lstrip("/")[:4].lower() == "json"
    if legacy and answer.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return "failed"
    if answer.status != HTTPStatus.OK:
        return _phrase(answer.status)
    if not isinstance(answer.body, bytes):
        return "succeeded"  # made while it is sent: only what a call found is
    body = answer.body.removeprefix(BYTE_ORDER_MARK)
    if not body:
        return "empty"
    if legacy:
        found = LEGACY_STATUS.match(body)
        return "succeeded" if not found else "running" if found[1] == b"statusUrl" else found[2].decode()
    if body.startswith(b"["):
        return "succeeded"
    code = STATUS_CODE.search(body)
    return code[1].decode(errors="replace") if code else "unreadable"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase.lower()
    except ValueError:
        return "no HTTP status"


def canonical(text: str) -> str:
    """JSON in one way of writing it, other text as it is."""
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except (ValueError, RecursionError):
        return text


def digest(text: str) -> bytes:
    """What a secret is compared by."""
    return hashlib.blake2b(canonical(text).encode(errors="surrogatepass"), key=SALT, digest_size=16).digest()


def call_text(function: str, given: Mapping[str, str]) -> str:
    """A call as it is written: `GetUserInfo(userName="johndoe")`."""
    return f"{_printable(function)}({', '.join(f'{name}={shown(function, name, given[name])}' for name in given)})"


def shown(function: str, name: str, text: str, width: int = WIDTH) -> str:
    """An argument's value in one line: text in quotation marks, numbers, booleans and JSON without."""
    known = BY_NAME.get(function)
    argument = known.by_name.get(name) if known else None
    kind = argument.type if argument else "json"
    if text == MASK:
        return text
    written = _json(text) if kind in BARE else None
    line = _printable(json.dumps(text, ensure_ascii=False) if written is None else written)
    return line if len(line) <= width else f"{line[:width]}..."


def _json(text: str) -> str | None:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except (ValueError, RecursionError):
        return None


def _printable(text: str) -> str:
    """Without what would steer a terminal or forge a line."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)
