"""Take all ways to log in from a user who has left; his archive, his mail and his rights stay.

    python examples/lock_out.py johndoe [--apply]

Shows what would be done, and does it only with --apply. Its test, test_lock_out.py, shows how a
script of one's own is tested against the emulator before it meets an archive.
"""

from __future__ import annotations

import argparse
import sys

from mailstore_sdk import Client
from mailstore_sdk.errors import ConfigurationError, MailStoreError


def lock_out(client: Client, name: str, *, carry_out: bool) -> list[str]:
    """Take the ways to log in, if the user has any.

    Returns:
        The ways that he had, as far as the server tells.

    Raises:
        ConfigurationError: He is an administrator: others may depend on him, as the owner of jobs.
    """
    user = client.get_user_info(name)
    if "admin" in user.privileges:
        raise ConfigurationError(f"{user.user_name} is an administrator: take that from him first")
    ways = [way for way in user.login_privileges or [] if way != "none"]
    if carry_out and ways:
        client.set_user_login_privileges(user.user_name, ["none"])
    return ways


def main() -> int:
    """Tell what is done."""
    parser = argparse.ArgumentParser(description="Take all ways to log in from a user.")
    parser.add_argument("user")
    parser.add_argument("--apply", action="store_true")
    arguments = parser.parse_args()

    with Client.from_env() as client:
        ways = lock_out(client, arguments.user, carry_out=arguments.apply)
    done = "taken" if arguments.apply else "would be taken"
    print(f"{arguments.user}: {done}: {', '.join(ways)}" if ways else f"{arguments.user}: nothing to do")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MailStoreError as error:
        print(f"lock_out: {error}", file=sys.stderr)
        sys.exit(2)
