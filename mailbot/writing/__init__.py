"""Values -> bytes: the letters people receive, and the papers that go with them.

Every word a person reads is in ``templates/``. Nothing here decides who gets a letter, sends one, or
reads the clock.
"""
