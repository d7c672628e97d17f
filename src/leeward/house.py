"""The house, opened: settings become a running record with its keys, its playbook and everybody who listens.

Used by the web application, the command line and the drills alike, so that all of them are the same house.
"""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from leeward.flow import listeners
from leeward.playbook.model import Playbook
from leeward.playbook.reader import digest, read_playbook, starter
from leeward.record.errors import LeewardError
from leeward.record.facts.playbook import PlaybookApplied
from leeward.record.ledger.migrate import migrate
from leeward.record.ledger.record import Record, open_record
from leeward.record.standing.queries import read_queries
from leeward.record.terms.code import Digest
from leeward.record.terms.ids import PersonId, new_id
from leeward.record.terms.moment import now
from leeward.record.terms.people import CLOCKWORK
from leeward.record.vault.keys import open_keys
from leeward.settings import Settings

Q = read_queries(__package__, "house.sql")


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
        self._remember(self._playbook)

    def playbook(self) -> Playbook:
        """The playbook in force."""
        return self._playbook

    def reload(self) -> bool:
        """Read the playbook again if its files changed; True when another one is in force now. Errors leave the old one."""
        with self._swap:
            if digest(self.folder) == self._playbook.digest:
                return False
            self._playbook = read_playbook(self.folder)
            self._remember(self._playbook)
            return True

    def person_called(self, login: str) -> PersonId:
        """Who has this login. Raises LeewardError when nobody has."""
        with self.record.reading() as look:
            person = look.value(Q.person_called, {"login": login.strip().lower()})
        if person is None:
            raise LeewardError(f"Nobody here has the login {login}.", remedy="Logins stand on the page People.")
        return PersonId(person)

    def _remember(self, playbook: Playbook) -> None:
        """Which playbook is in force is a fact, written once a change."""
        with self.record.writing() as tx:
            tx.take_pen()
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
