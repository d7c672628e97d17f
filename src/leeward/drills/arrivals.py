"""Ninety days of reports: seasonal by hour and weekday, with reporters who come again, subjects reported twice, and stories."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from hashlib import sha256
from random import Random

from leeward.drills.stories import STORIES, Story
from leeward.drills.words import HARMS, LANGUAGES, PLACES, SAID, SHOWN
from leeward.frontline.intake.arrival import ReporterIn, ReportIn, SubjectIn
from leeward.playbook.model import Playbook
from leeward.record.terms.code import MediaHash, SourceCode
from leeward.record.terms.moment import Moment
from leeward.record.terms.report import Capacity, Source
from leeward.record.terms.subject import HashKind, MediaReference, SubjectKind

DAYS = 90
KNOWN_IMAGES = 40
"""So many made-up images stand in the house's own bank (``rooms.py``)."""
_IMAGES = ("intimate_images", "covert_imagery")
_Kind = tuple[str, float, SubjectKind, str]
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
    """``count`` reports of the ninety days before ``until``, in the order of receipt; a part of them belongs to the stories."""
    told = [(story.moment(random, until), story) for story in STORIES for _ in range(int(count * story.share))]
    plain = [(_moment(random, until), None) for _ in range(count - len(told))]
    return list(_reports(random, _kinds(playbook), sorted([*told, *plain], key=lambda each: each[0])))


def newcomers(random: Random, playbook: Playbook, count: int, moment: Moment, first: int) -> list[ReportIn]:
    """Reports of this very moment, numbered from ``first``: the world goes on."""
    return list(_reports(random, _kinds(playbook), [(moment, None)] * count, first))


def _kinds(playbook: Playbook) -> list[_Kind]:
    """How often which harm is reported; those of the playbook that the world has no share for come now and then."""
    usual = [row for row in HARMS if row[0] in playbook.harms]
    others = set(playbook.harms) - {row[0] for row in usual}
    return [*usual, *((harm, 0.3, SubjectKind.ACCOUNT, "social") for harm in sorted(others))]


def _reports(
    random: Random, known: list[_Kind], moments: Sequence[tuple[Moment, Story | None]], first: int = 0
) -> Iterator[ReportIn]:
    seen: list[tuple[SubjectIn, str, str]] = []
    targets: dict[str, tuple[SubjectIn, str, str]] = {}
    for number, (moment, story) in enumerate(moments, first):
        if story and story.name in targets:  # many speak of the one
            subject, harm, language = targets[story.name]
        elif not story and seen and random.random() < 0.12:  # somebody else reports what was reported lately
            subject, harm, language = seen[-1 - min(len(seen) - 1, int(random.expovariate(1 / 25)))]
        else:
            subject, harm, language = _new(random, known, number, story)
            seen.append((subject, harm, language))
            if story and story.one_subject:
                targets[story.name] = seen[-1]
        yield _report(random, number, subject, harm, language, moment, story)


def _new(random: Random, known: list[_Kind], number: int, story: Story | None) -> tuple[SubjectIn, str, str]:
    harm, _, kind, platform = random.choices(known, [row[1] for row in known])[0]
    language = random.choices([code for code, _ in LANGUAGES], [weight for _, weight in LANGUAGES])[0]
    if story:
        harm, kind, platform = random.choice(story.harms), story.kind, story.platform
        language = story.language or language
    usual = random.choice(SHOWN[language])
    subject = SubjectIn(
        kind=kind,
        id=f"{platform}-{number:06}",
        platform=platform,
        content=story.shows.format(number=number) if story and story.shows else usual,
        media=_media(random, harm, number),
    )
    return subject, harm, language


def known_hash(number: int) -> str:
    """The PDQ hash of the made-up image ``number``: of nothing, since there is no image."""
    return sha256(f"made-up image {number}".encode()).hexdigest()


def _media(random: Random, harm: str, number: int) -> tuple[MediaReference, ...]:
    """Reports of images name one; every eighth is an image that the house knows already."""
    if not harm.startswith(_IMAGES):
        return ()
    which = random.randrange(KNOWN_IMAGES) if random.random() < 0.12 else KNOWN_IMAGES + number
    return (MediaReference(hash=HashKind.PDQ, digest=MediaHash(known_hash(which)), held_by=SourceCode("social")),)


def _report(
    random: Random, number: int, subject: SubjectIn, harm: str, language: str, moment: Moment, story: Story | None
) -> ReportIn:
    intimate = harm.startswith(_IMAGES)
    notice = intimate and random.random() < 0.4
    elements = tuple(element for element in _ELEMENTS if random.random() < 0.94) if notice else ()
    flagged = not notice and not (story and story.one_subject) and random.random() < 0.04
    source = Source.NOTICE if notice else Source.TRUSTED_FLAGGER if flagged else Source.USER_REPORT
    capacity = Capacity.SUBJECT if notice else Capacity.TRUSTED_FLAGGER if flagged else Capacity.THIRD_PARTY
    usual = _reporter(random, number, story)
    return ReportIn(
        id=f"demo-{number:06}",
        subject=subject,
        harm=harm,
        reporter=ReporterIn(id=FLAGGER if flagged else usual, contact="reporter@example.org"),
        source=source,
        capacity=capacity,
        language=language,
        jurisdictions=(random.choice(PLACES[language]),),
        elements=elements,
        text=story.says if story and story.says else random.choice(SAID[language]),
        reach=int(random.lognormvariate(4, 1.6)),
        received=moment,
    )


FLAGGER = "harbour-helpline"
"""As whom platforms pass on the notices of the world's first trusted flagger."""


def _reporter(random: Random, number: int, story: Story | None) -> str:
    """A few report often, most once or twice; who joins a brigade was never seen before."""
    if story and story.one_subject:
        return f"newcomer-{number}"
    return f"reporter-{int(6_000 * random.betavariate(0.7, 3))}"


def _moment(random: Random, until: Moment) -> Moment:
    """Some moment of the last ninety days; nights and weekends are quieter, and the last days a little busier."""
    while True:
        moment: Moment = until - timedelta(days=DAYS) * (random.random() ** 1.15)
        quiet = _BY_HOUR[moment.hour] / 8 * (0.7 if moment.weekday() >= 5 else 1.0)
        if random.random() < quiet:
            return moment
