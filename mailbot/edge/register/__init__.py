"""The register: requests, letters, the ledger of mails and the marks, kept so that nothing is lost.

What is on disk at every instant, and what a stop at that instant leaves behind:

    register/journal.jsonl      one line = one transaction     half a line: never happened
    register/2569-11.json       a TinyDB database a month      written anew as a whole: old or new
    register/copies/            the journal and the months     behind the first ones by one step
    register/index.sqlite       where everything lies          derived; made anew when in doubt
    register/format             which program may open it
    register/damaged/           what was found damaged         for a person to look at
    lock, register/guard        who writes; who reads          advisory locks, gone with the process

A transaction is one line and one fsync, whatever months it touches, so that a batch of mails, or one
mail that moves requests of several months, is all there or not at all; and what it costs does not
depend on how much is stored. The months are checkpoints of the journal.

``FileRegister`` and ``MemoryRegister`` give the same answers: see ``ports.Register``.
"""

from mailbot.edge.register.disk import Problem
from mailbot.edge.register.in_memory import MemoryRegister
from mailbot.edge.register.on_disk import FileRegister
from mailbot.edge.register.verify import verify

__all__ = ["FileRegister", "MemoryRegister", "Problem", "verify"]
