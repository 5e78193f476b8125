"""A mail server on a free loopback port that takes mail over TLS and keeps it: enough of SMTP for smtplib."""

from __future__ import annotations

import email
import email.policy
import ssl
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Self

import trustme

ANSWERS = {
    b"EHLO": b"250-localhost\r\n250 AUTH PLAIN",
    b"AUTH": b"235 welcome",
    b"DATA": b"354 go on",
    b"QUIT": b"221 bye",
}


class Mailbox:
    """Use it with `with`.

    Attributes:
        mails: What came, as text without what a transport adds.
        logins: What was said to log in; smtplib encodes it, and hides nothing.
        ca_file: Whom a client has to trust.
    """

    def __init__(self) -> None:
        self.mails: list[str] = []
        self.logins: list[str] = []
        self._folder = TemporaryDirectory()
        self.ca_file = Path(self._folder.name) / "ca.pem"
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self.ca_file)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
        mailbox = self

        class Session(StreamRequestHandler):
            def handle(self) -> None:
                self.request = context.wrap_socket(self.request, server_side=True)
                self.setup()
                mailbox._talk(self)

        self._server = ThreadingTCPServer(("127.0.0.1", 0), Session)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._folder.cleanup()

    def _talk(self, session: StreamRequestHandler) -> None:
        session.wfile.write(b"220 localhost\r\n")
        while line := session.rfile.readline():
            word = line[:4].upper()
            if word == b"AUTH":
                self.logins.append(line.decode())
            session.wfile.write(ANSWERS.get(word, b"250 ok") + b"\r\n")
            if word == b"DATA":
                lines = iter(session.rfile.readline, b".\r\n")
                self.mails.append(_text(b"".join(line.removeprefix(b".") for line in lines)))
                session.wfile.write(b"250 kept\r\n")
            if word == b"QUIT":
                break
        session.request.close()


def _text(mail: bytes) -> str:
    message = email.message_from_bytes(mail, policy=email.policy.default)
    head = [f"{name}: {value}" for name, value in message.items()]
    body = message.get_content() if not message.is_multipart() else ""
    return "\n".join([*head, "", body])
