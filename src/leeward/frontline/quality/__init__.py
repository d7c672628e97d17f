"""Quality of people and machines: how often decisions are right, how much people agree, and where they part (Q30, Q31).

``proportions`` are shares with intervals; ``agreement`` measures raters of the same items; ``consensus`` finds what is likely
true from unequal reviewers; ``drift`` says which cohort differs; ``sampling`` draws what is looked at again.

Hears: nothing.
Writes: nothing.
"""
