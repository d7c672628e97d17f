"""Text behind the veil: for whoever works on the job, and every look is a fact with its purpose."""

import pytest

from cast import Cast
from frontline.office import PLAY, open_job
from leeward.frontline.review import desk, refusals
from leeward.record.facts.intake import ReportReceived
from leeward.record.facts.vault import TextRead
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import EventId, OwnerId, ReporterId, ReportId, VaultRef, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import DOOR
from leeward.record.terms.report import Capacity, Source


def reads(record: Record, job: object) -> list[TextRead]:
    """The reads of a job's subject."""
    with record.reading() as look:
        about = look.value("SELECT about FROM job WHERE id = %(job)s", {"job": job})
        return [entry.fact for entry in desk.timeline_of(look, [about]) if isinstance(entry.fact, TextRead)]


def test_who_holds_the_job_reads_its_texts_and_that_is_a_fact(record: Record, cast: Cast) -> None:
    job = open_job(record, text="neutral words")
    desk.claim(record, PLAY, cast.alice.id, job)
    texts = desk.reveal(record, PLAY, cast.alice.id, job)
    assert "neutral words" in texts.values()
    assert any(text and text.startswith("external-") for text in texts.values())
    [read] = reads(record, job)
    assert (read.actor, read.purpose, set(read.refs)) == (cast.alice.id, "review", set(texts))


def test_nobody_else_reads_them_but_a_lead(record: Record, cast: Cast) -> None:
    job = open_job(record)
    for who in (cast.alice, cast.charlie, cast.ana, cast.eve):
        with pytest.raises(refusals.NotYours):
            desk.reveal(record, PLAY, who.id, job)
    assert desk.reveal(record, PLAY, cast.bob.id, job)


def test_only_the_jobs_own_texts_are_read(record: Record, cast: Cast) -> None:
    job, other = open_job(record), open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    with record.reading() as look:
        foreign = desk.job_view(look, PLAY, cast.bob.id, other).texts[0].ref
    with pytest.raises(refusals.NoSuch):
        desk.reveal(record, PLAY, cast.alice.id, job, [foreign])
    assert reads(record, job) == []


def test_what_was_erased_is_said_to_be_gone_and_the_rest_is_read(record: Record, cast: Cast) -> None:
    job = open_job(record)
    desk.claim(record, PLAY, cast.alice.id, job)
    with record.writing() as tx:
        tx.execute("UPDATE vault_key SET wrapped = NULL, erased = now()")
    assert set(desk.reveal(record, PLAY, cast.alice.id, job).values()) == {None}


def test_what_our_own_rules_saw_is_behind_the_veil_too(record: Record, cast: Cast) -> None:
    job, event = open_job(record), EventId(new_id())
    with record.writing() as tx:
        tx.take_pen()
        about = tx.value("SELECT about FROM job WHERE id = %(job)s", {"job": job})
        [seen] = tx.vault.write(OwnerId(about), ["what was posted"])
        tx.execute(
            """INSERT INTO activity (position, event, kind, about, occurred, received, fields)
            VALUES (1, %(event)s, 'listing_posted', %(about)s, now(), now(), json_build_object('text', %(seen)s::text))""",
            {"event": event, "about": about, "seen": seen},
        )
        report = ReportId(new_id())
        tx.append(
            [
                ReportReceived(
                    subject=report, actor=DOOR, occurred=now(), about=about, reporter=ReporterId(new_id()),
                    source=Source.PROACTIVE, capacity=Capacity.MACHINE, door="rules", harm="labour_exploitation.fees",
                    language="en", jurisdictions=(), idempotency="d" * 64, signal=event,
                )
            ]
        )  # fmt: skip
        tx.execute("UPDATE report SET job = %(job)s WHERE id = %(report)s", {"job": job, "report": report})
    desk.claim(record, PLAY, cast.alice.id, job)
    with record.reading() as look:
        texts = {text.what: text.ref for text in desk.job_view(look, PLAY, cast.alice.id, job).texts}
    assert set(texts) == {"report", "listing_posted.text", "identifier"}
    ref = VaultRef(texts["listing_posted.text"])
    assert desk.reveal(record, PLAY, cast.alice.id, job, [ref]) == {ref: "what was posted"}
