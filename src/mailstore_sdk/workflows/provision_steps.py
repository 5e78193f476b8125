"""The steps of a plan for people from a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import JsonValue

from mailstore_sdk.workflows.check import Check
from mailstore_sdk.workflows.plan import Call, Step
from mailstore_sdk.workflows.provision_people import Person


class Property(NamedTuple):
    """What is set by a function of its own, and told by GetUserInfo under the name of the function's argument.

    Attributes:
        function: Sets it.
        name: The argument, and the key in the answer.
        is_set: Whether it is a list whose order means nothing; `none` stands for no word then.
    """

    function: str
    name: str
    is_set: bool = False

    def step(
        self,
        user: str,
        before: str | Sequence[str] | None,
        after: str | Sequence[str] | None,
        reason: str,
        *,
        removes: bool = False,
        gives: bool = False,
        group: str | None = None,
    ) -> Step:
        """The step that sets it.

        Args:
            user: The user's name.
            before: What is there.
            after: What is to be there.
            reason: Why.
            removes: Whether something is taken away.
            gives: Whether something is added, which the way back takes away.
            group: The step's group.
        """
        return Step(
            **dict(self._call(user, after, removes=removes)),
            reason=reason,
            check=Check(
                function="GetUserInfo",
                arguments={"userName": user},
                path=[self.name],
                kind="set" if self.is_set else "value",
                before=_plain(before),
                after=_plain(after),
            ),
            undo=self._call(user, before, removes=gives),
            group=group,
        )

    def _call(self, user: str, value: str | Sequence[str] | None, *, removes: bool) -> Call:
        # Left out, a property is removed (documented); what is a list of words has one for none of them.
        shown = _plain(value) or (["none"] if self.is_set else None)
        arguments: dict[str, JsonValue] = {"userName": user}
        if shown is not None:
            arguments[self.name] = shown
        return Call(function=self.function, arguments=arguments, removes=removes)


FULL_NAME = Property("SetUserFullName", "fullName")
DISTINGUISHED_NAME = Property("SetUserDistinguishedName", "distinguishedName")
ADDRESSES = Property("SetUserEmailAddresses", "emailAddresses")  # a list whose order means something: primary first
AUTHENTICATION = Property("SetUserAuthentication", "authentication")
PRIVILEGES = Property("SetUserPrivileges", "privileges", is_set=True)
LOGIN_PRIVILEGES = Property("SetUserLoginPrivileges", "loginPrivileges", is_set=True)


def secret_of(user: str) -> str:
    """The name under which a plan asks for a user's password."""
    return f"password of {user}"


def creation(
    person: Person,
    authentication: str,
    privileges: Sequence[str],
    login_privileges: Sequence[str],
    *,
    with_password: bool,
    group: str,
) -> Step:
    """The step that creates a user, told by the list of users.

    MailStore function: CreateUser

    Args:
        person: What the list says.
        authentication: How he proves who he is.
        privileges: His rights on the whole server.
        login_privileges: The ways by which he may log in. The API gives all of them where nothing is said (documented).
        with_password: Whether he gets a password.
        group: The step's group.
    """
    given: dict[str, JsonValue] = {
        "userName": person.user,
        "fullName": person.full_name,
        "distinguishedName": person.distinguished_name,
    }
    return Step(
        function="CreateUser",
        arguments={name: value for name, value in given.items() if value is not None}
        | {
            "authentication": authentication,
            "privileges": list(privileges) or ["none"],
            "loginPrivileges": list(login_privileges) or ["none"],
        },
        secrets={"password": secret_of(person.user)} if with_password else {},
        reason=f"line {person.line}: is not there yet",
        check=Check(function="GetUsers", path=[{"userName": person.user}], kind="exists", before=False, after=True),
        undo=Call(function="DeleteUser", arguments={"userName": person.user}, removes=True),
        group=group,
    )


def new_password(user: str, reason: str) -> Step:
    """The step that sets a password. Nothing tells whether it was carried out; once more does no harm.

    MailStore function: SetUserPassword
    """
    return Step(
        function="SetUserPassword",
        arguments={"userName": user},
        secrets={"password": secret_of(user)},
        reason=reason,
        check=None,
        repeatable=True,
    )


def _plain(value: str | Sequence[str] | None) -> JsonValue:
    return value if value is None or isinstance(value, str) else [*value]
