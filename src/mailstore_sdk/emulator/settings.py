"""The settings that every function pair GetX and SetX keeps, and how they are told.

Before the first Set they have the keys that evidence shows, with made-up values. Where no key was ever seen (the
automatic creation of stores) there is none, and of mail servers only the password's key is documented.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mailstore_sdk.emulator.messages import Refused

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
            "baseDirectory": "C:\\MailArchive",
            "debugLog": False,
            "auditLogLocation": "",
            "serverCertificate": {"thumbprint": THUMBPRINT},
        },
    }


def told(settings: Any) -> Any:
    """The settings as Get functions give them: passwords are null (documented)."""
    if isinstance(settings, dict):
        return {key: None if key.lower().endswith("password") else told(value) for key, value in settings.items()}
    return [told(item) for item in settings] if isinstance(settings, list) else settings


def getter(name: str) -> Callable[[Any, Any], Any]:
    """A handler that gives settings."""
    return lambda holder, _: told(holder.settings[name])


def setter(
    name: str, argument: str = "config", kind: type[dict[str, Any] | list[Any]] = dict
) -> Callable[[Any, Any], None]:
    """A handler that replaces settings as a whole; what is not their kind of JSON is refused: our choice."""

    def replace(holder: Any, arguments: Any) -> None:
        given = arguments.optional(argument, kind)
        if given is None:
            raise Refused(f"API argument {argument} is not JSON of the expected kind.")
        holder.settings[name] = given

    return replace
