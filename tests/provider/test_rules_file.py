"""The rules' file: what is wrong in it is told before anything is sent, all at once, with the place."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mailstore_sdk.provider import ProviderRules, RulesError, load_rules

EVERYTHING = b"""
[automatic]
required = true
min_pause = "5m"
max_pause = 86400
[deletion]
allowed = "after"
after = "90d"
severity = "warning"
[unknown_addresses]
archived = true
key = "details.catchAll"
values = ["1", "yes"]
[certificates]
[connectors]
allowed = ["IMAP", "Exchange*"]
[[rule]]
name = "unread-mail"
key = "details.excludeUnRead"
is = "0"
[[rule]]
name = "timeout"
key = "details.timeout"
min = 10
max = 600
connectors = ["IMAP"]
severity = "warning"
"""

OWN_KEYS = ("severity", "missing", "name", "key", "is", "is_not", "min", "max", "connectors")


def problems(text: str | bytes) -> list[str]:
    with pytest.raises(RulesError) as caught:
        load_rules(text if isinstance(text, bytes) else text.encode())
    assert caught.value.__cause__ is None
    return list(caught.value.problems)


def test_every_key_is_read(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_bytes(b"\xef\xbb\xbf" + EVERYTHING)
    rules = load_rules(file)
    assert rules == load_rules(EVERYTHING)
    assert rules.automatic is not None
    assert rules.deletion is not None
    assert rules.model_fields_set == set(ProviderRules.model_fields)
    assert (rules.automatic.min_pause, rules.automatic.max_pause) == (timedelta(minutes=5), timedelta(days=1))
    assert (rules.deletion.after, rules.deletion.severity) == (timedelta(days=90), "warning")
    assert [(one.name, one.values, one.min, one.max) for one in rules.own] == [
        ("unread-mail", ["0"], None, None),
        ("timeout", None, 10, 600),
    ]


def test_the_rules_that_the_docs_show_have_every_section() -> None:
    rules = load_rules(Path(__file__).parents[2] / "docs" / "rules.toml")
    assert rules.model_fields_set == set(ProviderRules.model_fields)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["there is no rule in it"]),
        ("rule = []", ["there is no rule in it"]),
        ("[automatik]", ["automatik: there is no such key; is it automatic?"]),
        (
            '[deletion]\nalowed = "never"',
            ["deletion.allowed: it has to be there", "deletion.alowed: there is no such key; is it allowed?"],
        ),
        (
            '[[rule]]\nname="a"\nkey="x.y"\nequals=1',
            ["rule.1.equals: there is no such key; there are " + ", ".join(OWN_KEYS)],
        ),
        ('[deletion]\nallowed = "sometimes"', ["deletion.allowed: it has to be 'never', 'after' or 'always'"]),
        ('[deletion]\nallowed = "after"', ['deletion: allowed = "after" needs after = "90d", and only that']),
        (
            '[deletion]\nallowed = "never"\nafter = "1d"',
            ['deletion: allowed = "after" needs after = "90d", and only that'],
        ),
        ('[automatic]\nmin_pause = "2h"\nmax_pause = "1h"', ["automatic: min_pause is longer than max_pause"]),
        (
            '[automatic]\nmin_pause = "5 min"\nrequired = "yes"',
            [
                "automatic.required: that is neither true nor false",
                "automatic.min_pause: that is no length, as 90s, 5m, 24h or 30d, and no number of seconds",
            ],
        ),
        ("automatic = true\nrule = 3", ["automatic: that is no section of keys", "rule: that is no list"]),
        ("[connectors]\nallowed = []", ["connectors.allowed: there is nothing in it"]),
        (
            '[[rule]]\nname="a"\nkey="details.Password"\nis="x"',
            ["rule.1.key: that names a secret, and secrets are not compared"],
        ),
        ('[[rule]]\nname="a"\nkey="a..b"\nis="x"', ["rule.1.key: that is no path of keys, as details.excludeUnRead"]),
        ('[[rule]]\nname="a"\nkey="x"', ["rule.1: it compares nothing: say is, is_not, min or max"]),
        ('[[rule]]\nname="a"\nkey="x"\nis=1\n' * 2, ["two rules are called a"]),
        (b"\xff\xfe", ["it is not in UTF-8"]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str | bytes, told: list[str]) -> None:
    assert problems(text) == told


def test_what_is_no_toml_is_told_with_the_parsers_words() -> None:
    (told,) = problems("[automatic")
    assert told.startswith("it is not TOML: ")


def test_a_problem_neither_shows_a_value_nor_steers_a_terminal() -> None:
    (told,) = problems('["\\u001b[2J"]\npassword = "Kanarie7-x"')
    assert told.isprintable()
    assert not any("Kanarie7" in text for text in problems('[deletion]\nallowed = "Kanarie7"\nafter = "Kanarie7"'))
