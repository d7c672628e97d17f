"""Grounds on which somebody restricted is not told. Where statements of reasons are made, only the law can be one."""

from collections.abc import Mapping

QUIET: Mapping[str, str] = {
    "deceptive_high_volume": "Deceptive commercial content in high volume (DSA Art. 17(2))",
    "order_confidential": "An authority ordered it, and that nobody is told for now (DSA Art. 10(5))",
    "investigation": "A network is being mapped",
}
"""Each ground and what it means."""

LAWFUL = frozenset({"deceptive_high_volume", "order_confidential"})
"""Grounds that the DSA knows: no statement of reasons is owed."""
