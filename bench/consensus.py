"""Consensus of unequal reviewers beside crowd-kit's Dawid-Skene: 92,721 labels of 825 reviewers on 11,040 items, in one run.

crowd-kit asks for transformers and torch, of which Dawid-Skene needs nothing. So it is measured in a Python of its own::

    python -m venv ~/crowdkit && ~/crowdkit/bin/pip install --no-deps crowd-kit
    ~/crowdkit/bin/pip install pandas scikit-learn attrs tqdm nltk
    LEEWARD_BENCH_CROWDKIT=~/crowdkit/bin/python python -m bench.consensus

Both read the same files and are timed from labels in memory to an answer for every item, without imports. The data are
``reviewers_*`` beneath ``LEEWARD_SHARED``. crowd-kit ends by itself after two rounds on these labels, because the bound that it
watches falls; so it is measured as it comes, and over as many rounds as it may take by default (100).
"""

import csv
import gzip
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from bench import report
from leeward.frontline.quality.consensus import Consensus, Ints, Labels, consensus, majority

T = TypeVar("T")
SHARED = Path(os.environ.get("LEEWARD_SHARED", Path(__file__).parents[2] / "shared")) / "data"
SETS = (
    ("adult websites", "reviewers_adult_websites", "labels.csv.gz", "gold.csv"),
    ("copyright", "reviewers_copyright", "labels.csv.gz", "gold.csv"),
    ("task postings", "reviewers_hitspam", "crowdflower_labels.csv.gz", "crowdflower_gold.csv"),
)
PEER = """
import json, sys, time
import pandas as pd
from crowdkit.aggregation.classification.dawid_skene import DawidSkene
labels = pd.read_csv(sys.argv[1]).rename(columns={"item": "task"})[["task", "worker", "label"]]
gold = pd.read_csv(sys.argv[2]).set_index("item").label
found = []
for settings in ({}, {"tol": float("-inf")}):
    best = []
    for _ in range(int(sys.argv[3])):
        model, began = DawidSkene(n_iter=100, **settings), time.perf_counter()
        given = model.fit_predict(labels)
        best.append(time.perf_counter() - began)
    both = given.index.intersection(gold.index)
    right = float((given[both] == gold[both]).mean())
    found.append({"seconds": min(best), "right": right, "rounds": len(model.loss_history_)})
print(json.dumps(found))
"""


def read(folder: str, labels: str, gold: str) -> tuple[Labels, dict[int, int], list[str]]:
    """Labels, the known truth of items that have labels, and what the categories are called."""
    with gzip.open(SHARED / folder / labels, "rt", encoding="utf-8") as file:
        rows = [(row["item"], row["worker"], row["label"]) for row in csv.DictReader(file)]
    items, workers = ({name: n for n, name in enumerate(dict.fromkeys(row[at] for row in rows))} for at in (0, 1))
    names = sorted({row[2] for row in rows})
    numbers = {name: n for n, name in enumerate(names)}
    with (SHARED / folder / gold).open(encoding="utf-8") as file:
        known = {items[row["item"]]: numbers[row["label"]] for row in csv.DictReader(file) if row["item"] in items}
    seen = Labels(
        item=np.array([items[row[0]] for row in rows], np.int64),
        reviewer=np.array([workers[row[1]] for row in rows], np.int64),
        label=np.array([numbers[row[2]] for row in rows], np.int64),
        items=len(items), reviewers=len(workers), categories=len(names),
    )  # fmt: skip
    return seen, known, names


