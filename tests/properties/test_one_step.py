"""What is read in one step from the bytes is what the careful way reads, or is left to it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mailstore_sdk import outcomes
from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.errors import MailStoreError
from mailstore_sdk.models import parsing
from mailstore_sdk.transport import Reply, answers
from mailstore_sdk.transport.flow import PROTOCOLS
from mailstore_sdk.transport.protocol import UNREAD, Asked
from tests.properties import inputs
from tests.properties.test_models import ANSWERS, SHAPES, values_replaced

FUNCTIONS = {function.result: function for function in BY_NAME.values() if function.result in SHAPES}
HEAD = '{"error":null,"token":null,"statusVersion":2,"statusCode":"succeeded","percentProgress":null,"result":'
TAIL = ',"logOutput":null}'
REFUSED = object()


def one_step(shape: str, protocol: str, reply: Reply) -> Any:
    return answers.in_one_step(PROTOCOLS[protocol], reply, parsing.reader(shape), pause_gc=True)


def careful(shape: str, protocol: str, reply: Reply) -> Any:
    function = FUNCTIONS[shape]
    try:
        answer = PROTOCOLS[protocol].read(Asked(function=function.name), reply)
        return outcomes.typed(function, answer.status) if answer.ticket is None else REFUSED
    except MailStoreError:
        return REFUSED


def whole(value: Any) -> str:
    """All that there is to models, in words, so that also what is equal to nothing can be compared."""
    if isinstance(value, list):
        return f"[{', '.join(map(whole, value))}]"
    return f"{type(value).__name__} {value.model_dump()!r} {sorted(value.model_fields_set)} {value.model_extra!r}"


def agree(shape: str, protocol: str, content: bytes, *, cut: bool = False) -> bool:
    reply = Reply(status=200, content=content, cut=cut)
    fast, slow = one_step(shape, protocol, reply), careful(shape, protocol, reply)
    if fast is UNREAD:
        return False
    if slow is REFUSED:
        # Only a number that is none, in a key that the model does not know, passes.
        assert "nan" in whole(fast) or "inf" in whole(fast)
        return True
    assert whole(fast) == whole(slow)
    assert fast == slow or "nan" in whole(fast)
    assert whole(one_step(shape, protocol, reply)) == whole(fast)  # also with what is known of the last answer
    return True


def answer(shape: str, protocol: str, data: st.DataObject) -> bytes:
    known = data.draw(st.sampled_from(ANSWERS[shape])) if ANSWERS[shape] else {}
    spaced = data.draw(st.sampled_from([(",", ":"), (", ", ": "), ("\n,", ":\t")]))
    result = json.dumps(values_replaced(known, data), separators=spaced, ensure_ascii=data.draw(st.booleans()))
    text = result if protocol == "legacy" else HEAD + result + TAIL
    return text.encode(errors="surrogatepass")


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("shape", [*FUNCTIONS])
def test_both_ways_agree_on_answers_with_other_values(shape: str, protocol: str) -> None:
    @given(data=st.data())
    def property_(data: st.DataObject) -> None:
        agree(shape, protocol, answer(shape, protocol, data))

    property_()


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("shape", ["list[User]", "UserInfo", "list[Profile]", "list[FolderStatistics]"])
def test_both_ways_agree_on_broken_answers(shape: str, protocol: str) -> None:
    @given(data=st.data(), cut=st.booleans())
    def property_(data: st.DataObject, cut: bool) -> None:
        made = st.just(answer(shape, protocol, data))
        agree(shape, protocol, data.draw(inputs.mutated(made)), cut=cut)

    property_()


@given(content=inputs.contents)
@example(content=(HEAD + '[{"userName":"a","userName":"b"}]' + TAIL).encode())
@example(content=(HEAD + '[{"userName":"a"}],"result":[]' + TAIL).encode())
@example(content=(HEAD + '[{"userName":"\\ud800"}]' + TAIL).encode())
@example(content=(HEAD + '[{"userName":"a","new":"\\ud800"}]' + TAIL).encode())
@example(content=(HEAD + '[{"userName":"a","new":NaN}]' + TAIL).encode())
@example(content=(HEAD + '[{"userName":"a","new":-1e999}]' + TAIL).encode())
@example(content=(HEAD + '[{"userName":"a","new":%s}]' % ("9" * 4000) + TAIL).encode())
@example(content=(HEAD + '[{"userName":"a","new":%s}]' % ("9" * 5000) + TAIL).encode())
@example(content=(HEAD + '[{"userName":"a","new":%s}]' % ("[" * 300 + "]" * 300) + TAIL).encode())
@example(content=(HEAD + '[{"user_name":"a","userName":"b"}]' + TAIL).encode())
@example(content=(HEAD + '[{"userName":"a","user_name":1,"full_name":"b"}]' + TAIL).encode())
@example(content=(HEAD + '[{"folder":"a","size":1.0,"count":"7"}]' + TAIL).encode())
@example(content=(HEAD + '[{"folder":"a","size":-0.0,"count":1e3}]' + TAIL).encode())
@example(content=(HEAD + '[{"folder":"a","size":NaN,"count":1}]' + TAIL).encode())
@example(content=(HEAD + '[{"userName":"a","new":"\xe4"}]' + TAIL).encode("latin-1"))
@example(content=(HEAD + "[]" + TAIL[:-1] + ',"result":[{"userName":"a"}]}').encode())
def test_both_ways_agree_on_anything(content: bytes) -> None:
    for shape in ("list[User]", "UserInfo", "list[FolderStatistics]", "ServerInfo"):
        for protocol in PROTOCOLS:
            agree(shape, protocol, content)


@pytest.mark.parametrize("shape", [shape for shape in FUNCTIONS if ANSWERS[shape]])
def test_what_servers_answer_is_read_in_one_step(shape: str) -> None:
    function = FUNCTIONS[shape]
    for known in ANSWERS[shape]:
        content = (HEAD + json.dumps(known) + TAIL).encode()
        old = any(isinstance(known, dict) and isinstance(known.get(key), str) for key in function.legacy.lists)
        assert agree(shape, "modern", content) or old
