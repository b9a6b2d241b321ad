"""What the server holds is compared with what the ledger says, and the gaps are named."""

from mailbot.cli.reconciling import gaps, latest
from mailbot.edge.register import FileRegister
from tests.faults.load import Post
from tests.faults.office import an_office


def test_a_mail_that_vanished_and_one_put_back_are_named() -> None:
    with an_office(12) as office:
        assert office.live(None)
        post = Post(12)
        office.clock.time = post.at(0)
        office.deliver(post.mails(0, ()))
        assert office.live(None)
        register = FileRegister(office.folder, now=None)
        entries = latest(register)
        register.close()
        assert len(entries) > 5
        assert gaps(entries, office.mailbox) == []
        machines = office.mailbox.mails("machines")
        office.mailbox.remove_folder("machines")
        office.mailbox.deliver(machines[0])
        named = gaps(entries, office.mailbox)
        assert len(named) == len(machines) == 2
        assert sum("still in the inbox" in line or "ยังอยู่ในกล่องเข้า" in line for line in named) == 1
