"""What all console pages share: where things are, refusals as calm pages, timelines in words."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from leeward.frontline.review import desk, refusals, views
from leeward.playbook.model import Playbook
from leeward.playbook.tree import NotAPath
from leeward.record.ledger.record import Record
from leeward.record.terms.people import MACHINES
from leeward.web.kit import Conflict, NotHere, Onward, Page, Refused, person, redirect
from leeward.web.telling import tell


def record_of(request: Page) -> Record:
    """The record of this house."""
    found: Record = request.app.state.record
    return found


def playbook_of(request: Page) -> Playbook:
    """The playbook in force."""
    found: Playbook = request.app.state.playbook()
    return found


class Resting(Refused):
    """Somebody who takes a break asks for work: no fault, but a page of its own."""


@contextmanager
def calmly() -> Iterator[None]:
    """Turn what the desk refuses into the page that says so: 404, 409 or 422, with the way on."""
    try:
        yield
    except refusals.NoSuch as refused:
        raise NotHere(refused.detail, remedy=refused.remedy) from None
    except refusals.Passed as refused:
        raise Conflict(_said(refused), remedy=refused.remedy or "Look at the job again.") from None
    except refusals.OnBreak as refused:
        raise Resting(_said(refused), remedy=refused.remedy) from None
    except (refusals.Barred, NotAPath) as refused:
        raise Refused(_said(refused), remedy=refused.remedy) from None


def back_to_hand(request: Page) -> Onward:
    """For whoever asks for a job and holds one: that one, with the reason."""
    with record_of(request).reading() as look:
        held = desk.in_my_hand(look, person(request).id)
    told = "This job is in your hand. Decide it or pass it on before you take another."
    return redirect(request, f"/jobs/{held.id}" if held else "/work", notice=told if held else "", tone="attention")


def _said(refused: Exception) -> str:
    title = (type(refused).__doc__ or "").strip().splitlines()[0]
    return f"{title} {getattr(refused, 'detail', '')}".strip()


def told(entries: Iterable[views.Entry], *, proofs: bool) -> list[SimpleNamespace]:
    """A timeline as the kit draws it; ``proofs`` for those who may take a proof away."""
    lines = []
    for entry in entries:
        words, detail = tell(entry.fact)
        proof = f"/facts/{entry.position}/proof" if proofs and entry.sealed else ""
        lines.append(
            SimpleNamespace(
                at=entry.occurred,
                words=words,
                detail=detail,
                who="" if entry.actor in MACHINES else entry.who,
                position=entry.position,
                sealed=entry.sealed,
                proof=proof,
            )
        )
    return lines
