"""The settings folder: frozen, typed settings, validated whole before the first connection."""

from mailbot.config.folder import init_folder
from mailbot.config.load import load
from mailbot.config.problems import Problem, SettingsError
from mailbot.config.settings import Imap, Reading, Settings, Smtp, Trust

__all__ = ["Imap", "Problem", "Reading", "Settings", "SettingsError", "Smtp", "Trust", "init_folder", "load"]
