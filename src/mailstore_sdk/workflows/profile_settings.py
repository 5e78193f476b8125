"""The settings of a profile: where a key is, what a text means for it, and where secrets belong.

Which keys there are depends on the connector, and no list of them was ever published. So nothing is taken for granted
but that settings stand in objects within each other.
"""

from __future__ import annotations

import difflib
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, NamedTuple, NoReturn, TypeAlias

from pydantic import JsonValue

from mailstore_sdk.errors import ArgumentError
from mailstore_sdk.text import cut, one_line
from mailstore_sdk.transport.redact import MASK, SECRET_NAME
from mailstore_sdk.workflows.check import is_hidden, telling

Raw: TypeAlias = dict[str, JsonValue]
"""A profile as the server sends it."""

Way: TypeAlias = tuple[str, ...]
"""Keys from the outside to the inside."""

GIVEN_BY_SERVER = ("id", "version")  # to be left out for CreateProfile (documented)
PASSWORD: Way = ("details", "password")  # to be filled in again (documented)
LOGIN: Way = ("details", "userName")
# What every profile has, be it told or not, with the kind of value that it is.
EXECUTION = "serverSideExecution"
AUTOMATIC: Way = (EXECUTION, "automatic")
PAUSE: Way = (EXECUTION, "automaticPauseBetweenExecutions")
WINDOWS: Way = (EXECUTION, "automaticMaintenanceWindows")
ALWAYS: dict[Way, JsonValue] = {AUTOMATIC: False, PAUSE: 0, WINDOWS: ""}
PASSWORD_NAME = re.compile(r"passw|passphrase|kennw|pwd|secret", re.IGNORECASE)


class Difference(NamedTuple):
    """A setting that changes.

    Attributes:
        way: Where it is.
        before: What is there; None if nothing is.
        after: What will be.
    """

    way: Way
    before: JsonValue
    after: JsonValue

    def __str__(self) -> str:
        """On one line."""
        before, after = (json.dumps(value, ensure_ascii=False) for value in (self.before, self.after))
        return one_line(f"{dotted(self.way)}: {cut(before)} -> {cut(after)}")


class Places(NamedTuple):
    """Where secrets belong.

    Attributes:
        asked: Places that have to be filled in again.
        empty: Places with nothing in them whose names sound like secrets, and that are left so.
    """

    asked: list[Way]
    empty: list[Way]


def dotted(way: Way) -> str:
    """The way as a person writes it."""
    return ".".join(way)


def masked(profile: Mapping[str, Any]) -> Raw:
    """The profile with a mask wherever the server has told what may be a secret.

    A number that refers to a credential, and whether something is stored, are no secrets.
    """
    made = _masked(profile, hidden=False)
    assert isinstance(made, dict)
    return made


def creatable(profile: Raw) -> Raw:
    """What CreateProfile takes of a profile."""
    return {key: deepcopy(value) for key, value in profile.items() if key not in GIVEN_BY_SERVER}


def parse_changes(profile: Raw, texts: Sequence[str], *, new_keys: bool = False) -> dict[str, JsonValue]:
    """What texts as `details.host=mail.example.com` mean for a profile.

    A value is JSON (`true`, `300`, `null`, `"text"`), or else the text itself. It keeps the kind that it has in the
    profile: where a text is, `1` is one, too, since clients send `1` and `0` as texts.

    Args:
        profile: The profile as the server sends it.
        texts: A key, its parts separated by dots, an equals sign and a value, each.
        new_keys: Whether a key may be one that the profile does not have.

    Returns:
        Values by key.

    Raises:
        ArgumentError: There is no such key, and which ones are meant perhaps; or the value is of another kind.
    """
    changes: dict[str, JsonValue] = {}
    for number, text in enumerate(texts, 1):
        key, equals, value = text.partition("=")
        if not equals:  # not shown: it may be a password in the wrong place
            raise ArgumentError(f"setting {number} is not of the form key=value")
        if not _is_sendable(value):
            raise ArgumentError(f"{key}: the value is no text in UTF-8")
        way = way_to(profile, key.strip(), new_keys=new_keys)
        if dotted(way) in changes:
            raise ArgumentError(f"{dotted(way)} is given twice")
        there = value_at(profile, way)
        if way == PASSWORD or any(is_hidden(name, value) for name in way if not value.isdigit()):
            raise ArgumentError(_refused_secret(key))
        changes[dotted(way)] = _meant(dotted(way), value, ALWAYS.get(way) if there is None else there)
    return changes


