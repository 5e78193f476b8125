"""What takes secrets out of text: it leaves none of them, and nothing else is touched."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

from hypothesis import assume, example, given
from hypothesis import strategies as st

from mailstore_sdk.transport.redact import MASK, Cleaner
from tests.properties import inputs

FORMS: list[Callable[[str], str]] = [
    lambda secret: secret,
    lambda secret: json.dumps(secret)[1:-1],
    lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1],
    lambda secret: json.dumps(secret)[1:-1].replace("/", "\\/"),
    lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1].replace("'", "\\u0027").replace("&", "\\u0026"),
    quote,
    quote_plus,
    lambda secret: quote(secret, safe=""),
    lambda secret: re.sub("%..", lambda found: found[0].lower(), quote(secret)),
    html.escape,
    lambda secret: "".join(f"&#{ord(letter)};" for letter in secret),
    lambda secret: "".join(f"&#x{ord(letter):X};" for letter in secret),
]
# The mask itself is in texts; a secret made of it is none.
secret_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="*"), min_size=1, max_size=12)
steering = st.text("\\/%&+ '\"<u0a2;#", min_size=1, max_size=12)
secrets = secret_texts | steering
forms = st.sampled_from(FORMS)
harmless = st.text("~^", max_size=10)  # no part of any form of anything


@given(secret=secrets, form=forms, before=harmless, after=harmless)
@example(secret="%25", form=quote, before="", after="")
@example(secret="\\\\n", form=FORMS[1], before="", after="")
def test_a_secret_in_any_form_is_masked_and_nothing_around_it(
    secret: str, form: Callable[[str], str], before: str, after: str
) -> None:
    assume(not set(secret) & {"~", "^"})
    assert Cleaner([secret])(before + form(secret) + after) == before + MASK + after


@given(secret=secrets, form=forms, text=st.text() | steering, place=st.integers(0, 50))
def test_text_is_without_the_secret_afterwards_and_cleaning_twice_is_cleaning_once(
    secret: str, form: Callable[[str], str], text: str, place: int
) -> None:
    clean = Cleaner([secret])
    cleaned = clean(text[:place] + form(secret) + text[place:])
    assert form(secret) not in cleaned
    assert secret not in cleaned
    assert clean(cleaned) == cleaned


@given(held=st.lists(secrets, max_size=4), text=st.text())
def test_text_without_any_letter_of_a_secret_is_unchanged(held: list[str], text: str) -> None:
    written = set("".join(form(secret) for secret in held for form in FORMS).lower()) | set("\ufffd+ \\%&")
    text = "".join(letter for letter in text if letter.lower() not in written)
    assert Cleaner(held)(text) == text


@given(held=st.lists(secrets, min_size=1, max_size=4), value=inputs.json_values, public=secrets)
def test_a_json_value_keeps_its_shape_and_loses_its_secrets(held: list[str], value: Any, public: str) -> None:
    clean = Cleaner(held, [public])
    cleaned = clean.value({"value": value, "held": held})
    assert len(cleaned) <= 2
    assert clean.value(cleaned) == cleaned or "NaN" in json.dumps(cleaned)
    for secret in {*held} - {public}:
        assert secret not in cleaned.get("held", [])


SLOW_BEFORE = """
from mailstore_sdk.transport.redact import Cleaner
for letters, text in [("\\\\" * 200, "\\\\" * 300), ("\\\\/" * 99, "\\\\\\\\/" * 99), ("&amp;" * 99, "&amp;amp;" * 99)]:
    text = (text + "y") * 9
    assert Cleaner([letters + "x"])(text) == text
    assert Cleaner([letters])(text) != text
"""


def test_no_secret_makes_cleaning_take_exponential_time() -> None:
    """Where a letter may stand for itself or be escaped, there could be 2 to the 200 ways to read a text.

    In a process of its own, as nothing else ends a search by `re`. A second is enough; for all the ways no time is.
    """
    subprocess.run([sys.executable, "-c", SLOW_BEFORE], check=True, timeout=120)
