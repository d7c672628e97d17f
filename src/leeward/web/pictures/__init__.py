"""Pictures drawn by the server: inline SVG that needs no script, no inline style and no colour to be read.

A page makes a ``Chart`` and its template shows it, with its legend and its table::

    from leeward.web.pictures.chart import Series, Target
    from leeward.web.pictures.lines import lines

    picture = lines("Time to action", days, [Series(name="median", values=medians, low=lows, high=highs)], unit="seconds")

    {% from "kit/chart.html" import chart %}
    {{ chart(picture) }}

- ``lines``: over time, with a band, a target and marked moments. ``columns``: counts over time, one series or stacked.
- ``bars``: categories side by side, one series or stacked. ``dots``: values with their intervals. ``multiples``: one small
  line each, all to one scale. ``small``: the start-by bar and the spark line.
- A value that is None (or not a number) is a gap, never a zero. ``unit`` is ``share`` (0 to 1, shown as per cent), ``seconds``
  (shown as a span) or a word such as ``reports``.
- Series differ by dash or pattern first, colour second: at most six. What is more belongs into ``multiples``; ``columns`` and
  ``bars`` sum the rest up as "other". Text keeps its size on every width; lines and bars stretch.
- Every picture carries a title and a description for those who hear it, and a table of what it shows (at most 400 rows).
"""
