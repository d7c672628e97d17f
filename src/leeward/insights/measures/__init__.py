"""Measures at work: what each says of each period, against its target and beside its guardrail, and that closed periods stay.

Who works here: everybody who asks where we stand; the clockwork, which counts the periods that run and closes those that are
over and settled. What is counted and how stands in the playbook; ``leeward.playbook.measures`` reads, writes and reckons it.
``kept`` turns results into what is recorded, ``lines`` puts periods together into what is shown.

Hears: nothing. Writes: MeasureDefined, PeriodClosed, PeriodRecounted.
"""
