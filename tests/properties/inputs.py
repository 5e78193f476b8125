"""What servers and callers could give: strategies that more than one property draws from."""

from __future__ import annotations

import codecs
import json
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from mailstore_sdk.transport import Reply
from tests.facts import CALLABLE
from tests.properties.calls import MARKS, SECRETS, WITH_SECRETS, Call

SAMPLES: dict[str, list[Any]] = {
    function: [answer for kind in ("modern", "legacy", "reconstructed") for answer in known.get(kind, [])]
    for function, known in json.loads(
        (Path(__file__).parent.parent / "data" / "samples.json").read_text(encoding="utf-8")
    ).items()
}
RESULTS = list(chain.from_iterable(SAMPLES.values()))
STATUSES = ["running", "succeeded", "failed", "cancelled"]
KEYS = [
    "error", "token", "statusVersion", "statusCode", "percentProgress", "statusText", "result", "logOutput",
    "statusUrl", "statusToken", "status", "progressPercentage", "messages", "message", "details", "text", "type",
    "name", "args", "nullable", "__class__", "model_config",
]  # fmt: skip
# Half a character that UTF-8 cannot carry is no text that arrives; json.dumps writes it as an escape, which does.
half = st.characters(categories=["Cs"])
utf8_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
secrets = st.sampled_from([*SECRETS, *(f"no: {secret}!" for secret in SECRETS)])
texts = (
    utf8_text
    | secrets
    | st.sampled_from([*STATUSES, "t-1", "/JSON/Status/t-1", "", "2026-01-31T23:59:59Z", "0001-01-01T00:00:00+14:00"])
)
numbers = st.integers() | st.floats() | st.sampled_from([2**63, 10**308, 10**400, -1, 1e308])


def _of(parts: SearchStrategy[Any]) -> SearchStrategy[Any]:
    keys = st.sampled_from(KEYS) | texts
    return st.lists(parts, max_size=4) | st.dictionaries(keys, parts, max_size=5)


def nested(depth: int, kind: str) -> Any:
    """A value inside that many lists or objects."""
    value: Any = "deep"
    for _ in range(depth):
        value = [value] if kind == "list" else {"password": "x", "deep": value}
    return value


# In steps: as deep as the reader can just go depends on the interpreter and on the depth of the stack.
deep = st.builds(nested, st.integers(1, 60).map(lambda step: step * 16), st.sampled_from(["list", "object"]))
json_values = st.recursive(st.none() | st.booleans() | numbers | texts | st.sampled_from(RESULTS), _of, max_leaves=12)


def _arrives(value: Any) -> bool:
    try:
        return bool(json.dumps(value, allow_nan=False))
    except ValueError:
        return False


# Without the numbers that the reader of answers refuses.
finite_json = json_values.filter(_arrives)
any_json = json_values | deep


def _sometimes(likely: Sequence[Any], otherwise: SearchStrategy[Any] = any_json) -> SearchStrategy[Any]:
    return st.sampled_from(likely) | otherwise


envelopes = st.fixed_dictionaries(
    {"statusCode": _sometimes(STATUSES)},
    optional={
        "error": _sometimes([None, {"message": "no", "details": "because"}])
        | st.fixed_dictionaries({"message": any_json}),
        "token": _sometimes([None, "t-1"]),
        "statusVersion": _sometimes([1, 2, True]),
        "percentProgress": _sometimes([None, 50]),
        "statusText": _sometimes([None, "text"]),
        "result": _sometimes(RESULTS),
        "logOutput": _sometimes([None, "one\r\n", "one\r\ntwo\r\n"]),
        "more": any_json,
    },
)
messages = st.lists(st.fixed_dictionaries({}, optional={"type": any_json, "text": any_json}) | any_json, max_size=3)
old_statuses = st.fixed_dictionaries(
    {"status": _sometimes(STATUSES)},
    optional={"progressPercentage": _sometimes([0, 50]), "messages": messages | any_json, "result": any_json},
)
old_tokens = st.fixed_dictionaries(
    {"statusUrl": _sometimes(["/JSON/Status/t-1", "//other/", "/a?b"]), "statusToken": _sometimes(["t-1"])}
)
metadata = st.lists(
    st.fixed_dictionaries({"name": _sometimes(["GetUsers"])}, optional={"args": any_json, "more": any_json}), max_size=3
)
payloads = envelopes | envelopes | old_statuses | old_tokens | metadata | any_json


