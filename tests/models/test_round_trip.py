"""What the server sent can be changed and sent again, and nothing of it is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mailstore_sdk import models
from mailstore_sdk._generated.functions import BY_NAME
from mailstore_sdk.models.base import Model
from mailstore_sdk.transport import encoding
from tests.models.evidence import EVIDENCE, RESULTS, dumped, full, parsed, parsed_row, samples, with_unknown_keys

DIRECTORY = EVIDENCE["GetDirectoryServicesConfiguration"]["modern"][0]


def sent(function: str, argument: str, model: Model) -> Any:
    """What a function that takes the model puts on the wire."""
    return json.loads(encoding.fields(function, BY_NAME[function], {argument: model})[argument])


@pytest.mark.parametrize(("function", "sample"), samples("modern", "reconstructed"))
def test_keys_that_a_newer_server_sends_are_kept_at_every_depth(function: str, sample: Any) -> None:
    newer = with_unknown_keys(sample)

    assert dumped(parsed(function, newer)) == newer


@pytest.mark.parametrize("function", RESULTS)
def test_changing_one_field_changes_nothing_else(function: str) -> None:
    row = with_unknown_keys(full(function))
    model = parsed_row(function, row)
    changes: dict[type, Any] = {str: "changed", int: 12345, bool: False}

    plain = {
        name: (str(field.alias), changes[type(row[field.alias])])
        for name, field in type(model).model_fields.items()
        if type(row[field.alias]) in changes and isinstance(getattr(model, name), str | int)
    }
    for name, (key, value) in plain.items():
        assert dumped(model.model_copy(update={name: value})) == {**row, key: value}
    assert dumped(model) == row


def test_a_change_deep_inside_keeps_what_is_around_it() -> None:
    sample = with_unknown_keys(EVIDENCE["GetJobs"]["modern"][0])
    job = parsed("GetJobs", sample)[0]

    later = job.model_copy(update={"schedule": job.schedule.model_copy(update={"time": "04:00:00"})})

    assert dumped(later) == {**sample[0], "schedule": {**sample[0]["schedule"], "time": "04:00:00"}}


def test_a_configuration_is_sent_as_it_was_read_with_the_change_and_the_password_filled_in() -> None:
    newer = with_unknown_keys(DIRECTORY)
    read = models.DirectoryServicesConfiguration.model_validate(newer)

    changed = read.model_copy(update={"enabled_users_only": False, "password": "s3cret"})

    assert sent("SetDirectoryServicesConfiguration", "config", changed) == {
        **newer,
        "enabledUsersOnly": False,
        "password": "s3cret",
    }


def test_settings_of_which_only_the_password_is_known_are_sent_in_full() -> None:
    read = models.SmtpSettings.model_validate({"hostName": "smtp.example.com", "port": 587, "password": None})

    assert sent("SetSmtpSettings", "settings", read.model_copy(update={"password": "s3cret"})) == {
        "hostName": "smtp.example.com",
        "port": 587,
        "password": "s3cret",
    }


def test_a_profile_can_be_sent_to_create_another_one_without_id_and_version() -> None:
    row = with_unknown_keys(full("GetProfiles"))
    details = parsed_row("GetProfiles", row).details.model_copy(update={"password": "s3cret"})
    profile = parsed_row("GetProfiles", row).model_copy(update={"details": details})

    copied = profile.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude={"id", "version"})

    kept = {key: value for key, value in row.items() if key not in ("id", "version")}
    assert copied == {**kept, "details": {**row["details"], "password": "s3cret"}}


def test_a_model_made_by_hand_sends_what_was_given_and_no_more() -> None:
    made = models.InstanceConfiguration(instance_id="example", base_directory=None, debug_log_enabled=False)

    assert sent("CreateInstance", "config", made) == {
        "instanceID": "example",
        "baseDirectory": None,
        "debugLogEnabled": False,
    }
