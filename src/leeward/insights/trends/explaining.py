"""Why it moved, asked before it rings: is it late data, does everything move, did a code or a rule or the playbook change, is it
one platform, reporter, market, rule, reviewer; and only when none of these, a trend.

Every check gives its figures, whether it stood out or not; the first that stood out is the alarm's cause. What moved is the
*excess*: what came in the window beyond what the days before would have brought in as many days.
"""

from collections.abc import Mapping, Sequence
from math import sqrt

import msgspec

from leeward.insights.trends.streams import ALL, NARROW
from leeward.record.facts.trends import Check
from leeward.record.terms.code import DimensionCode, ValueCode, is_code
from leeward.record.terms.trend import Cause, Move

MOST = 0.6
"""One value holds so much of the excess: it is concentrated there."""
MOST_OF_ONE = 0.5
"""The same for one subject, reporter or reviewer, of which there are many."""
MORE = 0.2
"""And so much more than its usual share."""
FIRST, SURELY = 0.75, 2.6
"""So many of the reporters never reported before, and so many standard deviations more than usual."""
ALIKE = 0.6
"""The whole moved by so much of what the series did: everything moves."""
ODDLY_LATE = 0.3
UNNAMED = ValueCode("unnamed")
_ONE = ("about", "reporter", "person")


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a dimension within the series: how many in the window, and in the days before."""

    value: str
    now: int
    before: int
    of_now: int
    of_before: int


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What the lake says about a move."""

    move: Move
    days: int
    """Of the window."""
    days_before: int
    share: bool
    whole: Part
    own: Part
    parts: Mapping[str, Sequence[Part]]
    late: tuple[float, float]
    """The share of what was recorded more than a day after it happened, in the window and before."""
    firsts: tuple[int, int, int, int] | None
    """Reporters in the window, of them new; the same of the days before."""
    new_codes: Sequence[tuple[str, str]]
    """Dimension and value of codes that the whole stream had never seen before the window."""
    gone_codes: Sequence[tuple[str, str, float]]
    """Codes that were there before and are not in the window, with how many the window would have had."""
    playbooks: int
    """How often another playbook came into force in the window or the day before."""
    switched: Sequence[str]
    """Rules that somebody switched then."""
    dimension: str
    value: str


def excess(part: Part, evidence: Evidence) -> float:
    """What came beyond the usual; of a share, beyond what as many rows would usually have had."""
    if evidence.share:
        usual = part.before / part.of_before if part.of_before else evidence.own.before / max(1, evidence.own.of_before)
        return part.now - usual * part.of_now
    return part.now - part.before * evidence.days / max(1, evidence.days_before)


def explain(evidence: Evidence) -> tuple[Check, ...]:
    """All checks, in the order in which they may be the cause."""
    return (
        _late(evidence),
        _volume(evidence),
        _codes(evidence),
        _rule(evidence),
        _playbook(evidence),
        *_concentrations(evidence),
    )


def cause_of(checks: Sequence[Check]) -> Check:
    """The check that explains it: the first that stood out; a trend when none did."""
    return next((each for each in checks if each.odd), Check(check=Cause.TREND, odd=True))


def _late(evidence: Evidence) -> Check:
    now, usual = evidence.late
    return Check(check=Cause.LATE, odd=now - usual > ODDLY_LATE, share=now, usual=usual)


def _volume(evidence: Evidence) -> Check:
    """How the rest of the stream moved, in proportion to the series."""
    if evidence.dimension == ALL or evidence.share:
        return Check(check=Cause.VOLUME, odd=False)
    whole, own_ = evidence.whole, evidence.own
    rest = Part(value="", now=whole.now - own_.now, before=whole.before - own_.before, of_now=0, of_before=0)
    moved, own = _factor(rest, evidence) - 1, _factor(evidence.own, evidence) - 1
    alike = moved / own if own and moved * own > 0 else 0.0
    return Check(check=Cause.VOLUME, odd=alike >= ALIKE and abs(moved) > 0.2, share=moved, usual=own)


def _factor(part: Part, evidence: Evidence) -> float:
    return (part.now / evidence.days + 0.02) / (part.before / max(1, evidence.days_before) + 0.02)


