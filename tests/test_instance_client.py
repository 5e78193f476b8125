"""A client of one instance never acts on another."""

from __future__ import annotations

import pytest

from mailstore_sdk import errors
from mailstore_sdk.emulator import Emulator


def test_invoke_fills_the_instance_in() -> None:
    customer = Emulator(edition="spe").spe_client().instance("customer1")
    assert customer.invoke("GetInstanceConfiguration")["instanceID"] == "customer1"
    assert customer.invoke("GetInstanceConfiguration", {"instanceID": "customer1"})["instanceID"] == "customer1"
    assert customer.invoke("GetInstanceConfiguration", {"instanceID": None})["instanceID"] == "customer1"


def test_invoke_refuses_another_instance_before_anything_is_sent() -> None:
    emulator = Emulator(edition="spe")
    customer = emulator.spe_client().instance("customer1")
    with pytest.raises(errors.ArgumentError, match="DeleteUser: instanceID is fixed to 'customer1' here"):
        customer.invoke("DeleteUser", {"instanceID": "customer2", "userName": "jdoe"})


@pytest.mark.anyio
async def test_the_asynchronous_one_refuses_it_too() -> None:
    customer = Emulator(edition="spe").async_spe_client().instance("customer1")
    with pytest.raises(errors.ArgumentError, match="instanceID is fixed"):
        await customer.invoke("DeleteUser", {"instanceID": "customer2", "userName": "jdoe"})
