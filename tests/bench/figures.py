"""One measured figure beside its target."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure; ``target`` is what it must stay under, or reach when ``at_least``. Without one: only told."""

    name: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False

    @property
    def missed(self) -> bool:
        """Whether the target is not reached."""
        if self.target is None:
            return False
        return self.value < self.target if self.at_least else self.value > self.target

    def __str__(self) -> str:
        line = f"  {self.name:<52}{self.value:10.2f} {self.unit:<8}"
        if self.target is None:
            return line.rstrip()
        word = "at least" if self.at_least else "under"
        return f"{line} to reach: {word} {self.target:g}" + ("   MISSED" if self.missed else "")
