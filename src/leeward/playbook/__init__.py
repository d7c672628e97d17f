"""The playbook: how the team works, as files that analysts own.

``reader.read_playbook`` turns the files into one frozen ``model.Playbook`` or raises every mistake at once, each with its
place; the rule language is in ``rules``; ``tree``, ``clocks``, ``order``, ``routing`` and ``ladder`` answer, purely, what the
playbook says about one case.
"""
