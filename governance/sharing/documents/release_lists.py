"""A released list as a file: CSV, JSON Lines or Parquet, written while it is read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import msgspec
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
        yield csv_lines(ids)


def as_json_lines(delivery: Delivery) -> Iterator[bytes]:
    """``{"id":"..."}`` a line."""
    for ids in release_batches(delivery):
        yield json_lines(ids)


def csv_lines(ids: Sequence[bytes]) -> bytes:
    """One id a line. Whether any asks for quotes is looked for in all together: hardly ever one does."""
    plain = b"\r\n".join(ids) + b"\r\n"
    marked = b'"' in plain or b"," in plain or b"" in ids
    if not marked and plain.count(b"\r") == plain.count(b"\n") == len(ids):
        return plain
    out = io.StringIO()
    csv.writer(out).writerows((one.decode(),) for one in ids)
    return out.getvalue().encode()


def json_lines(ids: Sequence[bytes]) -> bytes:
    """One object a line. Whether any asks for an escape is looked for in all together, too."""
    if ESCAPED.search(b"".join(ids)):
        return msgspec.json.Encoder().encode_lines([{"id": one.decode()} for one in ids])
    return b'{"id":"' + b'"}\n{"id":"'.join(ids) + b'"}\n'


ESCAPED = re.compile(rb'["\\\x00-\x1f\x7f]')
"""Bytes that JSON does not take as they are (and DEL, which some readers do not)."""


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
    with pq.ParquetWriter(sink, schema, use_dictionary=False) as writer:  # no id comes twice
        while group := list(islice(batches, BATCHES_A_GROUP)):
            ids = pa.chunked_array([pa.array(one, pa.binary()).cast(pa.string()) for one in group])
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
