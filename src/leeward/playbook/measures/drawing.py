"""How a number of a measure is written, by its unit. What is not known is a dash, never a zero."""

from leeward.playbook.measures.gauge import Gauge
from leeward.playbook.measures.reckoning import WHY, Cell


def written(value: float | None, unit: str) -> str:
    """A value as people read it: shares as per cent, whole numbers in groups, others to three digits."""
    if value is None:
        return "–"
    if unit == "share":
        return f"{value * 100:.1f} %"
    if float(value).is_integer() or abs(value) >= 1_000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def interval(cell: Cell, gauge: Gauge) -> str:
    """The interval in words; empty where there is none."""
    if cell.low is None and cell.high is None:
        return ""
    low = "below what was seen" if cell.low is None else written(cell.low, gauge.unit)
    high = "above what was seen" if cell.high is None else written(cell.high, gauge.unit)
    return f"{low} to {high}"


def why(cell: Cell) -> str:
    """Why there is no value."""
    return WHY.get(str(cell.reason), "")
