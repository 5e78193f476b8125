"""Any JSON is a model or a ResponseError that names the function; a model can be written, shown and read again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel

from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.errors import ResponseError
from mailstore_sdk.models import parsing
from mailstore_sdk.transport.redact import Cleaner
from tests.properties import inputs
from tests.properties.calls import MARKS, SECRETS
from tests.transport.leaks import everything_in

SHAPES = sorted({f.result for f in BY_NAME.values()} - {"none", "json", "status"} | {"list[FunctionMetadata]"})
ANSWERS = {
    shape: [
        answer
        for name, function in BY_NAME.items()
        if function.result == shape
        for answer in inputs.SAMPLES.get(name, [])
    ]
    for shape in SHAPES
}


def values_replaced(value: Any, data: st.DataObject) -> Any:
    """A real answer in which some values, at any depth, are any others."""
    if data.draw(st.integers(0, 9)) == 0:
        return data.draw(inputs.finite_json)
    if isinstance(value, list):
        return [values_replaced(item, data) for item in value[:3]]
    if isinstance(value, dict):
        return {key: values_replaced(one, data) for key, one in value.items()}
    return value


def parsed(shape: str, value: Any) -> Any:
    try:
        return parsing.parse("GetSomething", shape, value, clean=Cleaner(SECRETS).value)
    except ResponseError as error:
        problem = error
    assert problem.function == "GetSomething"
    assert not [mark for mark in MARKS.values() if mark in everything_in(problem)]
    return None


@pytest.mark.parametrize("shape", SHAPES)
def test_any_json_is_a_model_or_a_response_error(shape: str) -> None:
    @given(value=inputs.any_json)
    @example(value=[{"creationDateTimeUtc": "0001-01-01T00:00:00+14:00"}])  # before the calendar, in UTC
    def property_(value: Any) -> None:
        parsed(shape, value)

    property_()


@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_with_other_values_is_a_model_or_a_response_error(shape: str) -> None:
    @given(data=st.data())
    def property_(data: st.DataObject) -> None:
        answer = data.draw(st.sampled_from(ANSWERS[shape])) if ANSWERS[shape] else {}
        result = parsed(shape, values_replaced(answer, data))
        for model in result if isinstance(result, list) else [] if result is None else [result]:
            written = json.dumps(model.model_dump(mode="json", by_alias=True, exclude_unset=True))
            assert isinstance(model, BaseModel)
            assert type(model).model_validate_json(written) == model
            assert repr(model)

    property_()