def _codes(evidence: Evidence) -> Check:
    """Whether a code took another's place: this one is new, or what vanished is about what came."""
    new = [value for dimension, value in evidence.new_codes if dimension == evidence.dimension]
    gone = [(value, usual) for dimension, value, usual in evidence.gone_codes if dimension == evidence.dimension]
    moved = excess(evidence.own, evidence)
    took = [value for value, usual in gone if moved > 0 and 0.5 < usual / moved < 2 and value != evidence.value]
    odd = evidence.move is Move.NEW or evidence.value in new
    if evidence.move is Move.FALL and evidence.own.now == 0 and new:
        odd, took = True, new
    return Check(
        check=Cause.CODES, odd=odd, dimension=DimensionCode(evidence.dimension) if odd else None,
        value=code(took[0] if took else evidence.value) if odd else None, count=len(new) + len(gone),
    )  # fmt: skip


def _rule(evidence: Evidence) -> Check:
    """Whether a rule was switched, or one that matches now has a version that it had not before."""
    parts = evidence.parts.get("rule_version", ())
    fresh = [each for each in parts if each.before == 0 and each.now > 0]
    held = sum(max(0.0, excess(each, evidence)) for each in fresh)
    moved = excess(evidence.own, evidence)
    share = held / moved if moved > 0 else 0.0
    mine = [rule for rule in evidence.switched if evidence.value == rule or evidence.dimension != "rule"]
    touches = evidence.dimension == "rule" or "rule" in evidence.parts
    if touches and mine:
        return Check(check=Cause.RULE, odd=True, dimension=DimensionCode("rule"), value=code(mine[0]), count=len(mine))
    if fresh and share > MOST:
        return Check(
            check=Cause.RULE, odd=True, dimension=DimensionCode("rule_version"), value=code(fresh[0].value), share=share,
            count=len(fresh),
        )  # fmt: skip
    return Check(check=Cause.RULE, odd=False, count=len(fresh))


def _playbook(evidence: Evidence) -> Check:
    return Check(check=Cause.PLAYBOOK, odd=evidence.playbooks > 0, count=evidence.playbooks)


def _concentrations(evidence: Evidence) -> list[Check]:
    found = [_concentration(name, evidence) for name in NARROW if name in evidence.parts and name != evidence.dimension]
    if evidence.firsts is not None:
        found.insert(1, _reporters(evidence))
    return found


def _concentration(name: str, evidence: Evidence) -> Check:
    """How much of the excess one value has, beside its usual share. A fall is looked at the same way."""
    sign = -1 if excess(evidence.own, evidence) < 0 else 1
    moved = sign * excess(evidence.own, evidence)
    parts = sorted(evidence.parts[name], key=lambda each: -sign * excess(each, evidence))
    if not parts or moved <= 0:
        return Check(check=Cause.CONCENTRATION, odd=False, dimension=DimensionCode(name))
    top = parts[0]
    share = min(1.0, sign * excess(top, evidence) / moved)
    usual = top.before / evidence.own.before if evidence.own.before else 0.0
    if evidence.share and evidence.own.of_now:
        usual = max(usual, top.of_now / evidence.own.of_now)  # who decides more also turns more down
    enough = MOST_OF_ONE if name in _ONE else MOST
    odd = share >= enough and share - usual >= MORE and (name not in _ONE or top.now + top.before >= 3)
    return Check(
        check=Cause.CONCENTRATION, odd=odd, dimension=DimensionCode(name), value=code(top.value), share=max(0.0, share),
        usual=usual, count=len(parts),
    )  # fmt: skip


def _reporters(evidence: Evidence) -> Check:
    """Whether those who report now never did before."""
    assert evidence.firsts is not None
    now, new, before, before_new = evidence.firsts
    share, usual = new / max(1, now), before_new / max(1, before)
    sure = (share - usual) / sqrt(max(usual * (1 - usual), 0.01) / max(1, now))
    odd = now >= 3 and share >= FIRST and sure >= SURELY and evidence.move is not Move.FALL
    return Check(
        check=Cause.CONCENTRATION, odd=odd, dimension=DimensionCode("reporter"), value=ValueCode("first_time") if odd else None,
        share=share, usual=usual, count=now,
    )  # fmt: skip


def code(value: str) -> ValueCode:
    """A value as a code; what cannot be one is not named."""
    return ValueCode(value) if is_code(value) else UNNAMED
