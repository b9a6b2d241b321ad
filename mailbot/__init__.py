"""mailbot: an office's web publishing process, carried by e-mail alone."""

__version__ = "0.1.0"
