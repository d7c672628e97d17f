"""Rules at work: what each matches, how often it was right, what it costs, and what a changed one would do.

Who works here: analysts, who draft and test rules over history; leads, who switch a rule off when it does harm and look at
alarms; the clockwork, which raises them. ``trial`` says what a rule does over history, ``share`` how sure a share is,
``alarm`` what is out of the ordinary, ``graph`` makes the picture of rules, ``skeleton`` begins a rule's file. A draft
is a file to apply: nothing of it is kept here.

Hears: nothing. Writes: RuleSwitchedOff, RuleSwitchedOn, FiringAlarmRaised, FiringAlarmAcknowledged, HistoryRead.
"""
