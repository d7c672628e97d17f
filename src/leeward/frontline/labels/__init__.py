"""Labels: what is remembered of somebody or something from one event to the next, with an end.

``playbook/labels.toml`` says which there are. Rules put them as activity comes in (intake) and ask about them; people put those
that are theirs to put and take away any, for a reason. What somebody took away, no rule puts again before its time.
``reasons`` is why, ``refusals`` what is not done, ``views`` what is seen.

Who works here: leads and analysts of rules; reviewers look.

Hears: nothing.
Writes: LabelPut, LabelTaken.
"""
