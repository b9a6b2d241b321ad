"""What a page's ink is made of: connected spots, dotted leaders, tick boxes.

Plain Python over runs of dark pixels, fast enough for a page at 200 dots per inch. Dotted leaders are
the main enemy of recognition (8.2 % of letters wrong with them, 3.4 % without), and tick boxes are not
recognised at all: both are found here and taken out of the picture.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_RUN: Final = re.compile(rb"\x00+")
_MAX_RUNS: Final = 600_000
"""A page of text has some 150,000 runs of ink; far more is noise, which is left as it is."""
_DOT: Final = 0.032
"""Inches a leader's dot is at most: 6 pixels at 200 dpi."""
_DOT_GAP: Final = 0.09
_DOTS: Final = 8
_LINE_THICK: Final = 0.03
_LINE_LONG: Final = 0.5
_BOX: Final = (0.105, 0.27)
"""Inches a side of a tick box has: 2.7 to 7 millimetres; the round letters of a text are smaller."""
_EDGE: Final = 0.92
_TICKED: Final = 0.05
"""Share of a box's inside that is ink when it is ticked; paper noise stays under 0.02."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A connected spot of ink: its bounds in pixels (right and bottom outside) and its area."""

    left: int
    top: int
    right: int
    bottom: int
    area: int

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page in black (0) and white (255), one byte a pixel, and its spots."""

    width: int
    height: int
    pixels: bytes
    dpi: float
    spots: tuple[Spot, ...]


def page_of(width: int, height: int, pixels: bytes, dpi: float) -> Page:
    """The page with its spots found; none when there is too much noise to look for any."""
    return Page(
        width=width, height=height, pixels=pixels, dpi=dpi, spots=tuple(_spots(width, height, pixels))
    )


def _spots(width: int, height: int, pixels: bytes) -> Iterator[Spot]:
    parent: list[int] = []
    bounds: list[list[int]] = []  # left, top, right, bottom, area of each run's spot so far
    above: list[tuple[int, int, int]] = []
    runs = 0
    for y in range(height):
        row: list[tuple[int, int, int]] = []
        at = 0
        for match in _RUN.finditer(pixels, y * width, (y + 1) * width):
            left, right = match.start() - y * width, match.end() - y * width
            while at < len(above) and above[at][1] < left:
                at += 1
            label = _touched(parent, bounds, above, at, right)
            if label < 0:
                label = len(parent)
                parent.append(label)
                bounds.append([left, y, right, y + 1, 0])
            spot = bounds[label]
            spot[0], spot[2], spot[3] = min(spot[0], left), max(spot[2], right), y + 1
            spot[4] += right - left
            row.append((left, right, label))
        runs += len(row)
        if runs > _MAX_RUNS:
            return
        above = row
    for label, own in enumerate(parent):
        if own == label:
            yield Spot(*bounds[label])


def _touched(
    parent: list[int], bounds: list[list[int]], above: list[tuple[int, int, int]], at: int, right: int
) -> int:
    """The spot of the runs above that reach this run, joined to one; -1 when there are none."""
    label = -1
    while at < len(above) and above[at][0] <= right:
        other = _root(parent, above[at][2])
        label = other if label < 0 or label == other else _join(parent, bounds, label, other)
        at += 1
    return label


def _root(parent: list[int], label: int) -> int:
    while parent[label] != label:
        parent[label] = parent[parent[label]]
        label = parent[label]
    return label


def _join(parent: list[int], bounds: list[list[int]], one: int, other: int) -> int:
    low, high = min(one, other), max(one, other)
    parent[high] = low
    a, b = bounds[low], bounds[high]
    bounds[low] = [min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]), a[4] + b[4]]
    return low


def leaders(page: Page) -> list[Spot]:
    """The dots of dotted lines (eight or more evenly in a row), and solid lines to write on."""
    dot, gap = max(3.0, _DOT * page.dpi), _DOT_GAP * page.dpi
    small = [spot for spot in page.spots if spot.width <= dot and spot.height <= dot]
    found: list[Spot] = []
    for row in _rows(small, dot):
        group: list[Spot] = []
        for spot in row:
            if group and spot.left - group[-1].right > gap:
                found += group if len(group) >= _DOTS else []
                group = []
            group.append(spot)
        found += group if len(group) >= _DOTS else []
    thick, long = _LINE_THICK * page.dpi, _LINE_LONG * page.dpi
    return found + [spot for spot in page.spots if spot.height <= thick and spot.width >= long]


def rules(width: int, height: int, pixels: bytes, least: float) -> Iterator[tuple[int, int, int]]:
    """The level lines of a page, row by row: (y, left, right) of every run of ink ``least`` pixels long.

    No letter is that wide. For upright lines the page is given on its side.
    """
    pattern = re.compile(rb"\x00{%d,}" % max(1, round(least)))
    for y in range(height):
        for match in pattern.finditer(pixels, y * width, (y + 1) * width):
            yield y, match.start() - y * width, match.end() - y * width


def _rows(spots: Sequence[Spot], slack: float) -> Iterator[list[Spot]]:
    """Spots that stand at one height, each row from left to right; a skewed row drifts slowly."""
    rows: list[list[Spot]] = []
    for spot in sorted(spots, key=lambda spot: spot.left):
        fits = [
            row
            for row in rows
            if abs(row[-1].bottom - spot.bottom) <= slack / 2 and spot.left - row[-1].left <= 40 * slack
        ]
        if fits:
            min(fits, key=lambda row: abs(row[-1].bottom - spot.bottom)).append(spot)
        else:
            rows.append([spot])
        if len(rows) > 400:  # noqa: PLR2004 - rows that ended far to the left
            yield from (row for row in rows if spot.left - row[-1].left > 40 * slack)
            rows = [row for row in rows if spot.left - row[-1].left <= 40 * slack]
    yield from rows


def boxes(page: Page) -> list[tuple[Spot, bool]]:
    """Tick boxes and whether they are ticked, also when the tick runs over the edge."""
    low, high = _BOX[0] * page.dpi, _BOX[1] * page.dpi
    found: list[tuple[Spot, bool]] = []
    for spot in page.spots:
        if low <= spot.width <= 3 * high and low <= spot.height <= 3 * high:
            frame = _frame(page, spot, low, high)
            if frame is not None:
                found.append((frame, _inside(page, frame) > _TICKED or _sticks_out(spot, frame)))
    kept = [(frame, ticked) for frame, ticked in found]
    for number, (frame, ticked) in enumerate(found):
        if not ticked and any(
            _contains(frame, spot) for spot in page.spots if spot.area > 0.02 * frame.width * frame.height
        ):
            kept[number] = (frame, True)
    return kept


def _sticks_out(spot: Spot, frame: Spot) -> bool:
    return spot.width > 1.3 * frame.width or spot.height > 1.3 * frame.height


def _contains(frame: Spot, spot: Spot) -> bool:
    margin = frame.width // 8
    return (
        frame.left + margin < spot.left and spot.right < frame.right - margin
        and frame.top + margin < spot.top and spot.bottom < frame.bottom - margin
    )  # fmt: skip


def _frame(page: Page, spot: Spot, low: float, high: float) -> Spot | None:
    """The square in a spot: two long upright edges and two long level ones, about equally far apart."""
    rows = [
        page.pixels[y * page.width + spot.left : y * page.width + spot.right]
        for y in range(spot.top, spot.bottom)
    ]
    columns = [bytes(column) for column in zip(*rows, strict=True)]
    across = _edges(rows, low)
    down = _edges(columns, low)
    if across is None or down is None:
        return None
    top, bottom = across
    left, right = down
    width, height = right - left, bottom - top
    if not (
        low <= width <= high and low <= height <= high and abs(width - height) <= 0.25 * max(width, height)
    ):
        return None
    sides = (
        _cover(rows, top, left, right), _cover(rows, bottom - 1, left, right),
        _cover(columns, left, top, bottom), _cover(columns, right - 1, top, bottom),
    )  # fmt: skip
    corners = ((top, left), (top, right - 1), (bottom - 1, left), (bottom - 1, right - 1))
    if min(sides) < _EDGE or not all(_inked(rows, y, x) for y, x in corners):
        return None
    return Spot(spot.left + left, spot.top + top, spot.left + right, spot.top + bottom, spot.area)


def _edges(lines: Sequence[bytes], low: float) -> tuple[int, int] | None:
    """The first and the last line with a long run of ink; the last one counted outside."""
    need = int(0.55 * low)
    long = [number for number, line in enumerate(lines) if b"\x00" * need in line]
    return (long[0], long[-1] + 1) if len(long) >= 2 else None  # noqa: PLR2004 - two edges


def _cover(lines: Sequence[bytes], at: int, start: int, end: int) -> float:
    """The share of an edge that is ink, on its line or on one beside it (skew)."""
    near = [lines[n][start:end] for n in range(max(0, at - 1), min(len(lines), at + 2))]
    return sum(0 in column for column in zip(*near, strict=True)) / max(1, end - start)


def _inked(rows: Sequence[bytes], y: int, x: int) -> bool:
    """Whether there is ink at this very corner: letters are round there."""
    return any(0 in row[max(0, x - 1) : x + 2] for row in rows[max(0, y - 1) : y + 2])


def _inside(page: Page, frame: Spot) -> float:
    """The share of ink well inside the frame."""
    margin = max(3, round(frame.width * 0.2))
    left, right = frame.left + margin, frame.right - margin
    rows = [
        page.pixels[y * page.width + left : y * page.width + right]
        for y in range(frame.top + margin, frame.bottom - margin)
    ]
    area = sum(map(len, rows))
    return sum(row.count(0) for row in rows) / area if area else 0.0
