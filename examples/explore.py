"""Look around in an archive, cell by cell in a notebook, or as a script.

    python examples/explore.py

Reads only. Each `# %%` is a cell in VS Code, PyCharm and Spyder. Results are typed: after a dot the
editor knows what there is. Into a spreadsheet without pandas: users.csv.
"""

# %% Connect: MAILSTORE_HOST and the like are read from the environment
from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from mailstore_sdk import Client
from mailstore_sdk.errors import MailStoreError

client = Client.from_env()
try:
    print(client.get_server_info())
except MailStoreError as error:
    client.close()
    sys.exit(f"explore: {error}")

# %% Stores: what is in them?
for store in client.get_stores():
    print(f"{store.name:20} {store.requested_state or '':10} {store.statistics_count or 0:>9,} messages")

# %% Users: several are asked for at a time, and come in the order of the list
users = list(client.map(client.get_user_info, [user.user_name for user in client.get_users()]))
domains = Counter(address.rpartition("@")[2] for user in users for address in user.email_addresses)
print(domains.most_common(5))

# %% Who has no address? His mail goes to @catchall
print([user.user_name for user in users if not user.email_addresses and "admin" not in user.privileges])

# %% Into a spreadsheet; a text that Excel would run as a formula gets an apostrophe in front
rows = [
    [user.user_name, user.full_name or "", ", ".join(user.email_addresses), ", ".join(user.privileges)]
    for user in users
]
with Path("users.csv").open("w", encoding="utf-8-sig", newline="") as file:
    writer = csv.writer(file, delimiter=";")
    writer.writerow(["user", "full name", "addresses", "privileges"])
    writer.writerows([f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in row] for row in rows)

# %% What a server sends beyond what the SDK knows is not lost
print({key for user in users for key in user.model_extra or {}} or "no unknown keys")
client.close()
