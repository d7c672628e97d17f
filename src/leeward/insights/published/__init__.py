"""What platforms and authorities publish, beside our own figures: taken in from their files, shown by period and by whom.

Who works here: analysts, who put a figure of ours beside the figures of others, and look whether a rise elsewhere is one
platform's or everybody's. ``cube`` says what of a table adds up, and asks only that; ``wording`` makes words of codes. Cells that
a publisher keeps small stay intervals; what an edition said before is to be seen beside what the last one says.

Hears: nothing. Writes: PublishedTaken.
"""
