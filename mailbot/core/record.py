"""The base of everything that is kept on disk or configured: frozen, closed, validated once."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen value that survives the process.

    Persisted fields are only ever added, with a default, so that an older register still opens.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


class Stored(Record):
    """A record that the register keeps by itself, under a key, in one month's file."""

    schema_version: int = 1
    month: str
    """The month file it lives in, as ``YYYY-MM`` of the Buddhist era, e.g. ``2569-11``."""

    @property
    def key(self) -> str:
        """The name that identifies the record among all records of its kind, in every month."""
        raise NotImplementedError

    def index(self) -> dict[str, tuple[str, ...]]:
        """What the record can be found by: index name -> values. Derived, never the truth."""
        return {}
