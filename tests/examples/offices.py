"""The emulated servers that the examples are shown with. Their names, figures and dates are made up."""

from __future__ import annotations

from mailstore_sdk.emulator import ByPolls, DirectoryUser, Emulator, FailHalfway, HttpError
from mailstore_sdk.emulator.installation import InstanceState
from mailstore_sdk.emulator.state import State

MARK = "Kanarie7-"  # in every secret, and nowhere else
PASSWORD = f"{MARK}of-the-administrator"


def office() -> Emulator:
    """A small server of version 25.3, on which nothing happens by itself."""
    emulator = Emulator(version="25.3")
    state = emulator.world.state
    assert isinstance(state, State)
    state.users["admin"].password = PASSWORD
    state.licensed_users = 25
    _by_hand(state)
    return emulator


def verification_fails() -> Emulator:
    """The verification of its stores fails on its way."""
    emulator = office()
    emulator.faults.add("VerifyStores", FailHalfway())
    return emulator


def with_a_directory() -> Emulator:
    """Its directory has somebody new, and lacks somebody whom the server has."""
    emulator = office()
    emulator.state.directory = [DirectoryUser(user_name="bwhite", email_addresses=["bwhite@example.com"])]
    return emulator


def by_itself() -> Emulator:
    """It runs its profile by itself."""
    emulator = office()
    emulator.state.profiles[1]["serverSideExecution"]["automatic"] = True
    return emulator


def with_mfa() -> Emulator:
    """One user has multi-factor authentication; the word for it is made up."""
    emulator = office()
    emulator.state.users["johndoe"].mfa_status = "Enabled"
    return emulator


def with_a_double() -> Emulator:
    """Two users have the same address."""
    emulator = office()
    emulator.state.users["asmith"].email_addresses.append("JDoe@example.com")
    return emulator


def after_leavers() -> Emulator:
    """Two users are gone, and their archives are there; one of them can be read by somebody."""
    emulator = office()
    emulator.state.folders.append("cmiller")
    emulator.state.users["asmith"].privileges_on_folders["johndoe"] = ["read"]
    del emulator.state.users["johndoe"]
    return emulator


def at_work() -> Emulator:
    """Its long-running calls take a few polls."""
    emulator = Emulator(office().state, version="25.3", tasks=ByPolls(3))
    return emulator


def busy() -> Emulator:
    """It is out of order for a moment."""
    emulator = office()
    emulator.faults.add("GetServerInfo", HttpError(status=503), times=1)
    return emulator


def before_an_upgrade() -> Emulator:
    """An upgrade before was never finished."""
    emulator = office()
    emulator.state.stores[1].needs_upgrade = True
    return emulator


def provider() -> Emulator:
    """An installation with three instances: one is well, one has a store to be upgraded, one is stopped."""
    emulator = Emulator(edition="spe", version="25.3")
    emulator.installation.administrators["admin"].password = PASSWORD
    for instance in emulator.instances.values():
        _by_hand(instance)
    emulator.instances["customer2"].stores[1].needs_upgrade = True
    return emulator


def _by_hand(state: State | InstanceState) -> None:
    """Nothing is due by the clock: what is told must not depend on the day."""
    for profile in state.profiles.values():
        profile["serverSideExecution"]["automatic"] = False
    for job in state.jobs.values():
        job.enabled = False
    for credential in state.credentials:
        credential["Settings"]["CertificateExpirationDate"] = "2099-01-01T00:00:00Z"
