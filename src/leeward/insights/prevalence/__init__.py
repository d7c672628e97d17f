"""Prevalence: how much of everything that happens violates, from a sample of what nobody reported (FIELD 3.1, 3.5, Q22).

``designs`` says who is drawn and with which chance, ``estimates`` what the labels come to with an interval that holds where a
handful was found, ``correction`` what that is without the mistakes of people, ``intervals`` are the plain ones to show beside.

Hears: nothing. Writes: nothing.
"""
