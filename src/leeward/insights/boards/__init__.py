"""Boards: measures that somebody looks at together, of everything or of one queue, problem area or market.

Who works here: leads, before a shift and in a review; everybody who answers for a queue, an area or a market. What stands on a
board is a file of the playbook; what a measure says was recorded when its period was closed, so that a board never waits for the
lake. ``rows`` puts recorded results into what is shown, ``links`` says where a number is taken apart.

Hears: nothing. Writes: nothing.
"""
