"""Thirty days of reports: seasonal by hour and weekday, with reporters who come again and subjects reported twice."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from leeward.drills.words import HARMS, LANGUAGES, PLACES, SAID, SHOWN
from leeward.frontline.intake.arrival import ReporterIn, ReportIn, SubjectIn
from leeward.playbook.model import Playbook
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Capacity, Source
from leeward.record.terms.subject import SubjectKind

DAYS = 30
_ELEMENTS = (
    "explanation",
    "location",
    "identity",
    "signature",
    "good_faith",
    "contact",
    "depicted",
    "non_consent",
    "declaration",
)
_BY_HOUR = (2, 1, 1, 1, 1, 2, 3, 5, 7, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 7, 6, 5, 4, 3)


def reports(random: Random, playbook: Playbook, count: int, until: Moment) -> list[ReportIn]:
    """``count`` reports of the thirty days before ``until``, in the order of receipt."""
    known = [row for row in HARMS if row[0] in playbook.harms]
    moments = sorted(_moment(random, until) for _ in range(count))
    return list(_reports(random, known, moments))


def _reports(random: Random, known: list[tuple[str, float, SubjectKind, str]], moments: list[Moment]) -> Iterator[ReportIn]:
    seen: list[tuple[SubjectIn, str, str]] = []
    for number, moment in enumerate(moments):
        again = bool(seen) and random.random() < 0.12
        if again:  # somebody else reports what was reported lately
            subject, harm, language = seen[-1 - min(len(seen) - 1, int(random.expovariate(1 / 25)))]
        else:
            harm, _, kind, platform = random.choices(known, [row[1] for row in known])[0]
            language = random.choices([code for code, _ in LANGUAGES], [weight for _, weight in LANGUAGES])[0]
            subject = SubjectIn(
                kind=kind,
                id=f"{platform}-{number:06}",
                platform=platform,
                content=random.choice(SHOWN[language]),
            )
            seen.append((subject, harm, language))
        yield _report(random, number, subject, harm, language, moment)


def _report(random: Random, number: int, subject: SubjectIn, harm: str, language: str, moment: Moment) -> ReportIn:
    intimate = harm.startswith(("intimate_images", "covert_imagery"))
    notice = intimate and random.random() < 0.4
    elements = tuple(element for element in _ELEMENTS if random.random() < 0.94) if notice else ()
    flagged = not notice and random.random() < 0.04
    source = Source.NOTICE if notice else Source.TRUSTED_FLAGGER if flagged else Source.USER_REPORT
    capacity = Capacity.SUBJECT if notice else Capacity.TRUSTED_FLAGGER if flagged else Capacity.THIRD_PARTY
    return ReportIn(
        id=f"demo-{number:06}",
        subject=subject,
        harm=harm,
        reporter=ReporterIn(id=f"reporter-{int(random.paretovariate(1.1)) % 1_500}", contact="reporter@example.org"),
        source=source,
        capacity=capacity,
        language=language,
        jurisdictions=(random.choice(PLACES[language]),),
        elements=elements,
        text=random.choice(SAID[language]),
        reach=int(random.lognormvariate(4, 1.6)),
        received=moment,
    )


def _moment(random: Random, until: Moment) -> Moment:
    """Some moment of the last thirty days; nights and weekends are quieter, and the last days a little busier."""
    while True:
        moment: Moment = until - timedelta(days=DAYS) * (random.random() ** 1.15)
        quiet = _BY_HOUR[moment.hour] / 8 * (0.7 if moment.weekday() >= 5 else 1.0)
        if random.random() < quiet:
            return moment
