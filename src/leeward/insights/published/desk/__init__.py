"""Taking published files in, and looking at them. Nothing here but names."""

from leeward.insights.published.desk.looking import Board, Filled, board, filled
from leeward.insights.published.desk.taking import NoSuchTable, Outcome, take

__all__ = ["Board", "Filled", "NoSuchTable", "Outcome", "board", "filled", "take"]
