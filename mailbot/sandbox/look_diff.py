"""``make look-diff BASE=COMMIT``: what a change does to the look of letters and papers, picture by picture.

    python -m mailbot.sandbox.look_diff BASE [--to FOLDER] [NAME ...]

BASE is a commit, whose gallery is drawn from its own files in a folder of their own, or the folder of a
gallery drawn before. The page made has every picture that differs: before, after, and where.
"""

import argparse
import html
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.sandbox.gallery import make

if TYPE_CHECKING:
    from PIL.Image import Image

_PARTS = ("pictures", "papers")
_MARK = (214, 40, 40)
_FADED = 0.75
"""How far what did not change fades towards white."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A picture that is not what it was. Without ``share``: it is new, or gone."""

    name: str
    """Path inside the gallery."""
    share: float | None = None
    """Of its pixels, 0 to 1."""
    was: bool = True
    """Whether there was one."""


def draw_commit(base: str, folder: Path, wanted: Sequence[str]) -> None:
    """The gallery of a commit, drawn by its own code from its own templates.

    Raises CalledProcessError when there is no such commit, or its gallery cannot be drawn.
    """
    with tempfile.TemporaryDirectory(prefix="look") as place:
        packed = subprocess.run(["git", "archive", "--format=tar", base], check=True, capture_output=True)
        subprocess.run(["tar", "-x", "-C", place], check=True, input=packed.stdout)
        call = [sys.executable, "-m", "mailbot.sandbox.gallery", str(folder.resolve()), *wanted]
        subprocess.run(call, check=True, cwd=place, env=os.environ | {"PYTHONPATH": place})


def differences(before: Path, after: Path, shown: Path) -> list[Difference]:
    """Every picture that differs between two galleries; where it does is drawn into ``shown``."""
    old, new = set(_pictures(before)), set(_pictures(after))
    found = [Difference(name=name, was=name in old) for name in sorted(old ^ new)]
    for name in sorted(old & new):
        if (before / name).read_bytes() != (after / name).read_bytes():
            share = _compare(before / name, after / name, shown / name)
            if share:
                found.append(Difference(name=name, share=share))
    return sorted(found, key=lambda each: each.name)


def _pictures(gallery: Path) -> Iterator[str]:
    for part in _PARTS:
        yield from (f"{part}/{file.name}" for file in (gallery / part).glob("*.png"))


def _compare(before: Path, after: Path, shown: Path) -> float:
    """The share of pixels that differ; they are marked on a faded picture of what is there now."""
    from PIL import Image, ImageChops

    with Image.open(before) as one, Image.open(after) as other:
        size = (max(one.width, other.width), max(one.height, other.height))
        was, now = _on_canvas(one, size), _on_canvas(other, size)
    bands = ImageChops.difference(was, now).split()
    mask = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2]).point(lambda v: 255 * (v > 0))
    changed = mask.histogram()[255]
    if changed:
        faded = Image.blend(now, Image.new("RGB", size, "white"), _FADED)
        faded.paste(_MARK, mask=mask)
        shown.parent.mkdir(parents=True, exist_ok=True)
        faded.save(shown)
    return changed / (size[0] * size[1])


def _on_canvas(picture: "Image", size: tuple[int, int]) -> "Image":
    """The picture at the top left; what it lacks is a grey that no letter has, and so differs."""
    from PIL import Image

    canvas = Image.new("RGB", size, "#7f7f7f")
    canvas.paste(picture.convert("RGB"))
    return canvas


def page(found: Sequence[Difference], total: int) -> str:
    """The page to look through: the largest differences first."""
    ordered = sorted(found, key=lambda each: (each.share is not None, -(each.share or 0), each.name))
    return _PAGE.replace("COUNT", f"{len(found)} of {total}").replace("ROWS", "\n".join(map(_row, ordered)))


def _row(each: Difference) -> str:
    name = html.escape(each.name)
    if each.share is None:
        said, columns = ("gone", ["before"]) if each.was else ("new", ["after"])
    else:
        said, columns = f"{each.share:.2%} of its pixels", ["before", "after", "difference"]
    shown = "".join(
        f'<figure><figcaption>{column}</figcaption><a href="{column}/{name}">'
        f'<img loading="lazy" src="{column}/{name}" alt="{column}"></a></figure>'
        for column in columns
    )
    return f'<section><h2>{name}</h2><p>{said}</p><div class="row">{shown}</div></section>'


_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>What looks different</title><style>
body { font: 14px/1.6 sans-serif; margin: 24px; color: #1c2733; background: #f4f6f8; }
.row { display: flex; gap: 12px; overflow-x: auto; align-items: flex-start; } figure { margin: 0; }
img { border: 1px solid #ccd; }
</style></head><body><h1>COUNT pictures look different</h1>
ROWS
</body></html>
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw both, compare, write the page; the number of differences is printed."""
    parser = argparse.ArgumentParser(prog="python -m mailbot.sandbox.look_diff", description=__doc__)
    parser.add_argument("base", help="a commit, or the folder of a gallery drawn before")
    parser.add_argument("--to", type=Path, default=Path("gallery/diff"))
    parser.add_argument("names", nargs="*", help="only what has a name that begins with one of these")
    options = parser.parse_intermixed_args(arguments)
    folder: Path = options.to
    before, after = folder / "before", folder / "after"
    folder.mkdir(parents=True, exist_ok=True)
    for old in (before, after, folder / "difference"):
        old.unlink() if old.is_symlink() else shutil.rmtree(old, ignore_errors=True)
    if Path(options.base).is_dir():
        before.symlink_to(Path(options.base).resolve())
    else:
        draw_commit(options.base, before, options.names)
    make(after, options.names)
    found = differences(before, after, folder / "difference")
    total = len(set(_pictures(before)) | set(_pictures(after)))
    (folder / "index.html").write_text(page(found, total), encoding="utf-8")
    print(f"{folder / 'index.html'}: {len(found)} of {total} pictures look different")
    return 0


if __name__ == "__main__":
    sys.exit(main())
