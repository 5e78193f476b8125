"""Two states of a section, and where they differ. Nothing here knows what a difference means.

A field that one of the two servers did not tell is no difference: it is new with a version, or was not asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeAlias, TypeGuard

from mailstore_sdk.reports.entries.base import Entry

Key: TypeAlias = str | None
_ABSENT: Any = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it was.

    Attributes:
        key: Of which thing in the section; None of a section that is one thing.
        path: The field, below the thing: keys of JSON, and what tells things in a list apart; empty: the thing itself.
        before: As JSON; None where there was nothing.
        after: Likewise.
        added: Whether it was not there before.
        removed: Whether it is no longer there.
        name: What people call the thing, where that is not its key.
    """

    key: Key
    path: tuple[str, ...] = ()
    before: Any = None
    after: Any = None
    added: bool = False
    removed: bool = False
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """A figure that is not what it was."""

    key: Key
    measure: str
    wire_name: str
    before: int
    after: int


@dataclass(slots=True)
class Differences:
    """All differences of a section."""

    differences: list[Difference] = field(default_factory=list)
    sizes: list[Size] = field(default_factory=list)


def compared(older: Any, newer: Any, *, same_version: bool) -> Differences:
    """Where two states of a section differ.

    Args:
        older: A list of entries, or one entry.
        newer: Likewise.
        same_version: Whether it is known that server and SDK have the same versions, so that what is not told any more
            is gone.
    """
    walk = _Walk(same_version)
    if isinstance(older, list):
        walk.things(older, newer)
    else:
        walk.fields(None, (), older, newer)
    return walk.found


class _Walk:
    def __init__(self, same_version: bool) -> None:
        self.found = Differences()
        self._same_version = same_version
        self._names: dict[Key, str | None] = {}

    def things(self, older: Sequence[Entry], newer: Sequence[Entry]) -> None:
        """The things of a section, by their keys."""
        before, after = _by_key(older), _by_key(newer)
        for key, one in {**before, **after}.items():
            self._names[key] = getattr(one, "name", None) or getattr(one, "description", None)
            if key not in after:
                self._add(key, (), _json(before[key]), None, removed=True)
            elif key not in before:
                self._add(key, (), None, _json(after[key]), added=True)
            else:
                self.fields(key, (), before[key], after[key])

    def fields(self, key: Key, path: tuple[str, ...], older: Entry, newer: Entry) -> None:
        """The fields of a thing."""
        kind = type(newer)
        if kind.as_a_whole:
            if older.key != newer.key:
                self._add(key, path, _json(older), _json(newer))
            return
        for name, info in kind.model_fields.items():
            if name in kind.identity or name in kind.passing:
                continue
            silent = self._same_version and kind.silence_means_none
            before, after = (_told(one, name, silent=silent) for one in (older, newer))
            if before is _ABSENT or after is _ABSENT:
                continue
            place = (*path, info.alias or name)
            if name in kind.measured:
                if before is not None and after is not None and before != after:
                    self.found.sizes.append(Size(key or newer.key, name, place[-1], before, after))
            elif name in kind.sets:
                self._set(key, place, before, after)
            elif name not in kind.unordered or sorted(before or ()) != sorted(after or ()):
                self._value(key, place, before, after, all_keys=silent)

    def _value(self, key: Key, path: tuple[str, ...], before: Any, after: Any, *, all_keys: bool) -> None:
        if isinstance(before, Entry) and isinstance(after, Entry):
            self.fields(key, path, before, after)
        elif _are_entries(before) and _are_entries(after):
            self._parts(key, path, before, after)
        elif isinstance(before, dict) and isinstance(after, dict):
            self._keys(key, path, before, after, all_keys=all_keys)
        elif before != after:
            self._add(key, path, _json(before), _json(after))

    def _parts(self, key: Key, path: tuple[str, ...], older: Sequence[Entry], newer: Sequence[Entry]) -> None:
        """Things in a thing, as the rights of a user on each archive."""
        before, after = _by_key(older), _by_key(newer)
        for name in sorted({*before, *after}):
            old, new = before.get(name), after.get(name)
            if old is None or new is None:
                self._add(key, (*path, name), _json(old), _json(new), added=old is None, removed=new is None)
            else:
                self.fields(key, (*path, name), old, new)

    def _set(self, key: Key, path: tuple[str, ...], before: Sequence[str], after: Sequence[str]) -> None:
        """Words of which the order means nothing: each is a change of its own."""
        for word in sorted({*(before or ()), *(after or ())}):
            if word not in (after or ()):
                self._add(key, (*path, word), word, None, removed=True)
            elif word not in (before or ()):
                self._add(key, (*path, word), None, word, added=True)

    def _keys(
        self, key: Key, path: tuple[str, ...], before: Mapping[str, Any], after: Mapping[str, Any], *, all_keys: bool
    ) -> None:
        for name in {**before, **after}:
            old, new = before.get(name, _ABSENT), after.get(name, _ABSENT)
            if (old is _ABSENT or new is _ABSENT) and not all_keys:
                continue
            old, new = (None if one is _ABSENT else one for one in (old, new))
            self._value(key, (*path, name), old, new, all_keys=all_keys)

    def _add(
        self,
        key: Key,
        path: tuple[str, ...],
        before: Any,
        after: Any,
        *,
        added: bool = False,
        removed: bool = False,
    ) -> None:
        self.found.differences.append(Difference(key, path, before, after, added, removed, self._names.get(key)))


def _told(entry: Entry, name: str, *, silent: bool) -> Any:
    """What the server told, or that it did not; `silent`: what it does not tell is not there."""
    if name in entry.model_fields_set:
        return getattr(entry, name)
    if name == "other":
        return {}
    return None if silent or name in type(entry).none_when_absent else _ABSENT


def _by_key(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Things that share a key, or have none, are told apart by their order."""
    found: dict[str, Entry] = {}
    for one in entries:
        names = (one.key if number == 1 else f"{one.key} ({number})" for number in count(1))
        found[next(name for name in names if name not in found)] = one
    return found


def _are_entries(value: Any) -> TypeGuard[list[Entry]]:
    return isinstance(value, list) and all(isinstance(one, Entry) and one.identity for one in value)


def _json(value: Any) -> Any:
    if isinstance(value, Entry):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, list):
        return [_json(one) for one in value]
    return value.isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else value
