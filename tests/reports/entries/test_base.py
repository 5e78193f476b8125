"""An answer becomes an entry: what is not known apart, what is secret masked."""

from __future__ import annotations

import pytest

from mailstore_sdk.models import User, UserInfo
from mailstore_sdk.reports.entries import UserEntry
from mailstore_sdk.reports.entries.base import entry, without_secrets_in_text


def test_a_key_that_the_sdk_does_not_know_is_never_taken_for_a_field() -> None:
    row = User.model_validate({"userName": "jdoe", "privileges": "all", "first": 1, "both": 1})
    info = UserInfo.model_validate({"userName": "jdoe", "second": 2, "both": 2})
    made = entry(UserEntry, row, info)
    assert "privileges" not in made.model_fields_set
    assert made.other == {"privileges": "all", "first": 1, "both": 2, "second": 2}


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ('--password="a \\" mark" --id=1', "--password=*** --id=1"),
        ("--password='a \\' mark' --id=1", "--password=*** --id=1"),
        ('--password="open mark', "--password=***"),
        ('--password="open mark\\', "--password=***"),
        ("--password='it''s mark' --id=1", "--password=*** --id=1"),
        ('--password="a"mark --id=1', "--password=*** --id=1"),
        ("--password=a;mark,b&c --id=1", "--password=*** --id=1"),
        ("--userName=jdoe --password mark --id 1", "--userName=jdoe --password *** --id 1"),
        ("-passphrase 'a mark' --id=1", "-passphrase *** --id=1"),
        ("password: mark", "password: ***"),
        ("Server=db;User Id=sa;Password=mark", "Server=db;User Id=sa;Password=***"),
        ("http://jdoe:m@rk@proxy:3128/a@b", "http://***@proxy:3128/a@b"),
        ("https://archive.example.com:8463/a@b", "https://archive.example.com:8463/a@b"),
        ("--usePassword --id=1", "--usePassword --id=1"),
        ("RefreshTokens 1 --id=2", "RefreshTokens 1 --id=2"),
    ],
)
def test_the_secrets_of_a_command_are_masked_however_they_are_written(command: str, shown: str) -> None:
    assert without_secrets_in_text(command) == shown


@pytest.mark.parametrize("piece", ["token", "-token", "token ", "token=", "://a:", 'token="', "token=\\"])
def test_the_time_to_mask_grows_with_the_length_alone(piece: str) -> None:
    """A pattern that went back over the text again and again would hardly come to an end here."""
    text = piece * 100_000
    assert len(without_secrets_in_text(text)) <= len(text) + len(text) // 2
