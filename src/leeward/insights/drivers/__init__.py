"""Why a number moved: the smallest set of slices that explains it, what each contributed, and how sure that is.

Who works here: analysts and leads, who ask why a count or a ratio is not what it was. ``lattice`` adds up all slices over all
combinations of dimensions, ``evidence`` says what speaks for an effect in each cell, ``expectation`` what was to be expected,
``search`` finds the shortest description, ``effects`` reckons contributions with their intervals, and rate apart from mix,
``explaining`` puts it together, ``concentration`` says whether it is one of something. ``series`` is what can be asked about,
``question`` becomes a query over the lake, ``wording`` makes sentences, ``links`` leads to lists. Nothing of it is kept.

Hears: nothing. Writes: nothing.
"""
