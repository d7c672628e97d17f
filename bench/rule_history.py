"""Many events of the rule workload as Parquet, quickly: the distributions of ``rule_workload.events``, drawn column by column."""

from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.rule_workload import ARROW, COUNTRIES, FIELDS, KINDS, LABELS, LANGUAGES, vocabulary

CHUNK = 500_000  # events drawn at a time, a row group
MONTH = 30 * 86_400 * 1_000_000  # microseconds
START = 1_767_225_600_000_000  # 2026-01-01


def write_events(path: Path, count: int, seed: int = 11) -> None:
    """``count`` events in one zstd Parquet file, numbered from 0 in ``event_id``."""
    chance, schema = np.random.default_rng(seed), None
    writer: pq.ParquetWriter | None = None
    for first in range(0, count, CHUNK):
        chunk = _events(chance, first, min(CHUNK, count - first))
        if writer is None:
            schema = chunk.schema
            writer = pq.ParquetWriter(path, schema, compression="zstd")
        writer.write_table(chunk, row_group_size=122_880)
    if writer is not None:
        writer.close()


def _events(chance: np.random.Generator, first: int, size: int) -> pa.Table:
    words = pa.array(vocabulary(Random(1)))

    def several(mean: float) -> pa.Array:
        return pa.array(chance.exponential(mean, size).astype(np.int64))

    def one_of(values: list[str]) -> pa.Array:
        return pa.array(values).take(pa.array(chance.integers(0, len(values), size)))

    def sometimes(values: pa.Array, share: float) -> pa.Array:
        return pc.if_else(pa.array(chance.random(size) < share), pa.scalar(None, values.type), values)

    columns = {
        "account_age_days": sometimes(several(400), 0.03),
        "messages_1h": several(25),
        "recipients_1h": several(12),
        "reports": sometimes(several(1.5), 0.1),
        "followers": several(800),
        "following": several(500),
        "score": sometimes(pa.array(chance.random(size)), 0.15),
        "country": sometimes(one_of(COUNTRIES), 0.05),
        "language": one_of(LANGUAGES),
        "kind": one_of(KINDS),
        "text": sometimes(_texts(chance, size, words), 0.05),
        "urls": _urls(chance, size, words),
        "labels": _labels(chance, size),
        "verified": pa.array(chance.random(size) < 0.2),
        "posted": pa.array(START + chance.integers(0, MONTH, size)).cast(ARROW[FIELDS["posted"]]),
        "device": sometimes(one_of([f"device_{number}" for number in range(50)]), 0.3),
    }
    return pa.table({"event_id": pa.array(np.arange(first, first + size)), **columns})


def _lists(values: pa.Array, lengths: np.ndarray) -> pa.ListArray:
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def _texts(chance: np.random.Generator, size: int, words: pa.Array) -> pa.Array:
    lengths = chance.integers(6, 41, size)
    drawn = words.take(pa.array(chance.integers(0, len(words), lengths.sum())))
    return pc.utf8_capitalize(pc.binary_join(_lists(drawn, lengths), " "))


def _urls(chance: np.random.Generator, size: int, words: pa.Array) -> pa.Array:
    lengths = chance.choice([0, 0, 0, 1, 2], size)
    drawn = words.take(pa.array(chance.integers(0, len(words), lengths.sum())))
    numbers = pa.array(chance.integers(0, 2, lengths.sum()).astype(str))
    return _lists(pc.binary_join_element_wise("https://", drawn, ".example/", numbers, ""), lengths)


def _labels(chance: np.random.Generator, size: int) -> pa.Array:
    lengths = chance.choice([0, 0, 1, 2], size)
    one = chance.integers(0, len(LABELS), size)
    other = (one + chance.integers(1, len(LABELS), size)) % len(LABELS)
    both = np.stack([one, other], axis=1)[np.arange(2)[None, :] < lengths[:, None]]
    return _lists(pa.array(LABELS).take(pa.array(both)), lengths)
