"""What moves: every series is watched against its own past, and an alarm explains itself before it rings.

Who works here: analysts and leads, who take an alarm, say what it was, silence what is known; the clockwork, which looks when
the lake was written. ``tails`` has the chances, ``baseline`` says what was to be expected, ``judging`` what is out of the
ordinary and how often it is so by chance, ``newcomers`` judges values never seen before, ``turning`` dates a change;
``streams`` names what is counted and by what, ``reading`` asks the lake, ``ringing`` says which of all moves is an alarm,
``explaining`` makes the checks. Series come out of the lake, never out of tables.

Hears: nothing. Writes: AlarmRaised, AlarmSpread, AlarmTaken, AlarmExplained, AlarmClosed, AlarmSilenced, SilenceEnded,
BoardWatched.
"""
