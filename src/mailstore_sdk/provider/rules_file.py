"""A provider's rules for profiles, from a TOML file."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, ValidationError, model_validator
from pydantic_core import ErrorDetails

from mailstore_sdk.text import cut, one_line
from mailstore_sdk.transport.redact import SECRET_NAME
from mailstore_sdk.workflows.sheet import SheetError

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class RulesError(SheetError):
    """Rules cannot be used.

    Attributes:
        problems: All that is wrong, as `deletion.allowed: …`.
    """


def _length(value: object) -> timedelta:
    """From a number of seconds, or text as `5m`."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31:
        return timedelta(seconds=value)
    found = re.fullmatch(r"([0-9]{1,6})([smhdw])", value, re.ASCII) if isinstance(value, str) else None
    if found is None:
        raise ValueError("that is no length, as 90s, 5m, 24h or 30d, and no number of seconds")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def _key(value: object) -> str:
    """A path of keys of which none holds a secret."""
    parts = value.split(".") if isinstance(value, str) else []
    if not all(parts) or not parts:
        raise ValueError("that is no path of keys, as details.excludeUnRead")
    if any(SECRET_NAME.search(part) for part in parts):
        raise ValueError("that names a secret, and secrets are not compared")
    return ".".join(parts)


def _several(value: object) -> object:
    return value if isinstance(value, list) else [value]


Length = Annotated[timedelta, BeforeValidator(_length)]
Key = Annotated[str, BeforeValidator(_key)]
Value = StrictBool | int | str
Values = Annotated[list[Value], BeforeValidator(_several), Field(min_length=1)]
Patterns = Annotated[list[str], Field(min_length=1)]


class Section(BaseModel):
    """What all rules have in common.

    Attributes:
        severity: How bad a violation is.
        missing: What it means if a profile does not have the setting, or has null: that it cannot be told, or what the
            provider knows of his server.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    severity: Literal["warning", "error"] = "error"
    missing: Literal["unknown", "kept", "violation"] = "unknown"


class AutomaticRule(Section):
    """Whether, and how often, the server runs a profile by itself.

    Attributes:
        severity: How bad a violation is.
        missing: What it means if a profile does not have the setting, or has null: that it cannot be told, or what the
            provider knows of his server.
        required: Whether it has to.
        min_pause: The shortest pause between two runs.
        max_pause: The longest one.
    """

    required: StrictBool = True
    min_pause: Length | None = None
    max_pause: Length | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min_pause is not None and self.max_pause is not None and self.min_pause > self.max_pause:
            raise ValueError("min_pause is longer than max_pause")
        return self


class DeletionRule(Section):
    """Whether a profile may delete in the mailbox after archiving.

    Attributes:
        severity: How bad a violation is.
        missing: What it means if a profile does not have the setting, or has null: that it cannot be told, or what the
            provider knows of his server.
        allowed: `never`; `after`: only what is older; `always`.
        after: How old, with `after`.
    """

    allowed: Literal["never", "after", "always"]
    after: Length | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.allowed == "after") != (self.after is not None):
            raise ValueError('allowed = "after" needs after = "90d", and only that')
        return self


class UnknownAddressesRule(Section):
    """Whether journal profiles have to archive emails with unknown addresses.

    How the server calls that setting is not documented: without `key` it cannot be told.

    Attributes:
        severity: How bad a violation is.
        missing: What it means if a profile does not have the setting, or has null: that it cannot be told, or what the
            provider knows of his server.
        archived: Whether they have to, or must not.
        key: The setting, as a path in the profile.
        values: The values that say that they are archived.
    """

    archived: StrictBool = True
    key: Key | None = None
    values: Values = [True]


class CertificatesRule(Section):
    """Whether a profile has to check the certificate of the mail server.

    Attributes:
        severity: How bad a violation is.
        missing: What it means if a profile does not have the setting, or has null: that it cannot be told, or what the
            provider knows of his server.
        required: Whether it has to.
    """

    required: StrictBool = True


class ConnectorsRule(Section):
    """Which kinds of profiles there may be.

    Attributes:
        severity: How bad a violation is.
        missing: What it means if a profile does not have the setting, or has null: that it cannot be told, or what the
            provider knows of his server.
        allowed: Connectors, in which `*` stands for any text; letters' case does not matter.
    """

    allowed: Patterns


class OwnRule(Section):
    """A setting compared.

    Attributes:
        severity: How bad a violation is.
        missing: What it means if a profile does not have the setting, or has null: that it cannot be told, or what the
            provider knows of his server.
        name: What the rule is called, in keys of findings.
        key: The setting, as a path in the profile, as `details.excludeUnRead`.
        values: What it has to be: one of them. In the file `is`.
        not_values: What it must not be: none of them. In the file `is_not`.
        min: The smallest number that it may be.
        max: The largest one.
        connectors: Only profiles of these connectors; all when left out.
    """

    name: Annotated[str, Field(pattern=r"^[\w.-]+$")]
    key: Key
    values: Annotated[Values | None, Field(alias="is")] = None
    not_values: Annotated[Values | None, Field(alias="is_not")] = None
    min: int | None = None
    max: int | None = None
    connectors: Patterns | None = None

    @model_validator(mode="after")
    def _compares(self) -> Self:
        if all(each is None for each in (self.values, self.not_values, self.min, self.max)):
            raise ValueError("it compares nothing: say is, is_not, min or max")
        return self


class ProviderRules(BaseModel):
    """A provider's rules for profiles. What is not in the file is not checked.

    Attributes:
        automatic: Automatic execution.
        deletion: Deletion in the mailbox after archiving.
        unknown_addresses: Emails with unknown addresses.
        certificates: Certificates of mail servers.
        connectors: Kinds of profiles.
        own: Settings compared. In the file `[[rule]]`.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    automatic: AutomaticRule | None = None
    deletion: DeletionRule | None = None
    unknown_addresses: UnknownAddressesRule | None = None
    certificates: CertificatesRule | None = None
    connectors: ConnectorsRule | None = None
    own: Annotated[list[OwnRule], Field(alias="rule")] = Field(default_factory=list)

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        names = [rule.name for rule in self.own]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two rules are called {', '.join(twice)}")
        if not self.model_fields_set or (not self.own and self.model_fields_set == {"own"}):
            raise ValueError("there is no rule in it")
        return self


