"""A released list as a file: CSV, JSON Lines or Parquet, written while it is read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from governance.sharing.models import Delivery
from governance.sharing.queries.release_lists import release_batches

BATCHES_A_GROUP = 10
"""Batches of ids that make one row group of a Parquet file."""


def as_csv(delivery: Delivery) -> Iterator[bytes]:
    """The heading ``id``, then one id a line, as the holder wrote them: machines read this, so nothing is changed."""
    yield b"id\r\n"
    for ids in release_batches(delivery):
        out = io.StringIO()
        csv.writer(out).writerows((one,) for one in ids)
        yield out.getvalue().encode()


def as_json_lines(delivery: Delivery) -> Iterator[bytes]:
    """``{"id": "..."}`` a line."""
    for ids in release_batches(delivery):
        yield "".join(f'{{"id": {json.dumps(one, ensure_ascii=False)}}}\n' for one in ids).encode()


class _Sink(io.RawIOBase):
    """A file that only grows and is emptied after each row group."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        """It is written to."""
        return True

    def tell(self) -> int:
        """How far the file has grown."""
        return self._at

    def write(self, data: Any) -> int:
        """Keep what is written until it is taken."""
        part = bytes(data)
        self._parts.append(part)
        self._at += len(part)
        return len(part)

    def take(self) -> bytes:
        """What was written since."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def as_parquet(delivery: Delivery) -> Iterator[bytes]:
    """One column ``id``, row group by row group; the file says which delivery it belongs to."""
    about = {"delivery": delivery.reference, "items": json.dumps(sorted(delivery.items))}
    schema = pa.schema([pa.field("id", pa.string(), nullable=False)], metadata=about)
    sink, batches = _Sink(), release_batches(delivery)
    with pq.ParquetWriter(sink, schema) as writer:
        while group := list(islice(batches, BATCHES_A_GROUP)):
            ids = pa.chunked_array(group, type=pa.string())
            writer.write_table(pa.table([ids], schema=schema), row_group_size=len(ids))
            yield sink.take()
    yield sink.take()


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a list."""

    media_type: str
    write: Callable[[Delivery], Iterator[bytes]]


FORMATS: Mapping[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", as_csv),
    "jsonl": Format("application/jsonl; charset=utf-8", as_json_lines),
    "parquet": Format("application/vnd.apache.parquet", as_parquet),
}
"""Ending of the file -> how it is written."""
