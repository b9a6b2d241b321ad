"""The doctor: tries every setting and every connection, and gives a plain answer for each.

What was tried, what came back, what to do. It changes nothing but what a test needs: a file it deletes again,
the filing folders, and, when asked, one mail to ourselves. It never shows a secret.
"""

from mailbot.doctor.examine import examine
from mailbot.doctor.findings import Finding, Level, worst
from mailbot.doctor.world import World

__all__ = ["Finding", "Level", "World", "examine", "worst"]
