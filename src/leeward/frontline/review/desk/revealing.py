"""Lifting the veil: texts of a job in clear, for whoever has it in hand; each time is a fact with its purpose."""

from collections.abc import Iterable

from leeward.frontline.review import views
from leeward.frontline.review.desk import loading, looking
from leeward.frontline.review.refusals import NoSuch, NotYours
from leeward.playbook.model import Playbook
from leeward.record.errors import TextErased
from leeward.record.facts.review import MediaRevealed
from leeward.record.ledger.record import Record, Transaction
from leeward.record.terms.code import PurposeCode
from leeward.record.terms.ids import JobId, PersonId, VaultRef
from leeward.record.terms.moment import now as this_moment
from leeward.record.terms.subject import MediaReference

REVIEW = PurposeCode("review")


def reveal(
    record: Record, playbook: Playbook, who: PersonId, job: JobId, refs: Iterable[VaultRef] | None = None
) -> dict[VaultRef, str | None]:
    """Texts of a job (all, or those asked for) for whoever holds it, or a lead; None for one that was erased.

    Raises NoSuch for a text that is not the job's, NotYours, or LeadsOnly.
    """
    with record.writing() as tx:
        tx.take_pen()
        head, person = looking.job_head(tx, job), loading.reviewer(tx, who, this_moment())
        looking.refuse_unless_seen(person, head.queue, head.escalation, playbook)
        if head.claimed_by != who and not person.lead:
            raise NotYours("Texts are for whoever works on the job.", remedy="Take the job first.")
        known = {each.ref for each in texts_of(tx, playbook, head)}
        asked = list(known) if refs is None else list(dict.fromkeys(refs))
        if set(asked) - known:
            raise NoSuch("That text does not belong to this job.")
        return _read(tx, asked, who)


def reveal_media(record: Record, playbook: Playbook, who: PersonId, job: JobId) -> tuple[MediaReference, ...]:
    """References to the media of a job's subject, for whoever holds it, or a lead; that they looked is a fact.

    Raises NoSuch, NotYours, or LeadsOnly.
    """
    with record.writing() as tx:
        tx.take_pen()
        head, person = looking.job_head(tx, job), loading.reviewer(tx, who, this_moment())
        looking.refuse_unless_seen(person, head.queue, head.escalation, playbook)
        if head.claimed_by != who and not person.lead:
            raise NotYours("Media is for whoever works on the job.", remedy="Take the job first.")
        media = tuple(dict.fromkeys(looking.subject_card(tx, head.about).media))
        if media:
            tx.append([MediaRevealed(subject=job, actor=who, occurred=this_moment(), about=head.about, media=media)])
        return media


def texts_of(tx: Transaction, playbook: Playbook, head: views.JobHead) -> tuple[views.Veiled, ...]:
    """What lies behind the veils of a job."""
    subject = looking.subject_card(tx, head.about)
    jobs = loading.with_followers(tx, head.id)
    return looking.veiled_of_job(tx, playbook, jobs, subject, looking.reports_of(tx, jobs))


def _read(tx: Transaction, refs: list[VaultRef], who: PersonId) -> dict[VaultRef, str | None]:
    try:
        return dict(tx.vault.read(refs, actor=who, purpose=REVIEW))
    except TextErased:
        return {ref: text for ref in refs for text in [_read_one(tx, ref, who)]}


def _read_one(tx: Transaction, ref: VaultRef, who: PersonId) -> str | None:
    try:
        return tx.vault.read([ref], actor=who, purpose=REVIEW)[ref]
    except TextErased:
        return None
