"""Patterns: who comes back after which penalty, and how many there are whom no list has (Q67).

``survival`` is Kaplan and Meier's estimator with intervals, ``cohorts`` sorts decisions by penalty, rung and clause, ``overlap``
estimates from lists that overlap how many stand on none. Who works here: analysts and policy people, who want to know which
penalties change behaviour; nothing is decided here.

Hears: nothing. Writes: nothing.
"""
