"""The desk of trends: watching the board, and what people do about an alarm. Nothing here but names."""

from leeward.insights.trends.desk.answering import close, end_silence, explain, silence, take
from leeward.insights.trends.desk.looking import (
    alarm_view,
    alarms,
    alarms_of,
    boards,
    numbers,
    read_note,
    series_list,
    series_view,
    silences,
)
from leeward.insights.trends.desk.watching import foresee, watch, watch_when_due

__all__ = [
    "alarm_view", "alarms", "alarms_of", "boards", "close", "end_silence", "explain", "foresee", "numbers", "read_note",
    "series_list", "series_view", "silence", "silences", "take", "watch", "watch_when_due",
]  # fmt: skip
