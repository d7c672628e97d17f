"""The house, opened: settings become a running record with its keys, its playbook and everybody who listens.

Used by the web application, the command line and the drills alike, so that all of them are the same house.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from leeward.flow import listeners
from leeward.frontline.assessment.desk import tried
from leeward.frontline.assessment.rulebook import rulebook
from leeward.frontline.enforcement.desk import preview_ladder
from leeward.frontline.intake.desk import prepare
from leeward.insights.measures.desk import redefined as measures_redefined
from leeward.playbook.diagnostics import PlaybookErrors
from leeward.playbook.model import Playbook
from leeward.playbook.reader import digest, read_playbook, starter
from leeward.record.errors import LeewardError
from leeward.record.facts.playbook import PlaybookApplied
from leeward.record.lake.ask import ask
from leeward.record.ledger.look import Look
from leeward.record.ledger.migrate import migrate
from leeward.record.ledger.record import Record, Transaction, open_record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import Digest
from leeward.record.terms.ids import PersonId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import CLOCKWORK, Role
from leeward.record.vault.keys import open_keys
from leeward.settings import Settings

Q = read_queries(__package__, "house.sql")
log = logging.getLogger("leeward.house")


class RulesDisagree(LeewardError):
    """Rules of this playbook mean something else over history than online, so it is not put in force."""


class House:
    """An open house. ``record`` is its ground, ``playbook()`` the one in force."""

    def __init__(self, settings: Settings, url: str) -> None:
        self.settings = settings
        self.folder = playbook_folder(settings)
        self._swap = threading.Lock()
        self._playbook = read_playbook(self.folder)
        self.record: Record = open_record(
            url, keys=open_keys(settings.home / "keys"), listeners=listeners(self.playbook), connections=settings.connections
        )
        try:
            self._put_in_force(self._playbook)
        except BaseException:
            self.record.close()
            raise

    def playbook(self) -> Playbook:
        """The playbook in force."""
        return self._playbook

    def reload(self) -> bool:
        """Read the playbook again if its files changed; True when another one is in force now.

        It is read, compiled and tried beside the work that goes on, and swapped in between two transactions. The old one stays
        when the new one has mistakes (PlaybookErrors), when its rules mean one thing online and another over history
        (RulesDisagree), and while its files still change.
        """
        with self._swap:
            found = digest(self.folder)
            if found == self._playbook.digest:
                return False
            playbook = read_playbook(self.folder)
            if playbook.digest != found:  # written to while it was read
                return False
            self._put_in_force(playbook)
            return True

    def person_called(self, login: str) -> PersonId:
        """Who has this login. Raises LeewardError when nobody has."""
        with self.record.reading() as look:
            person = look.value(Q.person_called, {"login": login.strip().lower()})
        if person is None:
            raise LeewardError(f"Nobody here has the login {login}.", remedy="Logins stand on the page People.")
        return PersonId(person)

    def _put_in_force(self, playbook: Playbook) -> None:
        """Try it, if it is new here, and let everything that is decided from now on be decided by it."""
        with self.record.reading() as look:
            changed = look.value(Q.playbook_in_force) not in (None, playbook.digest)
            if changed:
                self._try(playbook, look)
        if changed:
            prepare(self.record, playbook, self.settings.home / "lake")
        rulebook(playbook)  # compiled now, and not while the first event waits
        before = self._playbook
        try:
            with self.record.writing() as tx:
                tx.take_pen()  # nobody is between two facts
                self._remember(playbook, tx)
                self._playbook = playbook
        except BaseException:
            self._playbook = before
            raise

    def _try(self, playbook: Playbook, look: Look) -> None:
        """Raises RulesDisagree with the rules that differ between the compiled function and DuckDB; PlaybookErrors with the
        measures whose text changed under a version that has been counted."""
        if differing := tried(playbook, look, ask):
            named = ", ".join(f"{rule} ({count} events)" for rule, count in sorted(differing.items()))
            raise RulesDisagree(named, remedy="Please report this: it is a mistake in Leeward, not in the rules.")
        if redefined := measures_redefined(look, playbook):
            raise PlaybookErrors(redefined)
        self._say_what_the_ladder_does(playbook, look)

    def _say_what_the_ladder_does(self, playbook: Playbook, look: Look) -> None:
        """A ladder that is another one is put in force, and what it would have done to how many is in the log."""
        if (playbook.steps, playbook.measures) == (self._playbook.steps, self._playbook.measures):
            return
        seen = preview_ladder(look, self._playbook, playbook, now())
        log.warning(
            "another ladder: of %d violations of 90 days %d would have got something else, %d of them something stricter; "
            "`leeward ladder preview` says what", seen.violations, seen.changed, seen.stricter,
        )  # fmt: skip

    def rights_of(self, who: PersonId) -> frozenset[str]:
        """What the roles of a person open."""
        with self.record.reading() as look:
            roles = look.value(Q.roles_of, {"person": who}) or ()
        return frozenset(right for role in roles for right in self._playbook.access.get(Role(role), ()))

    def _remember(self, playbook: Playbook, tx: Transaction) -> None:
        """Which playbook is in force is a fact, written once a change."""
        before = tx.value(Q.playbook_in_force)
        if before == playbook.digest:
            return
        tx.append(
            [
                PlaybookApplied(
                    subject=new_id(),
                    actor=CLOCKWORK,
                    occurred=now(),
                    playbook=playbook.digest,
                    before=Digest(before) if before else None,
                    rules=len(playbook.rules),
                    policies=len(playbook.policies),
                )
            ]
        )


def playbook_folder(settings: Settings) -> Path:
    """Where the playbook is: as set, else in the home, else the starter that comes with Leeward."""
    if settings.playbook is not None:
        return settings.playbook
    own = settings.home / "playbook"
    return own if own.is_dir() else starter()


@contextmanager
def open_house(settings: Settings) -> Iterator[House]:
    """Start what is needed (the embedded database, unless a server is named), bring it up to date, and close it again."""
    with ExitStack() as stack:
        url = settings.database_url
        if url is None:
            from leeward.record.ledger.postgres import open_cluster  # a server of one's own needs no launcher

            url = stack.enter_context(open_cluster(settings.home / "database")).url
        migrate(url)
        house = House(settings, url)
        stack.callback(house.record.close)
        yield house
