"""What a seed file or a dump begins with, and how its things are told apart."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from mailstore_sdk.emulator.handlers.instances import new_instance
from mailstore_sdk.emulator.installation import Administrator, Installation, InstanceState
from mailstore_sdk.emulator.seed import Seed
from mailstore_sdk.emulator.seedfiles.schema import Kind
from mailstore_sdk.emulator.state import Site, State, User

ADMIN = "admin"
FULL_NAME = "Administrator"


def baseline_state(seed: Seed | None) -> State:
    """A made-up archive, or a server with nothing in it but its administrator."""
    if seed is not None:
        return seed.state()
    return State(users={ADMIN: User(user_name=ADMIN, full_name=FULL_NAME, password=ADMIN, privileges=["admin"])})


def baseline_installation(seed: Seed | None) -> Installation:
    """A made-up installation, or one with nothing in it but its administrator."""
    if seed is not None:
        return seed.installation()
    return Installation(administrators={ADMIN: Administrator(user_name=ADMIN, full_name=FULL_NAME, password=ADMIN)})


def baseline_instance(config: dict[str, Any], seed: Seed | None) -> InstanceState:
    """A made-up instance, or a new one, which runs."""
    return new_instance(config, "running") if seed is None else seed.instance(config)


def by_key(kind: Kind, site: Site) -> MutableMapping[Any, Any]:
    """The things of a kind by what tells them apart; of a list, a copy."""
    held = getattr(site, kind.holder)
    return {key_of(kind, thing): thing for thing in held} if isinstance(held, list) else held


def key_of(kind: Kind, thing: object) -> Any:
    """What tells the thing apart."""
    return thing[kind.key] if isinstance(thing, dict) else getattr(thing, kind.key)
