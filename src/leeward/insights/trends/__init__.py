"""What moves: every series is watched against its own past, and an alarm explains itself before it rings.

Who works here: whoever asks of counts whether they are out of the ordinary. ``tails`` has the chances, ``baseline`` says what was
to be expected, ``judging`` what is out of the ordinary and how often it is so by chance, ``newcomers`` judges values never seen
before, ``turning`` dates a change.

Hears: nothing. Writes: nothing.
"""
