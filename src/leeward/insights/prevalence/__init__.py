"""Prevalence: how much of everything that happens violates, from a sample of what nobody reported (FIELD 3.1, 3.5, Q22).

``wanted`` is what is asked for, ``scoring`` what is expected of each event, ``designs`` who is drawn and with which chance,
``estimates`` what the labels come to with an interval that holds where a handful was found, ``correction`` what that is without
the mistakes of people, ``intervals`` are the plain ones to show beside, ``planning`` says how many labels it takes.

Who works here: analysts and leads, who draw a sample from the lake. It goes to blind labelling, in the room of quality; what is
found there comes back as labels that stand, and as reports of our own, so that nobody who was found is left alone.

Hears: nothing.
Writes: PrevalenceSampled, PrevalenceItemDrawn, PrevalenceEstimated, PrevalenceSampleClosed.
"""
