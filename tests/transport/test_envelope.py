"""Where the result of an answer lies, and which keys may be there twice."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from typing import Any

import pytest

from mailstore_sdk.errors import ResponseError
from mailstore_sdk.transport import Reply, answers, envelope
from mailstore_sdk.transport.protocol import Asked
from tests.transport.scripted import PASSWORD, SECRET_WORD

SUCCEEDED = '{"statusCode":"succeeded","result":%s,"logOutput":null}'
ROWS: list[Any] = [{"a": 'x},{"result":[1],"logOutput":null}'}, {"b": [{"c": "]"}]}]


def place(text: str) -> str | None:
    content = text.encode()
    found = envelope.Usual().place(content)
    return content[slice(*found)].decode() if found else None


@pytest.mark.parametrize("result", ["[]", "null", "5", '"text"', '{"a":{"b":[]}}', json.dumps(ROWS)])
@pytest.mark.parametrize(
    "form", [SUCCEEDED, '{"statusCode":"succeeded","result":%s}', '{"result":%s,"statusCode":"succeeded"}']
)
def test_the_result_is_found_or_the_whole_is_read(form: str, result: str) -> None:
    found = place(form % result)
    assert found is None or json.loads(found) == json.loads(result) or form != SUCCEEDED
    reply = Reply(status=200, content=BOM_UTF8 + (form % result).encode() + b" " * envelope.AROUND)
    assert answers.decode(Asked(function="GetUsers"), reply)["result"] == json.loads(result)


def test_the_usual_envelope_is_recognized() -> None:
    usual = envelope.Usual()
    for result in ("[]", "[1,2]", '{"a":1}'):
        content = BOM_UTF8 + (SUCCEEDED % result).encode()
        for _ in range(2):
            found = usual.place(content)
            assert found
            assert content[slice(*found)].decode() == result


@pytest.mark.parametrize(
    "text",
    [
        '{"statusCode":"running","token":"t","result":null,"logOutput":null}',
        '{"statusCode":"failed","result":[],"logOutput":null}',
        '{"statusCode":"succeeded","statusCode":"running","result":[],"logOutput":null}',
        '{"statusCode":"succeeded","result":[],"logOutput":null,"result":[1]}',
        '{"error":{"result":[]},"statusCode":"succeeded","result":[1],"logOutput":null}',
        '{"statusCode":"succeeded","statusText":"\\"result\\":[]","logOutput":null}',
        '[{"statusCode":"succeeded","result":[],"logOutput":null}]',
        '{"statusCode":"succeeded","result":,"logOutput":NaN}',
        '{"statusCode":"succeeded"}',
        "",
    ],
)
def test_what_is_not_plainly_success_is_read_as_a_whole(text: str) -> None:
    assert place(text) is None


def test_no_text_of_an_envelope_is_kept() -> None:
    usual = envelope.Usual()
    text = f'{{"statusCode":"succeeded","statusText":{json.dumps(PASSWORD)},"result":[],"logOutput":null}}'
    assert usual.place(text.encode())
    assert SECRET_WORD not in repr(vars(usual))


@pytest.mark.parametrize(
    "text",
    [
        '{"statusCode":"succeeded","result":[],"result":[1]}',
        r'{"statusCode":"succeeded","result":[],"r\u0065sult":[1]}',
        '{"statusCode":"succeeded","result":[],"more":1,"more":{"a":1}}',
        '{"a":{"b":1},"a":2}',
    ],
)
@pytest.mark.parametrize("long", [True, False])
def test_a_key_of_the_outermost_object_may_not_be_there_twice(text: str, long: bool) -> None:
    content = text.encode() + b" " * (envelope.AROUND if long else 0)
    with pytest.raises(ResponseError, match="same key twice"):
        answers.decode(Asked(function="GetUsers"), Reply(status=200, content=content))


@pytest.mark.parametrize("text", ['[{"a":1,"a":2}]', '{"b":{"a":1,"a":2}}', SUCCEEDED % '{"a":1,"a":2}'])
@pytest.mark.parametrize("long", [True, False])
def test_inside_the_last_one_wins(text: str, long: bool) -> None:
    content = text.encode() + b" " * (envelope.AROUND if long else 0)
    assert answers.decode(Asked(function="GetUsers"), Reply(status=200, content=content)) == json.loads(text)
