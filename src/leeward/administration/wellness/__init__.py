"""Wellness: how much of what weighs somebody has looked at, what they do not look at, breaks, and what others may know of it.

Everybody works here, on their own page. Only the wellness lead sees another person, and each time is a fact; everybody else sees
how many people are near their limits, and no number that would be about few (Q36). Assignment asks the same table of its own.

Hears: nothing. Writes: OptedOut, BreakBegan, BreakEnded, WellbeingSeen.
"""
