"""The settings that every function pair GetX and SetX keeps, and how they are told.

Before the first Set they have the keys that evidence shows, with made-up values. Where no key was ever seen (the
automatic creation of stores) there is none, and of mail servers only the password's key is documented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mailstore_sdk.emulator.messages import Refused

BASE_DIRECTORY = "C:\\MailArchive"
THUMBPRINT = "0123456789ABCDEF0123456789ABCDEF01234567"


def first_settings() -> dict[str, Any]:
    """The settings of a server, or an instance, that nobody has changed."""
    return {
        "directoryServices": {
            "type": "activeDirectory",
            "serverName": "192.0.2.10",
            "protocol": "LDAP",
            "authenticationType": "standardAuthentication",
            "userName": "svc@example.com",
            "password": None,
            "baseDN": "OU=Users,DC=example,DC=com",
            "microsoftExchangeUsersOnly": False,
            "enabledUsersOnly": True,
            "usersVisibleInAddressListsOnly": False,
            "groups": ["MailStore Archive"],
            "userNameFormat": "samAccountName",
            "authenticationProtocol": "networkAuthentication",
            "openIdDiscoveryUrl": None,
            "openIdClientID": None,
            "openIdRedirectUrl": None,
            "openIdForceAdfsLogin": False,
            "deleteUsers": True,
        },
        "compliance": {
            "legalHoldEnabled": False,
            "logSuccessfulUserActivities": ["ComplianceChangeSettings", "SessionLogin", "UserUpdate"],
        },
        "retentionPolicies": [
            {
                "name": "Ten years",
                "enabled": False,
                "period": 10,
                "periodInterval": "year",
                "referenceDateType": "ArchiveDate",
                "delete": False,
                "searchCriteria": {"from": "", "to": "", "query": "", "excludedArchives": []},
            }
        ],
        "smtp": {"password": None},
        "storeAutoCreate": {},
        "index": {"attachmentExtensions": None, "includeAttachmentsOfPDFs": False},
        "service": {
            "baseDirectory": BASE_DIRECTORY,
            "debugLog": False,
            "auditLogLocation": "",
            "serverCertificate": {"thumbprint": THUMBPRINT},
        },
    }


def without_passwords(settings: Any) -> Any:
    """The settings as Get functions give them: passwords are null (documented)."""
    if isinstance(settings, dict):
        return {
            key: None if key.lower().endswith("password") else without_passwords(value)
            for key, value in settings.items()
        }
    return [without_passwords(item) for item in settings] if isinstance(settings, list) else settings


def getter(name: str) -> Callable[[Any, Any], Any]:
    """A handler that gives settings."""
    return lambda holder, _: without_passwords(holder.settings[name])


def setter(
    name: str, argument: str = "config", kind: type[dict[str, Any] | list[Any]] = dict
) -> Callable[[Any, Any], None]:
    """A handler that replaces settings as a whole; JSON in which a known key has another kind of value is refused.

    That it is, and in which words, is our choice.
    """

    def replace(holder: Any, arguments: Any) -> None:
        given = arguments.optional(argument, kind)
        if given is None:
            raise Refused(f"API argument {argument} is not JSON of the expected kind.")
        place = misfit(given, TEMPLATE.get(name))
        if place is not None:
            raise Refused(f"API argument {argument} has no valid value{place}.")
        holder.settings[name] = given

    return replace


def misfit(given: Any, known: Any) -> str | None:
    """Where JSON has another kind of value than is known of that place; None: nowhere. Null fits but in a list."""
    if given is None or known is None:
        return None
    if type(given) is not type(known):
        return ""
    pairs: Iterable[tuple[Any, Any, Any]] = ()
    if isinstance(known, dict):
        pairs = ((key, value, known.get(key)) for key, value in given.items())
    elif isinstance(known, list) and known:
        pairs = ((position, value, known[0]) for position, value in enumerate(given))
    for key, value, kind in pairs:
        place = "" if value is None and isinstance(known, list) else misfit(value, kind)
        if place is not None:
            return f" at {key}" if not place else f" at {key}.{place.removeprefix(' at ')}"
    return None


TEMPLATE: dict[str, Any] = {**first_settings(), "systemSmtp": {"password": None}}
TEMPLATE["retentionPolicies"][0]["searchCriteria"]["excludedArchives"].append("an archive")
