"""Can we cope: what comes, how long it takes, who is there, and the chance that something is begun too late.

Who works here: leads, who plan people; analysts, who look at what comes and how long it takes; the clockwork, which forecasts
once a day, so that what was foretold can be held against what came. ``seasonal`` forecasts counts and ``backtest`` holds it
against simpler ones, ``handling`` fits times, ``erlang`` and ``priorities`` say how many people immediate work needs and
``levelling`` how many what can wait needs, ``coping`` plays the coming hours, ``staffing`` puts them together. No figure is of
a named person, and cells of few people are hidden.

Hears: nothing. Writes: ForecastMade, ForecastTested.
"""
