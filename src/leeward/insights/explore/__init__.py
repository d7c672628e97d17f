"""Explore: questions of one's own to the lake, in SQL, and what becomes of the answers.

Who works here: analysts and leads, who ask, save, share, draw and take away. A query is checked here (``checking``), by
DuckDB's own parser, and by the process in which it runs apart (``record.lake.apart``); ``guarded`` gives it the tables as its
role may see them, ``parameters`` fills in values, ``counted`` leaves small counts out of what is taken away, ``picturing``
proposes a picture, ``drafting`` makes the draft of a measure. Words of queries are kept in the vault.

Hears: nothing. Writes: QueryRun, QuerySaved, QueryDropped, AnswerTaken.
"""
