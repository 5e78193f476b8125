"""One call on many servers, as a program makes it."""

from __future__ import annotations

from contextlib import closing
from typing import assert_type

from mailstore_sdk import AsyncClient, AsyncFleet, Client, Fleet, InstanceClient, SpeClient, models
from mailstore_sdk.fleet import FleetResult, progress_bar

fleet = Fleet({name: Client(f"{name}.example", password="secret") for name in ("north", "south")}, per_server=3)
assert_type(fleet, Fleet[Client])
assert_type(fleet.only(["north"]), Fleet[Client])
assert_type(fleet.names, list[str])
assert_type(Fleet.from_profiles("customer-*", timeout=5), Fleet[Client])
assert_type(Fleet.from_profiles("hosting-*", client=SpeClient), Fleet[SpeClient])

spe = SpeClient("hosting.example")
assert_type(Fleet({"customer1": spe.instance("customer1")}), Fleet[InstanceClient])

with progress_bar("Versions") as tell, closing(fleet.each(lambda client: client.get_server_info())) as results:
    for result in results:
        assert_type(result, FleetResult[models.ServerInfo])
        if result.failure is not None:
            assert_type(result.failure.message, str)
        else:
            assert_type(result.value.version, str)

report = fleet.collect(lambda client: client.get_users(), deadline=60, on_progress=tell)
assert_type(report, models.FleetReport[list[models.User]])
names = {name: [user.user_name for user in users] for name, users in report.results.items()}
for info in fleet.map(lambda client, name: client.get_user_info(name), names):
    assert_type(info.value, models.UserInfo)

begun = fleet.begin(lambda client: client.begin_verify_store(1))
assert_type(begun, models.FleetReport[models.FleetOperation])
for ended in fleet.wait(begun.results):
    assert_type(ended.value, models.StatusResult)


async def main() -> None:
    fleet = AsyncFleet({"north": AsyncClient("north.example")})
    assert_type(fleet, AsyncFleet[AsyncClient])
    assert_type(AsyncFleet.from_profiles("customer-*"), AsyncFleet[AsyncClient])
    async for result in fleet.each(lambda client: client.get_server_info()):
        assert_type(result, FleetResult[models.ServerInfo])
    report = await fleet.collect(lambda client: client.get_users())
    assert_type(report, models.FleetReport[list[models.User]])
    async for info in fleet.map(lambda client, name: client.get_user_info(name), {"north": ["jdoe"]}):
        assert_type(info.value, models.UserInfo)
    begun = await fleet.begin(lambda client: client.begin_verify_store(1))
    async for ended in fleet.wait(begun.results):
        assert_type(ended.value, models.StatusResult)
