"""The table of all functions.

Generated from spec/*.toml, do not edit: run ``python tools/generate.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mailstore_sdk.function import Argument, Function, Legacy

if TYPE_CHECKING:
    from mailstore_sdk import models
    from mailstore_sdk.json_types import JsonValue

GET_WORKER_RESULTS: Function[list[models.WorkerResult]] = Function(
    name="GetWorkerResults",
    summary="List the runs of profiles in a span of time.",
    arguments=(
        Argument(name="fromIncluding", type="datetime"),
        Argument(name="toExcluding", type="datetime"),
        Argument(name="timeZoneID", type="string", required=False),
        Argument(name="profileID", type="number", required=False),
        Argument(name="userName", type="string", required=False),
    ),
    result="list[WorkerResult]",
    long_running="likely",
    read_only=True,
    spe="instance",
    since="9.0",
    evidence="captured",
    legacy=Legacy(name="GetWorkerResults"),
)
GET_STORES: Function[list[models.Store]] = Function(
    name="GetStores",
    summary="List the archive stores.",
    arguments=(Argument(name="includeSize", type="bool", required=False),),
    result="list[Store]",
    read_only=True,
    spe="instance",
    since="9.0",
    evidence="captured",
    legacy=Legacy(name="GetStores"),
)
VERIFY_STORE: Function[models.StatusResult] = Function(
    name="VerifyStore",
    summary="Verify the integrity of an archive store.",
    arguments=(
        Argument(name="id", type="number"),
        Argument(name="includeIndexes", type="bool", required=False),
    ),
    result="status",
    long_running="documented",
    spe="instance",
    since="9.0",
    evidence="none",
    legacy=Legacy(name="VerifyStore", documented=True),
)
COMPACT_STORE: Function[models.StatusResult] = Function(
    name="CompactStore",
    summary="Compact an archive store: give back the space that deleted messages took.",
    arguments=(Argument(name="id", type="number"),),
    result="status",
    long_running="documented",
    spe="instance",
    since="9.0",
    evidence="none",
    legacy=Legacy(name="CompactStore"),
)
GET_SERVER_INFO: Function[models.ServerInfo] = Function(
    name="GetServerInfo",
    summary="Get the server's version and machine name.",
    result="ServerInfo",
    read_only=True,
    since="9.0",
    evidence="documented and captured",
    legacy=Legacy(name="GetServerInfo", documented=True, keys=("machineName", "version")),
)
GET_TIME_ZONES: Function[JsonValue] = Function(
    name="GetTimeZones",
    summary="List the time zones that the server knows.",
    result="json",
    read_only=True,
    spe="instance",
    since="9.0",
    evidence="none",
    legacy=Legacy(name="GetTimeZones"),
)
GET_USERS: Function[list[models.User]] = Function(
    name="GetUsers",
    summary="List all users.",
    result="list[User]",
    read_only=True,
    spe="instance",
    since="9.0",
    evidence="captured",
    legacy=Legacy(name="GetUserList", documented=True),
)
GET_USER_INFO: Function[models.UserInfo] = Function(
    name="GetUserInfo",
    summary="Get the details of a user: addresses, authentication, rights.",
    arguments=(Argument(name="userName", type="string"),),
    result="UserInfo",
    read_only=True,
    spe="instance",
    since="9.0",
    evidence="captured",
    legacy=Legacy(
        name="GetUserInfo",
        documented=True,
        lists=("privileges",),
        keys=("authentication", "distinguishedName", "privileges", "fullName", "userName"),
    ),
)
CREATE_USER: Function[None] = Function(
    name="CreateUser",
    summary="Create a user.",
    arguments=(
        Argument(name="userName", type="string"),
        Argument(
            name="privileges",
            type="list",
            required=False,
            values=(
                "none",
                "admin",
                "login",
                "changePassword",
                "archive",
                "modifyArchiveProfiles",
                "export",
                "modifyExportProfiles",
                "delete",
            ),
        ),
        Argument(name="fullName", type="string", required=False),
        Argument(name="distinguishedName", type="string", required=False),
        Argument(name="authentication", type="string", required=False, values=("integrated", "directoryServices")),
        Argument(name="password", type="string", required=False, secret=True),
        Argument(
            name="loginPrivileges",
            type="list",
            required=False,
            values=("none", "windows", "web", "outlook", "windowsCmd", "imap", "api"),
        ),
    ),
    result="none",
    spe="instance",
    since="9.0",
    evidence="client code",
    legacy=Legacy(name="CreateUser"),
)
SET_USER_EMAIL_ADDRESSES: Function[None] = Function(
    name="SetUserEmailAddresses",
    summary="Replace the e-mail addresses of a user.",
    arguments=(
        Argument(name="userName", type="string"),
        Argument(name="emailAddresses", type="list", required=False),
    ),
    result="none",
    spe="instance",
    since="9.0",
    evidence="none",
    legacy=Legacy(name="SetUserEmailAddresses"),
)
SET_USER_PASSWORD: Function[None] = Function(
    name="SetUserPassword",
    summary="Set the password of a user.",
    arguments=(
        Argument(name="userName", type="string"),
        Argument(name="password", type="string", secret=True),
    ),
    result="none",
    spe="instance",
    since="9.0",
    evidence="none",
    legacy=Legacy(name="SetUserPassword"),
)
DELETE_USER: Function[None] = Function(
    name="DeleteUser",
    summary="Delete a user.",
    arguments=(Argument(name="userName", type="string"),),
    result="none",
    spe="instance",
    since="9.0",
    evidence="none",
    legacy=Legacy(name="DeleteUser"),
)

ALL: tuple[Function[Any], ...] = (
    GET_WORKER_RESULTS,
    GET_STORES,
    VERIFY_STORE,
    COMPACT_STORE,
    GET_SERVER_INFO,
    GET_TIME_ZONES,
    GET_USERS,
    GET_USER_INFO,
    CREATE_USER,
    SET_USER_EMAIL_ADDRESSES,
    SET_USER_PASSWORD,
    DELETE_USER,
)

BY_NAME: dict[str, Function[Any]] = {function.name: function for function in ALL}
BY_NAME.update({function.legacy.name: function for function in ALL})
