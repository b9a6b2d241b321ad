"""A provider of access tokens for the practice office: gives them out, takes them back, vouches for them.

On loopback and in memory. It answers only what a mail server asks of it (RFC 7662, introspection): whom a
token is for, and whether it still counts.
"""

import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs

_LONGEST = 100_000


class TokenServer:
    """A provider; from ``start`` to ``stop`` mail servers can ask it over HTTP."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host
        self.asked: list[str] = []
        """The tokens a mail server has asked about, in order."""
        self._tokens: dict[str, str] = {}
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    def issue(self, user: str, *, length: int = 48) -> str:
        """A new token for this user; real ones have up to some thousands of characters."""
        token = secrets.token_urlsafe(length)
        self._tokens[token] = user
        return token

    def expire(self) -> None:
        """No token given out so far counts any more."""
        self._tokens.clear()

    def user_of(self, token: str) -> str | None:
        """Whom the token is for; None when it does not count."""
        return self._tokens.get(token)

    @property
    def url(self) -> str:
        """Where mail servers ask."""
        if self._server is None:
            raise RuntimeError("the token server is not running")
        return f"http://{self.host}:{self._server.server_address[1]}/introspect"

    def start(self) -> Self:
        """Listen on any free port."""
        provider = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = min(int(self.headers.get("Content-Length", "0")), _LONGEST)
                asked = parse_qs(self.rfile.read(length).decode("utf-8", "replace"))
                token = asked.get("token", [""])[0]
                provider.asked.append(token)
                user = provider.user_of(token)
                said = {"active": True, "username": user} if user else {"active": False}
                body = json.dumps(said).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing: a token might stand in it."""

        self._server = ThreadingHTTPServer((self.host, 0), Answer)
        self._thread = threading.Thread(
            target=self._server.serve_forever, name="practice-tokens", daemon=True
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        """End."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
