"""Verify all archive stores at night, and send a mail if anything is wrong, or not known to be well.

    python examples/nightly_verification.py [--always]

Changes nothing in the archive. The mail goes over TLS (port 465 as a rule), as the environment
says: SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD, MAIL_FROM, MAIL_TO. With --always there is a
mail every night: one that is missing tells, too. Ends with 0 if all is well, with 1 if not, with 2
if the mail could not be sent.
"""

from __future__ import annotations

import os
import smtplib
import ssl
import sys
from email.message import EmailMessage

from mailstore_sdk import Client
from mailstore_sdk.errors import MailStoreError, OperationError

LONGEST = 20 * 3600  # seconds; after that, the verification goes on, and the mail says so
LINES = 40  # of the server's log, in the mail
NEEDED = ("SMTP_HOST", "MAIL_FROM", "MAIL_TO")


def verify() -> tuple[list[str], list[str]]:
    """What is wrong, and the server's log; whatever goes wrong on the way is among it."""
    problems: list[str] = []
    log: list[str] = []
    try:
        with Client.from_env() as client:
            try:
                status = client.options(wait_timeout=LONGEST).verify_stores()
            except OperationError as error:  # failed, cancelled, lost, or not finished: the stores are looked at still
                problems.append(str(error))
                status = error.status
            if status is not None:
                log = [line.text for line in status.messages]
                errors = [line.text for line in status.messages if line.type == "error"]
                problems += [text for text in errors if not any(text in known for known in problems)]
            problems += [
                f"archive store {one.id} ({one.name}): {one.error}" for one in client.get_stores() if one.error
            ]
    except MailStoreError as error:
        problems.append(str(error))
    return list(dict.fromkeys(problems)), log


def report(problems: list[str], log: list[str]) -> EmailMessage:
    """The mail."""
    mail = EmailMessage()
    mail["From"], mail["To"] = os.environ["MAIL_FROM"], os.environ["MAIL_TO"]
    mail["Subject"] = "Archive: the verification found problems" if problems else "Archive: verified, all is well"
    mail.set_content("\n".join([*(problems or ["No problem was found."]), "", "The server's log:", *log[-LINES:], ""]))
    return mail


def send(mail: EmailMessage) -> None:
    """Hand it to the mail server, whose certificate has to be trusted."""
    host, port = os.environ["SMTP_HOST"], int(os.environ.get("SMTP_PORT", "465"))
    with smtplib.SMTP_SSL(host, port, timeout=60, context=ssl.create_default_context()) as server:
        if "SMTP_USER" in os.environ:
            server.login(os.environ["SMTP_USER"], os.environ["SMTP_PASSWORD"])
        server.send_message(mail)


def main() -> int:
    """Verify, and tell."""
    if missing := [name for name in NEEDED if name not in os.environ]:  # told now, and not in the first bad night
        print(f"nightly_verification: not set: {', '.join(missing)}", file=sys.stderr)
        return 2
    problems, log = verify()
    print("\n".join(problems) or "all archive stores verified, no problem found")
    if problems or "--always" in sys.argv:
        send(report(problems, log))
        print("mail sent")
    return int(bool(problems))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, ValueError) as problem:  # smtplib's errors are among them
        print(f"nightly_verification: the mail was not sent: {problem}", file=sys.stderr)
        sys.exit(2)
