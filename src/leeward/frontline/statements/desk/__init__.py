"""The desk of statements: what listens, what wakes, what is sent, and what leads ask for. Nothing here but names."""

from leeward.frontline.statements.desk.drafting import listeners, wake
from leeward.frontline.statements.desk.looking import counts, lines, ready, statement
from leeward.frontline.statements.desk.moving import reopen, submitted
from leeward.frontline.statements.desk.posting import Target, post
from leeward.frontline.statements.desk.sending import send

__all__ = ["Target", "counts", "lines", "listeners", "post", "ready", "reopen", "send", "statement", "submitted", "wake"]
