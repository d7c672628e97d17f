"""``boards/``: what is looked at together has to be there, and has to be known for whom it is looked at."""

from collections.abc import Iterator

from leeward.playbook.board import Board, Dimension, families_of
from leeward.playbook.diagnostics import Diagnostic, suggestion
from leeward.playbook.draft import Draft


def every_board_shows_measures_that_exist(draft: Draft) -> Iterator[Diagnostic]:
    """Each row is a measure, once; each can be split by what the board is about; what a board is only about is known."""
    codes, gauges = draft.known("gauge"), {each.code: each for each in draft.gauges}
    for board in draft.boards:
        yield from _about(draft, board)
        seen = set()
        for row in board.rows:
            gauge = gauges.get(row.measure)
            if row.measure not in codes:
                yield draft.at(row, "measure").diagnostic(f"there is no measure {row.measure}", suggestion(row.measure, codes))
            elif row.measure in seen:
                yield draft.at(row, "measure").diagnostic(f"{row.measure} stands on this board already", "keep one of them")
            elif gauge is not None and board.by is not None and board.by.value not in gauge.dimensions:
                known = ", ".join(gauge.dimensions) or "none"
                hint = f"it can be split by: {known}; put it on another board, or let the measure yield {board.by.value}"
                yield draft.at(row, "measure").diagnostic(f"{row.measure} cannot be split by {board.by.value}", hint)
            seen.add(row.measure)


def _about(draft: Draft, board: Board) -> Iterator[Diagnostic]:
    if board.only is None:
        return
    if board.by is None:
        hint = 'say of what: by = "queue", "family" or "market"'
        yield draft.at(board, "only").diagnostic(f'nobody can say what "{board.only}" is', hint)
        return
    known = {
        Dimension.QUEUE: draft.known("queue"),
        Dimension.FAMILY: set(families_of(sorted(draft.known("harm")))),
        Dimension.MARKET: {board.only},  # markets come with reports: no file lists them
    }[board.by]
    blind = {Dimension.QUEUE: "queue", Dimension.FAMILY: "harm"}.get(board.by) in draft.blind
    if board.only not in known and not blind:
        hint = suggestion(board.only, known)
        yield draft.at(board, "only").diagnostic(f"there is no {board.by.value} {board.only}", hint)
