"""Writes the corpus: every case, written or from a matrix, as an .eml with its golden .json twin.

    python -m tests.corpus.requests.make

The right reading comes from the case, never from the code that is tested.
"""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.corpus.requests.clients import CLIENTS, Draft
from tests.corpus.requests.files import content_file, form_file, paper_file
from tests.corpus.requests.odd_clients import ODD, inner_mail

HERE = Path(__file__).parent
MAILS = HERE / "mails"
PEOPLE: dict[str, dict[str, str]] = tomllib.loads((HERE / "people.toml").read_text(encoding="utf-8"))
EMPTY: dict[str, Any] = {
    "site": None,
    "group": None,
    "name": None,
    "position": None,
    "unit": None,
    "phone": None,
    "extension": None,
    "categories": [],
    "category_other": None,
    "topic": None,
    "detail": None,
    "delivery": [],
    "register_no": None,
    "certify": False,
    "urgent": False,
    "no_stakeholder_impact": None,
    "source": None,
    "target_url": None,
    "publish_from": None,
    "publish_until": None,
    "memo_no": None,
}
KEYS = {
    "client",
    "subject",
    "text",
    "files",
    "form",
    "suggested",
    "expect",
    "ignore",
    "also",
    "sender",
    "sender_name",
    "date",
    "why",
    "html",
    "papers",
    "inner",
    "filenames",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One request mail and its right reading."""

    name: str
    family: str
    mail: dict[str, Any]
    request: dict[str, Any]
    suggested: tuple[str, ...] = ()
    """Fields that may only be asked about, never said."""
    ignore: tuple[str, ...] = ()
    """Fields about which two careful readers would differ."""
    also: dict[str, Any] = field(default_factory=dict)

    @property
    def held_back(self) -> bool:
        """In the third that is not looked at while the reading is built."""
        return sha256(self.name.encode()).digest()[0] % 3 == 0

    def raw(self) -> bytes:
        """The mail as its client sends it."""
        mail = self.mail
        files = tuple(content_file(name) for name in mail.get("files", ()))
        forms = tuple(form_file(name) for name in mail.get("form", ()))
        papers = tuple(paper_file(name, text) for name, text in mail.get("papers", {}).items())
        key = sha256(self.name.encode()).hexdigest()[:12]
        inner = ((("", "", self._inner(key))),) if "inner" in mail else ()
        return (CLIENTS | ODD)[mail.get("client", "gmail_web")](
            Draft(
                subject=mail["subject"],
                text=(mail.get("html") or mail["text"]).strip("\n"),
                sender=mail.get("sender", "officer@sea.example"),
                name=mail.get("sender_name", "เจ้าหน้าที่ สพม."),
                files=(*inner, *forms, *papers, *files),
                date=mail.get("date", "Thu, 15 Jan 2026 09:12:00 +0700"),
                key=key,
            )
        )

    def _inner(self, key: str) -> bytes:
        said = self.mail["inner"]
        files = tuple(content_file(name) for name in said.get("files", ()))
        return inner_mail({k: v for k, v in said.items() if k != "files"}, files, key)

    def golden(self) -> dict[str, Any]:
        """The right reading, in the names of ``mailbot read --json``."""
        names = [
            *(form_file(n)[0] for n in self.mail.get("form", ())),
            *self.mail.get("papers", ()),
            *self.mail.get("files", ()),
        ]
        names = self.mail.get("filenames", names)
        reading: dict[str, Any] = {
            "kind": "request",
            "subject": self.mail["subject"],
            "sender": {
                "address": self.mail.get("sender", "officer@sea.example"),
                "name": self.mail.get("sender_name", "เจ้าหน้าที่ สพม."),
            },
            "filenames": names,
            "request": self.request,
            **self.also,
        }
        if self.suggested:
            reading["suggested"] = list(self.suggested)
        if self.ignore:
            reading["ignore"] = list(self.ignore)
        return reading


def expected(said: dict[str, Any]) -> dict[str, Any]:
    """A case's expectations, complete: what is not named must not be read."""
    said = dict(said)
    person = PEOPLE[said.pop("person")] if "person" in said else {}
    request = EMPTY | person | said
    unknown = set(request) - set(EMPTY)
    if unknown:
        raise ValueError(f"no such field: {unknown}")
    return request


def case(name: str, family: str, said: dict[str, Any]) -> Case:
    if unknown := set(said) - KEYS:
        raise ValueError(f"{name}: no such key: {unknown}")
    return Case(
        name=name,
        family=family,
        mail=said,
        request=expected(said["expect"]),
        suggested=tuple(said.get("suggested", ())),
        ignore=tuple(said.get("ignore", ())),
        also=said.get("also", {}),
    )


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case, written and generated; no two of one name."""
    from tests.corpus.requests.matrices import matrices

    found = [*_written(), *(case(name, family, said) for family, name, said in matrices())]
    if len({each.name for each in found}) != len(found):
        raise ValueError("two cases of one name")
    return tuple(found)


def _written() -> Iterator[Case]:
    for path in sorted((HERE / "cases").glob("*.toml")):
        for name, said in tomllib.loads(path.read_text(encoding="utf-8")).items():
            yield case(name, path.stem, said)


def main() -> None:
    """Write every mail and its twin; remove those whose case is gone."""
    wanted = set()
    for each in all_cases():
        folder = MAILS / each.family
        folder.mkdir(parents=True, exist_ok=True)
        mail, twin = folder / f"{each.name}.eml", folder / f"{each.name}.json"
        mail.write_bytes(each.raw())
        twin.write_text(json.dumps(each.golden(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        wanted |= {mail, twin}
    for old in {*MAILS.rglob("*.eml"), *MAILS.rglob("*.json")} - wanted:
        old.unlink()


if __name__ == "__main__":
    main()