def costs(names: Sequence[str]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """What each mistake on adult websites costs, *true x given*."""
    found = np.zeros((len(names), len(names)))
    with (SHARED / "reviewers_adult_websites" / "costs.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[names.index(row["true"]), names.index(row["assigned"])] = float(row["cost"])
    return found


def right(given: Ints, known: Mapping[int, int]) -> float:
    """The share of the known items that were given their truth."""
    return sum(int(given[item]) == truth for item, truth in known.items()) / len(known)


def anchored(seen: Labels, known: Mapping[int, int], *, times: int = 5) -> float:
    """How right it is on one half of what is known when the other half is told; the mean over both halves of some divisions."""
    found = []
    for n in range(times):
        order = np.random.default_rng(n).permutation(sorted(known)).tolist()
        halves = order[: len(order) // 2], order[len(order) // 2 :]
        for told, asked in (halves, halves[::-1]):
            given = consensus(seen, {item: known[item] for item in told}).given()
            found.append(right(given, {item: known[item] for item in asked}))
    return sum(found) / len(found)


def timed(work: Callable[[], T], times: int = 5) -> tuple[T, float]:
    """What it gives, and the seconds of its quickest run."""
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - began)
    return result, best


def peer(folder: str, labels: str, gold: str, times: int) -> list[dict[str, float]] | None:
    """crowd-kit as it comes, and over all its rounds; None where its Python is not named."""
    python = os.environ.get("LEEWARD_BENCH_CROWDKIT")
    if not python:
        return None
    paths = [str(SHARED / folder / name) for name in (labels, gold)]
    done = subprocess.run([python, "-c", PEER, *paths, str(times)], check=True, capture_output=True, text=True)
    found: list[dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Measure and print."""
    if not SHARED.is_dir():
        sys.exit(f"There are no labels in {SHARED}: set LEEWARD_SHARED to the folder that holds data/reviewers_*.")
    quality: list[list[object]] = [["", "labels", "gold", "majority", "consensus", "gold-anchored", "rounds"]]
    figures: dict[str, object] = {}
    for name, *files in SETS:
        seen, known, _ = read(*files)
        found = consensus(seen)
        before, after = right(majority(seen), known), right(found.given(), known)
        held = f"{anchored(seen, known):.3f}" if len(known) >= 50 else "-"
        quality.append([name, f"{len(seen.item):,}", len(known), f"{before:.3f}", f"{after:.3f}", held, found.rounds])
        figures[name] = {"majority": before, "consensus": after, "gold": len(known)}
    seen, known, names = read(*SETS[0][1:])
    found, seconds = timed(lambda: consensus(seen))
    rows = speeds(seen, known, found, seconds, figures)
    price = costs(names)
    paid = [
        sum(price[truth, given[item]] for item, truth in known.items())
        for given in (majority(seen), found.given(), found.given(price))
    ]
    report("consensus, right on gold", quality, {})
    print(f"cost of mistakes on adult websites: majority {paid[0]:.0f}, consensus {paid[1]:.0f}, cost-aware {paid[2]:.0f}\n")
    report(f"consensus, {len(seen.item):,} labels of {seen.reviewers} reviewers", rows, figures | {"costs": paid})


def speeds(
    seen: Labels, known: Mapping[int, int], found: Consensus, seconds: float, figures: dict[str, object]
) -> list[list[object]]:
    """The table of speeds, and the same in ``figures``."""
    few, quick = timed(lambda: consensus(seen, rounds=8))
    rows: list[list[object]] = [["", "rounds", "seconds", "ms/round", "right on gold", ""]]
    for name, each, took, bound in (("Leeward", found, seconds, "[<= 2 s]"), ("Leeward, 8 rounds", few, quick, "")):
        hits = right(each.given(), known)
        rows.append([name, each.rounds, f"{took:.3f}", f"{1e3 * took / each.rounds:.1f}", f"{hits:.3f}", bound])
        figures[name] = {"seconds": took, "rounds": each.rounds, "right": hits}
    others = peer(*SETS[0][1:], times=3)
    if others is None:
        rows.append(["crowd-kit", "-", "-", "-", "-", "set LEEWARD_BENCH_CROWDKIT; see the head of bench/consensus.py"])
        return rows
    for name, ours, other in (("crowd-kit as it comes", quick, others[0]), ("crowd-kit, all rounds", seconds, others[1])):
        took, rounds = other["seconds"], int(other["rounds"])
        told = f"{took / ours:.1f} x the time of ours" + (", 8 rounds" if ours == quick else "")
        rows.append([name, rounds, f"{took:.3f}", f"{1e3 * took / rounds:.1f}", f"{other['right']:.3f}", told])
        figures[name] = other
    return rows


if __name__ == "__main__":
    main()
