"""Handing letters to the mail server, with aiosmtplib over kept connections.

``postman`` is what the shell sees, ``line`` one connection up to the login, ``letter`` the dialogue about one
letter. Nothing here changes a byte of it, or tells a password or token to anybody but the server.
"""

from mailbot.edge.smtp.line import Tls
from mailbot.edge.smtp.postman import SmtpPostman

__all__ = ["SmtpPostman", "Tls"]
