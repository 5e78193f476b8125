"""One text in two languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from mailstore_sdk.language import LANGUAGES, Text, Value, amount, joined, length, listed, named, shown

AT = datetime(2026, 3, 29, 2, 30, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    ("value", "en", "de"),
    [
        (1_234_567, "1,234,567", "1.234.567"),
        (-1_000, "-1,000", "-1.000"),
        (AT, "2026-03-29 00:30 UTC", "29.03.2026 00:30 UTC"),
        (date(2026, 1, 2), "2026-01-02", "02.01.2026"),
        (timedelta(days=2), "2 days", "2 Tagen"),
        (timedelta(hours=47, minutes=59), "47 hours", "47 Stunden"),
        (timedelta(minutes=90), "90 minutes", "90 Minuten"),
        (timedelta(seconds=1), "1 second", "1 Sekunde"),
        (timedelta(seconds=-5), "0 seconds", "0 Sekunden"),
        ("a\nb\u202ec", "a b c", "a b c"),
        (Text("dog", "Hund"), "dog", "Hund"),
    ],
)
def test_a_value_is_written_as_each_language_does(value: Value, en: str, de: str) -> None:
    assert shown(value) == Text(en, de)


def test_what_is_filled_in_is_never_a_place_itself() -> None:
    text = Text("{a} and {b}", "{a} und {b}").filled(a="{b} {0} %s", b=named("{a}"))
    assert text == Text('{b} {0} %s and "{a}"', "{b} {0} %s und „{a}“")


def test_a_place_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="b"):
        Text("{a} {b}", "{a}").filled(a="x")


def test_a_text_is_english_unless_asked_otherwise() -> None:
    text = Text("mail", "Post")
    assert f"{text}" == "mail"
    assert [text.of(language) for language in LANGUAGES] == ["mail", "Post"]
    assert text + Text("!", "?") == Text("mail!", "Post?")


def test_amounts_and_lists() -> None:
    run, more = Text("run", "Lauf"), Text("runs", "Läufe")
    assert [amount(count, run, more).de for count in (0, 1, 2_000)] == ["0 Läufe", "1 Lauf", "2.000 Läufe"]
    assert listed([run, more]) == Text("run, runs", "Lauf, Läufe")
    assert joined(["a", "b"]) == Text("a, b", "a, b")
    assert joined("abcdefg", 3) == Text("a, b, c and 4 more", "a, b, c und 4 weitere")
    assert length(datetime(2026, 1, 3, tzinfo=UTC) - datetime(2026, 1, 1, tzinfo=UTC)).en == "2 days"
