"""The test of lock_out.py, with the fixtures that come with the SDK: no server and no configuration is needed.

pip install pytest 'mailstore-sdk[emulator]'
python -m pytest examples/test_lock_out.py
"""

from __future__ import annotations

import pytest
from lock_out import lock_out

from mailstore_sdk import Client, errors
from mailstore_sdk.emulator import Emulator, Reset

pytestmark = pytest.mark.mailstore(version="25.3")  # the first version known to tell the ways to log in


def test_he_cannot_log_in_any_more(mailstore_client: Client, mailstore_emulator: Emulator) -> None:
    """And nothing else is changed."""
    before = mailstore_emulator.state.users["johndoe"].privileges_on_folders
    assert "web" in lock_out(mailstore_client, "johndoe", carry_out=True)
    assert mailstore_emulator.state.users["johndoe"].login_privileges == ["none"]
    assert mailstore_emulator.state.users["johndoe"].privileges_on_folders == before


def test_a_second_run_sends_nothing(mailstore_client: Client, mailstore_emulator: Emulator) -> None:
    """What is done already is not done again."""
    lock_out(mailstore_client, "johndoe", carry_out=True)
    mailstore_emulator.requests.clear()
    assert lock_out(mailstore_client, "johndoe", carry_out=True) == []
    mailstore_emulator.requests.assert_only_read()


def test_without_apply_nothing_is_changed(mailstore_client: Client, mailstore_emulator: Emulator) -> None:
    """A dry run keeps its promise."""
    lock_out(mailstore_client, "johndoe", carry_out=False)
    mailstore_emulator.requests.assert_only_read()


def test_an_administrator_is_refused(mailstore_client: Client, mailstore_emulator: Emulator) -> None:
    """Before anything is sent that changes something."""
    with pytest.raises(errors.ConfigurationError, match="is an administrator"):
        lock_out(mailstore_client, "admin", carry_out=True)
    mailstore_emulator.requests.assert_only_read()


def test_the_connection_breaks(mailstore_client: Client, mailstore_emulator: Emulator) -> None:
    """What changes something is never sent twice, whatever becomes of the answer."""
    mailstore_emulator.faults.add("SetUserLoginPrivileges", Reset(), times=1)
    with pytest.raises(errors.TransportError):
        lock_out(mailstore_client, "johndoe", carry_out=True)
    mailstore_emulator.requests.assert_called("SetUserLoginPrivileges", userName="johndoe", times=1)