def _written(value: Any, *, escaped: bool, encoding: str) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=escaped).encode(encoding, errors="replace")
    except RecursionError:
        return b"[" * 5000


@st.composite
def mutated(draw: DrawFn, written: SearchStrategy[bytes]) -> bytes:
    """Bytes of which some are lost, doubled or others; at the end a secret may come in somewhere."""
    content = draw(written)
    for _ in range(draw(st.integers(0, 3))):
        begin = draw(st.integers(0, len(content)))
        end = draw(st.integers(begin, min(begin + 30, len(content))))
        content = content[:begin] + draw(st.binary(max_size=4) | st.just(content[begin:end] * 2)) + content[end:]
    for mark in MARKS.values():  # of a secret that was cut in two nobody expects that it is found
        content = content.replace(mark.encode(), b"gone")
    if draw(st.booleans()):
        return content
    place = draw(st.integers(0, len(content)))
    secret = draw(st.sampled_from(SECRETS))
    forms = [secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], quote_plus(secret)]
    return content[:place] + draw(st.sampled_from(forms)).encode() + content[place:]


_SUCCEEDED = b'{"statusCode":"succeeded","status":"succeeded","result":%s}'
ODD = [
    b"", codecs.BOM_UTF8, b"\0", b"<html>", b"[" * 100_000, b'{"a":' * 50_000, _SUCCEEDED % b"1e999",
    _SUCCEEDED % b"NaN", _SUCCEEDED % (b"9" * 5000), _SUCCEEDED % b'"\\ud800"', _SUCCEEDED % b'{"\\udc00\\ud800":1}',
    _SUCCEEDED % b'"\xe4"',
    _SUCCEEDED % b'{"a":1,"a":2}', _SUCCEEDED % b'null,"statusCode":"running","token":"t-1"',
]  # fmt: skip
encodings = st.sampled_from(["utf-8"] * 6 + ["utf-8-sig", "latin-1", "utf-16", "utf-32"])
written = st.builds(_written, payloads, escaped=st.booleans(), encoding=encodings)
envelope_bytes = st.builds(_written, envelopes, escaped=st.just(True), encoding=st.just("utf-8"))
contents = (
    written
    | mutated(envelope_bytes)
    | st.binary(max_size=40)
    | mutated(st.binary(max_size=40))
    | st.sampled_from(ODD)
    | mutated(st.sampled_from(ODD))
)
replies = st.builds(
    Reply,
    status=st.sampled_from([200] * 8 + [204, 302, 400, 401, 403, 404, 429, 500, 502, 503]) | st.integers(100, 599),
    reason=st.sampled_from(["", "OK", "Internal Server Error"]) | secrets,
    content_type=st.sampled_from(["application/json", "text/plain; charset=utf-8", "TEXT/PLAIN", "text/html", ""]),
    retry_after=st.sampled_from([None, None, "1", "9" * 400, "Wed, 21 Oct 2015 07:28:00 GMT"]) | utf8_text,
    content=contents,
    cut=st.sampled_from([False] * 5 + [True]),
)


def calls(way: str) -> SearchStrategy[Call]:
    """Calls of one way, of any function, and what comes of them on the server's side."""
    return st.builds(
        Call,
        function=st.sampled_from(list(CALLABLE)) | st.sampled_from(WITH_SECRETS),
        way=st.just(way),
        kind=st.sampled_from(["sync", "async"]),
        protocol=st.sampled_from(["modern", "modern", "legacy", "auto"]),
        replies=st.lists(replies, min_size=1, max_size=4).map(tuple),
        wait=st.sampled_from([None, 5.0]),
    )
