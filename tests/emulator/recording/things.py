"""What is sent, and must not be remembered."""

from __future__ import annotations

SECRET = "ge/heim & 7"
IMAP = {"name": "Mail", "connector": "IMAP", "details": {"password": SECRET, "port": 993, "oauth": [{"token": SECRET}]}}
