"""Settings and operations come from the environment and from files: any text is taken as what it says, or refused."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from mailstore_sdk import Client, environment
from mailstore_sdk.errors import ConfigurationError
from mailstore_sdk.operations import Operation
from mailstore_sdk.transport import tls
from tests.properties import inputs
from tests.properties.calls import MARKS, SECRETS, TICKETS, Prepared

NAMES = [
    f"MAILSTORE_{name}"
    for name in ("HOST", "PORT", "USERNAME", "PASSWORD", "PROTOCOL", "CA_FILE", "FINGERPRINT", "VERIFY")
]
# As the environment gives them: bytes that are no text are halves of characters there.
texts = (
    st.text(max_size=10) | inputs.half | st.sampled_from(["8463", "1", "off", "modern", "localhost", "::1", "AA:BB"])
)
tickets = st.fixed_dictionaries(
    {},
    optional={
        "protocol": st.sampled_from(["modern", "legacy"]) | inputs.any_json,
        "function": st.sampled_from(["VerifyStore", "BrandNewFunction"]) | inputs.any_json,
        "token": st.just("t-1") | inputs.any_json,
        "url": st.sampled_from(["/api/get-status", "/JSON/Status/t-1", "//other.example/"]) | inputs.any_json,
        "version": st.integers() | inputs.any_json,
        "log": st.text() | inputs.any_json,
    },
)
nearly = st.sampled_from(list(TICKETS.values())).flatmap(
    lambda ticket: st.dictionaries(st.sampled_from([*ticket, "version", "log"]), inputs.any_json, max_size=1).map(
        lambda changed: {**ticket, **changed}
    )
)


def _as_text(value: Any) -> str:
    try:
        return json.dumps(value)
    except RecursionError:
        return "[" * 5000


operations = st.text() | st.builds(_as_text, tickets | nearly | inputs.any_json) | tickets | nearly


@given(variables=st.dictionaries(st.sampled_from(NAMES), texts), password=st.sampled_from(["", *SECRETS]))
@example(variables={"MAILSTORE_PORT": "9" * 5000}, password="")
@example(variables={"MAILSTORE_PORT": "²"}, password="")
def test_any_environment_is_a_client_or_refused_without_showing_the_password(
    variables: dict[str, str], password: str
) -> None:
    variables = {**variables, "MAILSTORE_PASSWORD": password} if password else variables
    problem: object = None
    try:
        settings = environment.settings(variables, {})
        with Client(**settings, sender=Prepared()) as client:
            made = client.transport.settings
            if made.fingerprint is not None:
                tls.normalized(made.fingerprint)
            assert made.url.startswith("https://")
            assert made.credentials.isascii()
            assert not any(mark in repr(client) + repr(made) for mark in MARKS.values())
    except ConfigurationError as error:
        problem = error
    assert not any(mark in f"{problem} {problem!r}" for mark in MARKS.values())


@given(saved=operations)
@example(saved={**TICKETS["modern"], "version": 10**5000})
@example(saved='{"version": ' + "[" * 100_000)
def test_any_text_is_an_operation_that_can_be_written_down_again_or_refused(saved: Any) -> None:
    client = Client(sender=Prepared())
    try:
        operation = client.resume(saved)
    except ConfigurationError:
        return
    assert isinstance(operation, Operation)
    again = json.loads(operation.to_json())
    assert again == {"version": 0, "log": "", **(json.loads(saved) if isinstance(saved, str) else saved)}
    assert client.resume(operation.to_json()).to_json() == operation.to_json()
    assert repr(operation).isprintable()
