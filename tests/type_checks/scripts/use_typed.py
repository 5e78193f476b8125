"""The typed client as a script uses it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal, assert_type

from mailstore_sdk import Client, JsonValue, errors, models


def settings() -> None:
    assert_type(Client.from_env(), Client)
    assert_type(Client.from_env(timeout=60, retries=4), Client)
    with Client(
        "archive.example", port=8463, username="admin", password="secret", protocol="modern", fingerprint="00" * 32
    ) as client:
        assert_type(client, Client)
        assert_type(client.options(timeout=5, wait_timeout=None, retries=0, poll_wait=1.5, on_status=show), Client)


def show(status: models.StatusResult) -> None:
    assert_type(status.status, str)
    assert_type(status.progress_percentage, float | None)
    assert_type(status.messages, list[models.StatusMessage])
    assert_type(status.messages[0].text, str)
    assert_type(status.status_text, str | None)
    assert_type(status.result, Any)


def users(client: Client) -> None:
    assert_type(client.get_users(), list[models.User])
    user = client.get_user_info("johndoe")
    assert_type(user, models.UserInfo)
    assert_type(user.full_name, str | None)
    assert_type(user.email_addresses, list[str])
    assert_type(user.authentication, Literal["integrated", "directoryServices"] | str | None)
    client.create_user(
        "new",
        privileges=["login", "a privilege of tomorrow"],
        login_privileges="web,imap",
        authentication="integrated",
        password="secret",
    )
    client.set_user_email_addresses("new", email_addresses=("new@example.com",))
    client.set_user_password(user_name="new", password="secret")
    client.delete_user("new")


def system(client: Client) -> None:
    info = client.get_server_info()
    assert_type(info, models.ServerInfo)
    assert_type(info.version, str)
    assert_type(client.get_time_zones(), JsonValue)
    assert_type(client.get_metadata(), list[models.FunctionMetadata])
    assert_type(client.get_metadata()[0].args[0].nullable, bool)


def stores(client: Client) -> None:
    assert_type([store.statistics_size for store in client.get_stores()], list[int | None])
    assert_type(client.get_stores(include_size=False), list[models.Store])
    assert_type(client.verify_store(1, include_indexes=False), models.StatusResult)
    assert_type(client.compact_store(id=1), models.StatusResult)


def profiles(client: Client) -> None:
    runs = client.get_worker_results(datetime(2026, 1, 1), date(2026, 1, 2), profile_id=1, user_name=None)
    assert_type(runs, list[models.WorkerResult])
    assert_type(runs[0].start_time, datetime)
    assert_type(client.get_worker_results("2026-01-01T00:00:00", "2026-01-02T00:00:00"), list[models.WorkerResult])


def many(client: Client) -> None:
    names = (user.user_name for user in client.get_users())
    details = client.map(client.get_user_info, names, concurrency=4)
    assert_type(details, Iterator[models.UserInfo])
    assert_type([user.user_name for user in details], list[str])


def anything(client: Client) -> None:
    assert_type(client.invoke("GetSomethingNew", {"userName": "johndoe", "count": 3, "all": True}), Any)
    assert_type(client.transport.invoke("GetServerInfo"), Any)


def failures(client: Client) -> None:
    try:
        client.get_user_info("nobody")
    except errors.TlsError as error:
        assert_type(error.fingerprint, str | None)
    except errors.TransportError as error:
        assert_type(error.request_sent, bool)
    except errors.AuthenticationError as error:
        assert_type(error.http_status, int)
    except errors.ApiError as error:
        assert_type((error.function, error.message, error.details), tuple[str, str, str | None])
    except errors.MailStoreError as error:
        assert_type(str(error), str)
