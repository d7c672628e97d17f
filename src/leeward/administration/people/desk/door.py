"""At the door: the first link, links for others, signing in and out.

An unknown login and a wrong password get the same answer in the same time. Attempts are counted for the login and for the
address, in the database, so that neither a restart nor another process forgets them. An attempt that is refused unread
is not a fact: whoever knocks without end must not fill the ledger.
"""

import secrets
from datetime import datetime, timedelta

import msgspec

from leeward.administration.people.choices import plain_login
from leeward.administration.people.refusals import LinkOver, LoginTaken
from leeward.record.facts import Fact
from leeward.record.facts.people import PersonJoined, SignedIn, SignedOut, SignInFailed
from leeward.record.ledger.look import Look
from leeward.record.ledger.record import Record, Transaction
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import LanguageCode, ReasonCode, SkillCode
from leeward.record.terms.ids import PersonId, SessionId, new_id
from leeward.record.terms.moment import Moment, now
from leeward.record.terms.people import CLOCKWORK, DOOR, Role
from leeward.record.terms.severity import Severity
from leeward.web import passwords, session
from leeward.web.visit import Session

Q = read_queries("leeward.administration.people")

FIRST_LINK_HOLDS = timedelta(hours=24)
EVERYTHING = "any"  # the skill and the language of somebody who may take every job
FIRST_ROLES = (Role.ADMIN, Role.LEAD, Role.REVIEWER)
LOGIN_BURST, LOGIN_PER_SECOND = 10, 1 / 30
ADDRESS_BURST, ADDRESS_PER_SECOND = 30, 1 / 5
BUCKET_FULL = timedelta(minutes=10)  # both buckets are full again by then


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is in: who, and the token for their cookie."""

    person: PersonId
    name: str
    token: str


class NotIn(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is not in. ``wait`` is how many seconds to wait before the next attempt is read."""

    wait: float = 0.0