WORDS = {
    "missing": "it has to be there",
    "model_type": "that is no section of keys",
    "list_type": "that is no list",
    "too_short": "there is nothing in it",
    "bool_type": "that is neither true nor false",
}
# What keys there are, by the place in the file; of a list, of each of its items.
PLACES: dict[tuple[str, ...], type[BaseModel]] = {
    (): ProviderRules,
    ("automatic",): AutomaticRule,
    ("deletion",): DeletionRule,
    ("unknown_addresses",): UnknownAddressesRule,
    ("certificates",): CertificatesRule,
    ("connectors",): ConnectorsRule,
    ("rule",): OwnRule,
}


def load_rules(source: str | os.PathLike[str] | bytes) -> ProviderRules:
    """Read a provider's rules.

    Args:
        source: The file, TOML in UTF-8; or its bytes.

    Returns:
        The rules.

    Raises:
        RulesError: They cannot be used; all that is wrong is told, with the nearest key for one that there is not.
        OSError: The file cannot be read.
    """
    name, content = (
        ("the rules", source) if isinstance(source, bytes) else (os.fspath(source), Path(source).read_bytes())
    )
    try:
        return ProviderRules.model_validate(tomllib.loads(content.decode("utf-8-sig")))
    except ValidationError as error:
        problems = list(dict.fromkeys(map(_problem, error.errors())))
    except UnicodeDecodeError:
        problems = ["it is not in UTF-8"]
    except (ValueError, RecursionError) as error:
        problems = [cut(one_line(f"it is not TOML: {error}"))]
    raise RulesError(name, problems)  # outside of the handler: the chain would show the data


def _problem(error: ErrorDetails) -> str:
    place = one_line(cut(".".join(_place(error["loc"]))))
    if error["type"] == "extra_forbidden":
        return f"{place}: there is no such key{_near(error['loc'])}"
    if error["type"] == "literal_error":
        return f"{place}: it has to be {error.get('ctx', {}).get('expected')}"
    text = WORDS.get(error["type"], error["msg"].removeprefix("Value error, "))
    return f"{place}: {text}" if place else text


def _place(loc: tuple[int | str, ...]) -> Iterator[str]:
    """Keys as they stand in the file; the second rule is `rule 2`, and which type was tried is nobody's business."""
    place: tuple[str, ...] = ()
    for part in loc:
        if isinstance(part, int):
            yield str(part + 1)
        elif len(place) < 2:  # a section and a key
            yield part
            place = (*place, part)


def _near(loc: tuple[int | str, ...]) -> str:
    *before, last = [part for part in loc if isinstance(part, str)]
    kind = PLACES.get(tuple(before), ProviderRules)
    keys = [field.alias or key for key, field in kind.model_fields.items()]
    near = get_close_matches(last, keys, 1)
    return f"; is it {near[0]}?" if near else f"; there are {', '.join(keys)}"