def changed(profile: Raw, changes: Mapping[str, JsonValue], *, new_keys: bool = False) -> tuple[Raw, list[Difference]]:
    """A profile with other settings, and what is different.

    Args:
        profile: The profile.
        changes: Values by key.
        new_keys: Whether a key may be one that the profile does not have.

    Raises:
        ArgumentError: There is no such key; or it holds a secret, or is the server's own, or a group of settings.
    """
    made = deepcopy(profile)
    differences = []
    for key, value in changes.items():
        way = way_to(profile, key, new_keys=new_keys)
        before = value_at(profile, way)
        if way[0] in GIVEN_BY_SERVER:
            raise ArgumentError(f"{key} is given by the server")
        if isinstance(before, dict) or isinstance(value, dict):
            raise ArgumentError(f"{key} is a group of settings: name one in it")
        if is_secret_at(way, before) or is_secret_at(way, value) or (way == PASSWORD):
            raise ArgumentError(_refused_secret(key))
        if telling(before) == telling(value):
            continue
        put(made, way, value)
        differences.append(Difference(way, before, value))
    return made, differences


def differences(one: Raw, other: Raw) -> list[Difference]:
    """In which settings two profiles differ; secrets, and what the server gives, left out."""
    there, wanted = dict(leaves(creatable(one))), dict(leaves(creatable(other)))
    return [
        Difference(way, there.get(way), wanted.get(way))
        for way in dict.fromkeys([*there, *wanted])
        if (there.get(way) or None) != (wanted.get(way) or None)
        and not any(is_secret_at(way, found.get(way)) for found in (there, wanted))
    ]


def secret_places(profile: Raw, secret_at: Iterable[str] = (), no_secret_at: Iterable[str] = ()) -> Places:
    """Where secrets belong that have to be filled in again for CreateProfile.

    Every place whose name is that of a password and that is empty, every one where the server told something that may
    be a secret, and that of the password if there is a login name.

    Args:
        profile: The profile, without secrets.
        secret_at: Keys of further places.
        no_secret_at: Keys of places at which the profile has none.

    Raises:
        ArgumentError: There is no such place, or none that a plan can fill; a profile without a secret that it needs
            would archive nothing any more.
    """
    asked: dict[Way, None] = {}
    empty = []
    for way, value in leaves(profile):
        if value == MASK and SECRET_NAME.search(way[-1]):
            asked[way] = None
        elif _is_masked(way, value):
            raise ArgumentError(f"{dotted(way)} may hold a secret, and cannot be filled in again")
        elif value in (None, "") and PASSWORD_NAME.search(way[-1]):
            asked[way] = None
        elif value in (None, "") and SECRET_NAME.search(way[-1]):
            empty.append(way)
    if value_at(profile, LOGIN) not in (None, ""):
        asked[PASSWORD] = None
    left_out = {way_to(profile, key, new_keys=True) for key in no_secret_at}
    asked |= dict.fromkeys(way_to(profile, key, new_keys=True) for key in secret_at)
    wanted = [way for way in asked if way not in left_out]
    for way in wanted:
        if not SECRET_NAME.search(way[-1]):
            raise ArgumentError(f"{dotted(way)} is no place for a secret")
        if any("/" in key for key in way) or not isinstance(value_at(profile, way[:-1]), dict):
            raise ArgumentError(f"{dotted(way)} needs a secret, and is where none can be filled in")
    return Places(wanted, [way for way in empty if way not in asked])


def leaves(value: JsonValue, way: Way = ()) -> Iterator[tuple[Way, JsonValue]]:
    """All settings with their ways; of a list its elements are numbered."""
    if isinstance(value, dict) and value:
        for key, one in value.items():
            yield from leaves(one, (*way, key))
    elif isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        for number, one in enumerate(value):
            yield from leaves(one, (*way, f"[{number}]"))
    else:
        yield way, value