class Invited(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a link is for. A newcomer is the first person of all, who chooses login and name."""

    person: PersonId
    login: str
    name: str
    newcomer: bool


class _Account(msgspec.Struct, frozen=True, kw_only=True):
    person: PersonId
    login: str
    name: str
    password: str | None


def first_link(record: Record, base_url: str) -> str | None:
    """The one-time link for the first person, while nobody can sign in; None afterwards. A new one ends the one before."""
    person, token = PersonId(new_id()), secrets.token_urlsafe(32)
    with record.writing() as tx:
        if tx.value(Q.anybody_can_sign_in):
            return None
        tx.execute(Q.forget_newcomers)
        account = {"person": person, "login": f"first-{person}", "name": "", "invitation": session.digest_of(token)}
        tx.execute(Q.open_account, account | {"expires": now() + FIRST_LINK_HOLDS})
    return link_to(base_url, token)


def link_to(base_url: str, token: str) -> str:
    """The address of a one-time link."""
    return f"{base_url.rstrip('/')}/welcome/{token}"


def opened(look: Look, token: str) -> Invited | None:
    """Whom this link is for, while it holds."""
    return look.one(Q.peek_invited, {"invitation": session.digest_of(token), "now": now()}, into=Invited)


def accept(record: Record, token: str, *, name: str, login: str, password: str) -> Entered:
    """Set name, login and password by a one-time link, and come in. The link is over; so is every session from before.

    Raises LinkOver, LoginTaken. The password's strength is the page's to ask for.
    """
    at, login, kept = now(), plain_login(login), passwords.hash_password(password)
    with record.writing() as tx:
        tx.take_pen()  # two first people at once, or one link used twice: the second finds it used
        invited = tx.one(Q.invited, {"invitation": session.digest_of(token), "now": at}, into=Invited)
        if invited is None or (invited.newcomer and tx.value(Q.anybody_can_sign_in)):
            raise LinkOver(remedy="Ask an admin for a new one.")
        if tx.value(Q.login_taken, {"login": login, "person": invited.person}):
            raise LoginTaken
        tx.execute(Q.come_in, {"person": invited.person, "name": name, "login": login, "password": kept})
        facts: list[Fact] = [_first_joined(invited.person, at)] if invited.newcomer else []
        facts += ended(session.end_all(tx, invited.person), invited.person, invited.person, "password_set")
        return _enter(tx, invited.person, name, at, facts)


def _first_joined(person: PersonId, at: Moment) -> PersonJoined:
    return PersonJoined(
        subject=person,
        actor=person,
        occurred=at,
        roles=FIRST_ROLES,
        skills=(SkillCode(EVERYTHING),),
        languages=(LanguageCode(EVERYTHING),),
        severity_limit=Severity.IMMINENT,
    )


def _enter(tx: Transaction, person: PersonId, name: str, at: Moment, facts: list[Fact]) -> Entered:
    identity, token = session.begin(tx, person, at)
    tx.append([*facts, SignedIn(subject=person, actor=person, occurred=at, session=identity)])
    return Entered(person=person, name=name, token=token)


def sign_in(record: Record, login: str, password: str, *, address: str, before: Session | None = None) -> Entered | NotIn:
    """Come in by password. ``before`` is the session this browser had, which ends: a sign-in is always a fresh token."""
    login, at = plain_login(login), now()
    by_login, by_address = record.digest("sign-in-login", login), record.digest("sign-in-address", address)
    wait = _take_attempt(record, by_login, by_address, at)
    if wait > 0:
        return NotIn(wait=wait)
    with record.reading() as look:
        account = look.one(Q.account_of_login, {"login": login}, into=_Account)
    if not passwords.verify(password, account.password if account else None) or account is None:
        _note_failure(record, account, at)
        return NotIn()
    with record.writing() as tx:
        tx.execute(Q.forget_attempts, {"name": by_login})
        tx.execute(Q.refund_attempt, {"name": by_address})
        if account.password and passwords.outdated(account.password):
            tx.execute(Q.set_password, {"person": account.person, "password": passwords.hash_password(password)})
        gone = [before.id] if before and session.end(tx, before.id) else []
        facts = ended(gone, before.person, before.person, "signed_in_again") if before else []
        return _enter(tx, account.person, account.name, at, list[Fact](facts))


def _take_attempt(record: Record, by_login: str, by_address: str, at: Moment) -> float:
    """Count this attempt; the seconds to wait when it is one too many."""
    waits = [0.0]
    rates = ((by_address, ADDRESS_BURST, ADDRESS_PER_SECOND), (by_login, LOGIN_BURST, LOGIN_PER_SECOND))
    with record.writing() as tx:
        for name, burst, per_second in rates:
            left = tx.value(Q.take_attempt, {"name": name, "burst": burst, "per_second": per_second, "now": at})
            waits.append((1 - left) / per_second if left < 0 else 0.0)
    return max(waits)


def _note_failure(record: Record, account: _Account | None, at: Moment) -> None:
    reason = "unknown_login" if account is None else "wrong_password" if account.password else "no_password_yet"
    subject = account.person if account else new_id()
    with record.writing() as tx:
        tx.append([SignInFailed(subject=subject, actor=DOOR, occurred=at, reason=ReasonCode(reason))])


def ended(
    sessions: list[SessionId], person: PersonId, actor: PersonId, reason: str, at: datetime | None = None
) -> list[SignedOut]:
    """A fact for each session that ended."""
    code, at = ReasonCode(reason), at or now()
    return [SignedOut(subject=person, actor=actor, occurred=at, session=one, reason=code) for one in sessions]


def sign_out(record: Record, visit: Session) -> None:
    """This session ends."""
    end_one(record, visit.person, visit.id)


def end_one(record: Record, person: PersonId, identity: SessionId) -> None:
    """One of a person's sessions ends, if it is theirs and has not ended."""
    with record.writing() as tx:
        own = {one.id for one in session.sessions_of(tx, person, now())}
        if identity in own and session.end(tx, identity):
            tx.append(ended([identity], person, person, "asked"))


def sign_out_everywhere(record: Record, person: PersonId) -> int:
    """Every session of a person ends; how many there were."""
    with record.writing() as tx:
        gone = session.end_all(tx, person)
        tx.append(ended(gone, person, person, "everywhere"))
    return len(gone)


def change_password(record: Record, visit: Session, current: str, new: str) -> str | None:
    """Another password, for whoever knows the current one: every other session ends, this one gets a new token.

    The token, or None when ``current`` is not the password.
    """
    with record.reading() as look:
        account = look.one(Q.account_of, {"person": visit.person}, into=_Account)
    if not passwords.verify(current, account.password if account else None):
        return None
    kept = passwords.hash_password(new)
    with record.writing() as tx:
        tx.execute(Q.set_password, {"person": visit.person, "password": kept})
        gone = session.end_all(tx, visit.person, but=visit.id)
        tx.append(ended(gone, visit.person, visit.person, "password_set"))
        return session.turn(tx, visit.id, now())


def wake(record: Record, current: object, at: Moment) -> int:
    """A timer: sessions nobody can use any more end, and full buckets are forgotten. How many sessions ended."""
    with record.reading() as look:  # asked twice a second: nothing is written, and nothing flushed, while nothing is over
        if not look.value(Q.anything_over, {"now": at, "idle_since": at - session.IDLE, "before": at - BUCKET_FULL}):
            return 0
    with record.writing() as tx:
        tx.execute(Q.forget_old_attempts, {"before": at - BUCKET_FULL})
        gone = session.end_stale(tx, at)
        tx.append(fact for identity, person in gone for fact in ended([identity], person, CLOCKWORK, "expired", at))
    return len(gone)
