"""The desk of rules: looking, switching, history, alarms. Nothing here but names."""

from leeward.insights.rules.desk.history import explain, run
from leeward.insights.rules.desk.looking import alarms, pairs, rule_lines, rule_view
from leeward.insights.rules.desk.switching import switch
from leeward.insights.rules.desk.watching import acknowledge, wake, watch

__all__ = ["acknowledge", "alarms", "explain", "pairs", "rule_lines", "rule_view", "run", "switch", "wake", "watch"]
