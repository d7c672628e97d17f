"""How many there are whom no list has: what is known of made-up lists is found again (real ones: tests/real)."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from leeward.cli.pattern import pattern
from leeward.insights.patterns.overlap import chao, log_linear

Cells = dict[tuple[int, ...], int]


def lists_of(total: int, chances: tuple[float, ...], *, seed: int = 3) -> Cells:
    """People on lists that know nothing of each other."""
    rng = np.random.default_rng(seed)
    on = rng.random((total, len(chances))) < np.array(chances)
    found: Cells = {}
    for row in on[on.any(axis=1)].astype(int).tolist():
        found[tuple(row)] = found.get(tuple(row), 0) + 1
    return found


def test_lists_that_know_nothing_of_each_other_give_the_total_again() -> None:
    found = log_linear(lists_of(4_000, (0.3, 0.25, 0.2, 0.35)))
    assert found.high is not None
    assert found.low < 4_000 < found.high
    assert found.total == pytest.approx(4_000, rel=0.06)
    assert found.high - found.low < 700


def test_two_lists_that_hang_together_are_found() -> None:
    cells = lists_of(3_000, (0.3, 0.3, 0.3), seed=5)
    cells[1, 1, 0] = cells.get((1, 1, 0), 0) * 4
    assert (0, 1) in log_linear(cells).pairs


def test_chaos_bound_by_hand() -> None:
    """20 on one list and 10 on two: 20 ** 2 / 20 more than the 30 that are known."""
    found = chao({(1, 0, 0): 12, (0, 1, 0): 8, (1, 1, 0): 10})
    assert (found.total, found.known) == (50, 30)
    assert found.low < 50
    assert found.high is not None
    assert found.high > 50
    with pytest.raises(ValueError, match="on two lists"):
        chao({(1, 0): 5})
    with pytest.raises(ValueError, match="three lists"):
        log_linear({(1, 1): 5, (1, 0): 3})


def test_the_command_reads_a_table_and_says_where_it_is_wrong(tmp_path: Path) -> None:
    good, bad = tmp_path / "lists.csv", tmp_path / "wrong.csv"
    cells = lists_of(900, (0.3, 0.3, 0.3))
    good.write_text("A,B,C,n\n" + "".join(f"{a},{b},{c},{n}\n" for (a, b, c), n in cells.items()))
    bad.write_text("A,B,C,n\n0,1,1,4\n0,2,1,4\n")
    run = CliRunner()
    told = json.loads(run.invoke(pattern, ["overlap", str(good), "--json"]).output.strip().splitlines()[-1])
    assert told["model"]["low"] < 900 < told["model"]["high"]
    assert told["bound"]["known"] == sum(cells.values())
    refused = run.invoke(pattern, ["overlap", str(bad)])
    assert refused.exit_code
    assert "row 3" in str(refused.exception) + refused.output
