"""Prints how well mails are read, on the held-back third of the corpus.

    python -m tests.accuracy [--wrong]

``--wrong`` names what was read wrong; whoever looks at it must write new cases before the next measurement.
"""

import sys

from tests.accuracy import cost, requests, verdicts, words
from tests.accuracy.requests import Tally

OUT = sys.stdout


def line(what: str, value: str, target: str = "", *, met: bool | None = None) -> None:
    """One row of the table."""
    mark = "" if met is None else ("met" if met else "MISSED")
    OUT.write(f"  {what:<44} {value:>24}   {target:<12} {mark}\n")


def share(part: int, whole: int) -> float:
    """A percentage; of nothing, all."""
    return 100.0 * part / whole if whole else 100.0


def print_requests(tallies: dict[str, Tally]) -> None:
    """Fields right, asked, wrong with confidence; what else was read off the same mails."""
    labelled, prose = tallies["labelled"], tallies["prose"]
    right, wrong = share(labelled.right, labelled.said), share(len(labelled.wrong), labelled.said)
    OUT.write(f"Request mails, held back ({labelled.mails} labelled or forms, {prose.mails} prose)\n")
    line(
        "labelled: fields right",
        f"{labelled.right}/{labelled.said} = {right:.1f} %",
        ">= 97 %",
        met=right >= 97,
    )
    line(
        "labelled: wrong with confidence",
        f"{len(labelled.wrong)} = {wrong:.2f} %",
        "< 0.5 %",
        met=wrong < 0.5,
    )
    line("labelled: asked", f"{labelled.asked}")
    filled = prose.right + len(prose.wrong)
    kept = share(prose.right, filled)
    line(
        "prose: of what is filled in, right",
        f"{prose.right}/{filled} = {kept:.1f} %",
        ">= 95 %",
        met=kept >= 95,
    )
    line("prose: asked", f"{prose.asked}")
    mails = labelled.mails + prose.mails
    other = labelled.other + prose.other
    for name in ("kind", "subject", "sender", "filenames"):
        line(f"{name} right", f"{mails - other[name]}/{mails}")
    marks = sum(other[name] for name in ("speed", "secrecy", "warnings", "sites"))
    line("marks and sites wrong", str(marks))


def print_verdicts() -> None:
    """Heads' and webmasters' replies."""
    for kind, result in verdicts.measure().items():
        OUT.write(f"Replies of {kind}, held back ({result['cases']})\n")
        line("right", f"{result['right']}/{result['cases']}")
        line("asked though clear", str(result["asked"]))
        line("wrong", str(len(result["wrong"])))
        false = len(result["false_approvals"]), len(result["false_rejections"])
        line("false approvals, false rejections", f"{false[0]}, {false[1]}", "0, 0", met=false == (0, 0))
        clear = 100 * result["clear_understood"]
        line("clear answers understood", f"{clear:.1f} %", ">= 90 %", met=clear >= 90)


def print_words() -> None:
    """Charset families and own words."""
    OUT.write("Decoding\n")
    for what, (count, bad) in (
        ("charset families fully right", words.families()),
        ("own words exact", words.own_words()),
    ):
        line(what, f"{count - len(bad)}/{count}", "all", met=not bad)


def print_cost() -> None:
    """Time and memory on this machine."""
    median, late = cost.milliseconds()
    peak = cost.peak_megabytes()
    OUT.write("Cost\n")
    line("time a mail, median and 95th percentile", f"{median:.1f} ms, {late:.1f} ms")
    line("peak memory of a 25 MB mail", f"{peak} MB", "<= 300 MB", met=peak <= 300)


def main(arguments: list[str]) -> None:
    """Measure and print."""
    tallies = requests.measure()
    print_requests(tallies)
    print_verdicts()
    print_words()
    print_cost()
    if "--wrong" in arguments:
        for tally in tallies.values():
            for each in tally.wrong:
                OUT.write(f"  wrong: {each}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
