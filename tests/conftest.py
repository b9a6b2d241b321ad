"""What all tests share: examples are searched for without a clock, for a busy machine may be slow."""

from hypothesis import settings

settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")
