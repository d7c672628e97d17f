"""The pictures of workload, made by the kit."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import exp

from leeward.insights.workload import views
from leeward.insights.workload.logs import Summary
from leeward.web.pictures.chart import Chart, Noted, Series
from leeward.web.pictures.lines import lines, multiples

_HOUR = timedelta(hours=1)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def coming(seen: views.Copes) -> Chart:
    """What comes in each hour, with its band."""
    hours = seen.ahead.hours
    series = Series(name="expected", values=[h.expected for h in hours], low=[h.low for h in hours], high=[h.high for h in hours])
    return lines("What comes, by hour", _places(seen), [series], unit="jobs", first="hour", zero=True)


def people(seen: views.Copes) -> Chart:
    """Who will be there, and who is needed."""
    hours = seen.ahead.hours
    series = [
        Series(name="needed", values=[hour.needed for hour in hours]),
        Series(name="will be there", values=[hour.people for hour in hours]),
    ]
    return lines("People needed, and people there", _places(seen), series, unit="people", first="hour", zero=True)


def waits(seen: views.Copes) -> Chart:
    """What waits at the end of each hour."""
    left = seen.ahead.left
    series = Series(
        name="waits", values=[each[0] for each in left], low=[each[1] for each in left], high=[each[2] for each in left]
    )
    return lines("What waits at the end of each hour", _places(seen), [series], unit="jobs", first="hour", zero=True)


def by_day(seen: views.Arrivals) -> Chart:
    """What came in the last weeks, and what is expected."""
    past, ahead = seen.days, seen.ahead
    places = [begins for begins, _ in past] + [day.begins for day in ahead]
    gap: list[float | None] = [None] * len(past)
    told: list[float | None] = [each[0] if each else None for each in seen.foretold]
    low: list[float | None] = [each[1] if each else None for each in seen.foretold]
    high: list[float | None] = [each[2] if each else None for each in seen.foretold]
    series = [
        Series(name="came", values=[came for _, came in past] + [None] * len(ahead)),
        Series(
            name="expected",
            values=(told if any(told) else gap) + [day.expected for day in ahead],
            low=(low if any(told) else gap) + [day.low for day in ahead],
            high=(high if any(told) else gap) + [day.high for day in ahead],
        ),
    ]
    noted = [Noted(len(past), "from here on expected")] if ahead and past else []
    return lines("What came, and what is expected, by day", places, series, unit="jobs", first="day", noted=noted, zero=True)


def usual_week(week: Sequence[float]) -> Chart:
    """The hours of a usual week, a small picture a day."""
    panels = [Series(name=day, values=list(week[at * 24 : at * 24 + 24])) for at, day in enumerate(DAYS)]
    return multiples(
        "A usual week, by hour of the day", [f"{hour:02}:00" for hour in range(24)], panels, unit="jobs", first="hour"
    )


def _places(seen: views.Copes) -> list[datetime]:
    first = seen.ahead.days[0].begins
    return [first + n * _HOUR for n in range(len(seen.ahead.hours))]


def hours_of(seen: Summary) -> Chart:
    """A log's arrivals by hour of the day."""
    series = [Series(name="came", values=[hour.arrivals for hour in seen.hours])]
    return lines("What came in an hour, by hour of the day", _clock(seen), series, unit="calls", first="hour", zero=True)


def gone_of(seen: Summary) -> Chart:
    """Who went away, as it was and as Erlang A says."""
    series = [
        Series(name="went away", values=[hour.gone for hour in seen.hours]),
        Series(name="Erlang A says", values=[hour.gone_said for hour in seen.hours]),
    ]
    return lines("Share that went away, by hour of the day", _clock(seen), series, unit="share", first="hour", zero=True)


def patience_of(seen: Summary) -> Chart:
    """Who would still wait, by Kaplan and Meier and by the exponential that was fitted."""
    still = seen.patience.still if seen.patience else ()
    mean = seen.patience.mean if seen.patience else 1.0
    series = [
        Series(name="would still wait", values=[share for _, share in still]),
        Series(name="exponential", values=[exp(-seconds / mean) for seconds, _ in still]),
    ]
    places = [f"{seconds:.0f} s" for seconds, _ in still]
    return lines("Who would still wait after so many seconds", places, series, unit="share", first="waited", zero=True)


def _clock(seen: Summary) -> list[str]:
    return [f"{hour.hour:02}:00" for hour in seen.hours]
