"""Who works here, and who came in."""

from leeward.record.facts.fact import Fact
from leeward.record.terms.code import LanguageCode, ReasonCode, SkillCode
from leeward.record.terms.ids import KeyId, SessionId
from leeward.record.terms.moment import Moment
from leeward.record.terms.people import Role
from leeward.record.terms.severity import Severity


class PersonJoined(Fact, frozen=True, kw_only=True):
    """Somebody works here now. ``subject`` is the person; name and login are kept outside the ledger."""

    roles: tuple[Role, ...]
    skills: tuple[SkillCode, ...]
    languages: tuple[LanguageCode, ...]
    severity_limit: Severity
    """The highest severity this person is certified for."""


class PersonInvited(Fact, frozen=True, kw_only=True):
    """A one-time link was made with which somebody sets their password. ``subject`` is the person."""

    expires: Moment


class PersonChanged(Fact, frozen=True, kw_only=True):
    """Roles, skills, languages or the limit changed; all four are given anew. ``subject`` is the person."""

    roles: tuple[Role, ...]
    skills: tuple[SkillCode, ...]
    languages: tuple[LanguageCode, ...]
    severity_limit: Severity


class PersonLeft(Fact, frozen=True, kw_only=True):
    """Somebody no longer works here; sessions and keys end. ``subject`` is the person."""


class SignedIn(Fact, frozen=True, kw_only=True):
    """A session began. ``subject`` is the person."""

    session: SessionId


class SignInFailed(Fact, frozen=True, kw_only=True):
    """Somebody did not get in. ``subject`` is the person, or a fresh id for an unknown login."""

    reason: ReasonCode


class SignedOut(Fact, frozen=True, kw_only=True):
    """A session ended. ``subject`` is the person."""

    session: SessionId
    reason: ReasonCode


class KeyIssued(Fact, frozen=True, kw_only=True):
    """An API key was made. ``subject`` is the person it acts for."""

    key: KeyId
    expires: Moment | None


class KeyRevoked(Fact, frozen=True, kw_only=True):
    """An API key works no more. ``subject`` is the person."""

    key: KeyId


class AccessDenied(Fact, frozen=True, kw_only=True):
    """Somebody asked for what their role does not open. ``subject`` is the person."""

    page: ReasonCode
