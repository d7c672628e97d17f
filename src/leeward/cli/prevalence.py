"""``leeward prevalence``: plan, draw, look at and close samples, with the console's rights."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import click
import msgspec

from leeward.cli import say
from leeward.cli.job import as_somebody, at_work
from leeward.insights.prevalence import desk
from leeward.insights.prevalence.correction import Corrected
from leeward.insights.prevalence.planning import Aim, labels_for, plan
from leeward.insights.prevalence.views import Seen
from leeward.insights.prevalence.wanted import RULES, Wanted
from leeward.lakeside import lake_folder, write_lake
from leeward.record.ledger.seal import seal_pending
from leeward.record.terms.code import Digest
from leeward.record.terms.ids import SampleId
from leeward.record.terms.moment import now
from leeward.record.terms.prevalence import Basis, Design

_designs = click.Choice([design.value for design in Design])
_day = click.DateTime(["%Y-%m-%d"])


@click.group()
def prevalence() -> None:
    """Estimate how much of what happens violates, from samples of what nobody reported."""


@prevalence.command("plan")
@click.option("--expected", required=True, type=float, help="The share that is expected, e.g. 0.0017.")
@click.option("--half-width", type=float, help="To be known to within so much, e.g. 0.0005: how many labels does it take?")
@click.option("--labels", type=int, help="So many labels: to within how much is it known?")
@click.option("--design", type=_designs, default="stratified", show_default=True)
@click.option("--auc", type=float, default=0.9, show_default=True, help="How well the score tells; 0.5 tells nothing.")
@click.option("--sensitivity", type=float, default=0.95, show_default=True, help="What labels find of what violates.")
@click.option("--false", "false_", type=float, default=0.0, show_default=True, help="What labels find in what does not.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on the last line.")
def plan_command(
    expected: float, half_width: float | None, labels: int | None, design: str, auc: float, sensitivity: float, false_: float,
    as_json: bool,
) -> None:  # fmt: skip
    """How many labels for a half-width, or the half-width of so many labels. Exit 3 where a million are not enough."""
    if (half_width is None) == (labels is None):
        raise click.UsageError("Give --half-width or --labels, one of them.")
    aim = Aim(expected=expected, design=Design(design), auc=auc, sensitivity=sensitivity, false=false_)
    found = plan(aim, labels) if labels is not None else labels_for(aim, half_width or 0.0)
    if found is None:
        say(as_json, {"plan": None}, "Not even a million labels are enough.")
        raise click.exceptions.Exit(3)
    text = f"{found.labels:,} labels: to within {found.half_width:.4%}; about {found.positives:,.1f} of them violate."
    say(as_json, {"plan": msgspec.to_builtins(found)}, text)


@prevalence.command("draw")
@click.argument("kind")
@click.option("--labels", type=int, default=1_000, show_default=True)
@click.option("--since", type=_day, help="The first day, UTC; seven days before the last when left out.")
@click.option("--until", type=_day, help="The day after the last one, UTC; today when left out.")
@click.option("--design", type=_designs, default="stratified", show_default=True)
@click.option("--harm", help="The harm that is looked for, or the first part of several; every one when left out.")
@click.option("--score", default=RULES, show_default=True, help="What the design leans on: rules, or a field.")
@click.option("--weighed-by", help="The field that says what an event counts for, such as views.")
@click.option("--segment", "segments", multiple=True, help="A field to estimate by as well; at most two.")
@click.option("--looks", type=int, default=2, show_default=True, help="Blind looks at each event.")
@click.option("--verified", type=float, default=0.02, show_default=True, help="An expert looks at so much of the rest.")
@click.option("--expected", type=float, default=0.001, show_default=True, help="The share that is expected.")
@click.option("--seed", help="The seed of an earlier sample, to draw it again.")
@as_somebody
def draw_command(
    kind: str, labels: int, since: datetime | None, until: datetime | None, design: str, harm: str | None, score: str,
    weighed_by: str | None, segments: tuple[str, ...], looks: int, verified: float, expected: float, seed: str | None, login: str,
    as_json: bool,
) -> None:  # fmt: skip
    """Draw events of a kind of activity from the lake, and send them to blind labelling."""
    last = until.replace(tzinfo=UTC) if until else datetime.combine(now().date(), time(), UTC)
    first = since.replace(tzinfo=UTC) if since else last - timedelta(days=7)
    wanted = Wanted(
        kind=kind, since=first, until=last, labels=labels, design=Design(design), harm=harm, score=score, weighed_by=weighed_by,
        segments=segments, looks=looks, verified=verified, expected=expected,
    )  # fmt: skip
    given = msgspec.convert(seed, Digest) if seed else None
    with at_work(login, "prevalence.draw") as (house, who):
        seal_pending(house.record)
        write_lake(house)
        sample = desk.draw(house.record, house.playbook(), who, wanted, lake_folder(house), seed=given)
        with house.record.reading() as look:
            one = desk.sample_of(look, sample)
    text = f"Sample {sample}: {one.planned:,} of {one.size:,} events are to be labelled."
    say(as_json, {"sample": str(sample), "size": one.size, "planned": one.planned, "seed": one.seed}, text)


@prevalence.command("list")
@as_somebody
def list_command(login: str, as_json: bool) -> None:
    """Samples, the latest first."""
    with at_work(login, "prevalence.view") as (house, _), house.record.reading() as look:
        found = desk.samples(look)
    told = [f"{one.id} {one.harm or 'every harm'} in {one.event_kind}: {one.done} of {one.planned} labelled" for one in found]
    say(as_json, {"samples": msgspec.to_builtins(found)}, "\n".join(told) or "None.")


@prevalence.command("estimate")
@click.argument("number", type=click.UUID)
@click.option("--close", "closing", is_flag=True, help="Close the sample with this estimate, which never changes then.")
@as_somebody
def estimate_command(number: UUID, closing: bool, login: str, as_json: bool) -> None:
    """What a sample's labels come to: share, interval, how it was corrected. Exit 3 where no share can be given."""
    with at_work(login, "prevalence.draw" if closing else "prevalence.view") as (house, who):
        if closing:
            desk.close(house.record, who, SampleId(number))
        with house.record.reading() as look:
            found = desk.seen(look, SampleId(number), now())
    say(as_json, msgspec.to_builtins(found), "\n".join(_told(found)))
    if found.estimate is None or found.estimate.basis is Basis.REFUSED:
        raise click.exceptions.Exit(3)


def _told(found: Seen) -> list[str]:
    head = f"{found.labels} of {found.sample.planned} labelled, {found.positives} violate"
    if found.estimate is None:
        return [head]
    lines = [f"{_share(found.estimate)}; {head}"]
    return [*lines, *(f"{part.what} {part.name}: {_share(part.found) if part.found else 'hidden'}" for part in found.parts)]


def _share(found: Corrected) -> str:
    if found.value is None:
        return f"refused: {found.why}"
    return f"{found.value:.4%} [{found.low:.4%}, {found.high:.4%}] {found.basis.value}"