def value_at(profile: JsonValue, way: Way) -> JsonValue:
    """What is there; None if nothing is."""
    for key in way:
        profile = profile.get(key) if isinstance(profile, dict) else None
    return profile


def put(profile: Raw, way: Way, value: JsonValue) -> None:
    """Have a value there."""
    inner: Any = profile
    for key in way[:-1]:
        if inner.get(key) is None:
            inner[key] = {}
        inner = inner[key]
    inner[way[-1]] = value


def is_on(value: JsonValue) -> bool:
    """Whether a setting is on; clients send texts, too."""
    return str(value).strip().lower() in ("true", "1")


def is_secret_at(way: Way, value: JsonValue) -> bool:
    """Whether there is something that no plan, file or command line may hold."""
    return _is_masked(way, value) or any(is_hidden(key, value) for key in way)


def way_to(profile: Raw, key: str, *, new_keys: bool = False) -> Way:
    """The way that a dotted key means; keys of the profile may have dots themselves.

    Raises:
        ArgumentError: The profile has no such key.
    """
    here: JsonValue = profile
    way: list[str] = []
    rest = key
    while isinstance(here, dict):
        fitting = [one for one in here if rest == one or rest.startswith(f"{one}.")]
        if not fitting:
            break
        found = max(fitting, key=len)
        way.append(found)
        if rest == found:
            return tuple(way)
        here, rest = here[found], rest[len(found) + 1 :]
    always = next((one for one in ALWAYS if dotted(one) == key), None)
    if always is not None:
        return always
    if new_keys and isinstance(here, dict) and rest and "." not in rest:
        return (*way, rest)
    _unknown(profile, key)


def _unknown(profile: Raw, key: str) -> NoReturn:
    known = dict.fromkeys(dotted(way) for way in [*(way for way, _ in leaves(creatable(profile))), *ALWAYS])
    last = key.rpartition(".")[2].lower()
    near = [one for one in known if one.rpartition(".")[2].lower() == last]
    near += difflib.get_close_matches(key, known, n=3)
    meant = f"; meant is perhaps {' or '.join(dict.fromkeys(near))}" if near else ""
    raise ArgumentError(f"the profile has no setting {key!r}{meant}")


def _meant(key: str, text: str, there: JsonValue) -> JsonValue:
    """What a text means where something is already."""
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        value = text
    if isinstance(value, float) and not math.isfinite(value):
        value = text
    if isinstance(there, str) and not isinstance(value, str) and value is not None:
        return text
    if there is None or value is None or isinstance(there, dict):
        return value  # type: ignore[no-any-return]  # of JSON
    kinds = [(bool, "true or false"), (int | float, "a number"), (list, "a list")]
    kind, wanted = next((kind, words) for kind, words in [*kinds, (str, "text")] if isinstance(there, kind))
    if not isinstance(value, kind) or isinstance(value, bool) is not isinstance(there, bool):
        raise ArgumentError(f"{key} is {wanted}, and {cut(text)!r} is not")
    return value


def _refused_secret(key: str) -> str:
    return f"{key} holds a secret, which is never given like that: set-password asks for it"


def _no_constant(text: str) -> NoReturn:
    raise ValueError(text)


def _is_sendable(text: str) -> bool:
    try:
        return bool(text.encode()) or not text
    except UnicodeEncodeError:  # as the shell gives a byte that is no UTF-8
        return False


def _is_masked(way: Way, value: JsonValue) -> bool:
    return (value == MASK or (isinstance(value, list) and MASK in value)) and any(map(SECRET_NAME.search, way))


def _masked(value: Any, *, hidden: bool) -> JsonValue:
    if isinstance(value, dict):
        return {key: _masked(one, hidden=hidden or is_hidden(key, one)) for key, one in value.items()}
    if isinstance(value, list):
        return [_masked(one, hidden=hidden) for one in value]
    if hidden and value is not None and not isinstance(value, bool) and value != "":
        return MASK
    return value  # type: ignore[no-any-return]  # of JSON
