"""Patterns: who comes back after which penalty, how many there are whom no list has (Q67), and what belongs together.

``survival`` is Kaplan and Meier's estimator with intervals, ``cohorts`` sorts decisions by penalty, rung and clause, ``overlap``
estimates from lists that overlap how many stand on none; ``grouping`` ties near copies and shared media into campaigns. Who works
here: analysts and policy people, who want to know which penalties change behaviour and what runs as one; nothing is decided here.

Hears: nothing. Writes: CampaignFound, CampaignGrew.
"""
