"""What reading costs: time a mail, and the peak memory of a 25 MB mail in a process of its own."""

import statistics
import subprocess
import sys
import time

from tests.accuracy import requests

_LARGE = """
import resource, sys
from base64 import encodebytes
from mailbot.core.language.vocabulary import Vocabulary
from mailbot.reading.read import read_mail
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
head = b"From: a@sea.example\\r\\nSubject: x\\r\\nMIME-Version: 1.0\\r\\n"
head += b"Content-Type: multipart/mixed; boundary=b\\r\\n\\r\\n"
text = b"--b\\r\\nContent-Type: text/plain; charset=utf-8\\r\\n\\r\\nTopic: photos\\r\\n"
file = b"--b\\r\\nContent-Type: image/jpeg; name=a.jpg\\r\\nContent-Transfer-Encoding: base64\\r\\n\\r\\n"
raw = head + text + file + encodebytes(bytes(18_500_000)) + b"--b--\\r\\n"
assert len(raw) > 24_900_000, len(raw)
mail = read_mail(raw, Vocabulary()).mail
assert mail.attachments and mail.attachments[0].size == 18_500_000
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def milliseconds() -> tuple[float, float]:
    """Median and 95th percentile over the whole corpus of request mails, forms included."""
    taken = []
    for written in requests.mails():
        began = time.perf_counter()
        requests.read(written)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def peak_megabytes() -> int:
    """The largest resident size of a process that reads one mail of 25 MB."""
    done = subprocess.run([sys.executable, "-c", _LARGE], capture_output=True, text=True, check=True)
    return int(done.stdout)
