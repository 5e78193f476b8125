# ruff: noqa: N816, T201  (the tutorial's own way)
"""The same calls after the one change that migrates a script."""

import time
from typing import Any, assert_type

from mailstore_sdk import compat as mailstore

serverClient = mailstore.server.Client(
    username="admin", password="admin", host="127.0.0.1", port=8463, autoHandleToken=True, waitTime=1, logLevel=2
)
assert_type(serverClient, mailstore.server.Client)

print(serverClient.GetServerInfo())
assert_type(serverClient.GetServerInfo(), dict[str, Any])

emailaddresses: list[str] = []
for user in serverClient.GetUserList():
    assert_type(user, dict[str, Any])
    emailaddresses += serverClient.GetUserInfo(user["userName"])["emailAddresses"]

try:
    print(serverClient.GetUserInfo("not_such_user"))
except mailstore.errors.MailStoreBaseError as e:
    print(e)

print(serverClient.VerifyStore(1))
token = serverClient.VerifyStore(2, autoHandleToken=False)
assert_type(token, dict[str, Any])
while True:
    status = serverClient.GetStatus(token)
    assert_type(status, dict[str, Any])
    if status["status"] != "running":
        break
    time.sleep(1)
assert_type(serverClient.HandleToken(token), dict[str, Any])

mailstore.pprint(serverClient.GetUserInfo("admin"))
