"""Where answers wait for who asked: a folder a run in the house's own folder, so that any process of the house can show it.

The words of a query are never here, only in the vault. What came back may carry words of the query in its cells and heads, so it
is encrypted, under a key of the house and the run, and goes after some days.
"""

import os
import shutil
import time
from pathlib import Path
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from leeward.insights.explore.refusals import NoSuchRun
from leeward.record.lake.apart import Answer
from leeward.record.ledger.record import Record
from leeward.record.terms.ids import PersonId, RunId, VaultRef

STILL = 20.0  # seconds without a sign of life: whoever ran it is gone
_NONCE = 12


class Standing(msgspec.Struct, kw_only=True):
    """Where a run stands."""

    person: PersonId
    text: VaultRef
    began: float
    seconds: float
    """How long it may take."""
    progress: float = -1.0
    """From 0 to 1; below 0 where nobody knows."""
    done: bool = False
    alive: bool = True
    """Whether whoever runs it has been heard of lately."""

    @property
    def spent(self) -> float:
        """Seconds since it began."""
        return max(0.0, time.time() - self.began)


class Answers:
    """The folder of all runs."""

    def __init__(self, record: Record, home: Path) -> None:
        self._record, self._folder = record, home / "explore"

    def begin(self, run: RunId, standing: Standing) -> None:
        """A run has begun."""
        (self._folder / str(run)).mkdir(parents=True, mode=0o700)
        self._write(run, "state", msgspec.json.encode(standing))

    def beat(self, run: RunId, standing: Standing) -> bool:
        """A sign of life; False when somebody wants it stopped."""
        self._write(run, "state", msgspec.json.encode(standing))
        return not (self._folder / str(run) / "stop").exists()

    def finish(self, run: RunId, standing: Standing, answer: Answer) -> None:
        """It is over: the answer, sealed."""
        nonce = os.urandom(_NONCE)
        sealed = self._cipher(run).encrypt(nonce, msgspec.msgpack.encode(answer), run.bytes)
        self._write(run, "answer", nonce + sealed)
        standing.done = True
        self._write(run, "state", msgspec.json.encode(standing))

    def stop(self, run: RunId, who: PersonId) -> None:
        """Whoever asked wants no answer any more. Raises NoSuchRun."""
        self.standing(run, who)
        (self._folder / str(run) / "stop").touch(mode=0o600)

    def standing(self, run: RunId, who: PersonId) -> Standing:
        """Where it stands, for who asked and nobody else. Raises NoSuchRun."""
        path = self._folder / str(run) / "state"
        try:
            found = msgspec.json.decode(path.read_bytes(), type=Standing)
            found.alive = found.done or time.time() - path.stat().st_mtime < STILL
        except (FileNotFoundError, msgspec.DecodeError):
            raise NoSuchRun(remedy="Ask once more; your history has the query.") from None
        if found.person != who:
            raise NoSuchRun()
        return found

    def answer(self, run: RunId, who: PersonId) -> Answer | None:
        """What came back; None while it runs. Raises NoSuchRun."""
        if not self.standing(run, who).done:
            return None
        try:
            sealed = (self._folder / str(run) / "answer").read_bytes()
            return msgspec.msgpack.decode(self._cipher(run).decrypt(sealed[:_NONCE], sealed[_NONCE:], run.bytes), type=Answer)
        except (FileNotFoundError, InvalidTag):
            raise NoSuchRun(remedy="Ask once more; your history has the query.") from None

    def sweep(self, keep_days: int) -> int:
        """Forget what is older; how many runs."""
        if not self._folder.is_dir():
            return 0
        limit = time.time() - keep_days * 86_400
        old = [path for path in self._folder.iterdir() if _is_run(path) and path.stat().st_mtime < limit]
        for path in old:
            shutil.rmtree(path, ignore_errors=True)
        return len(old)

    def _write(self, run: RunId, name: str, content: bytes) -> None:
        path = self._folder / str(run) / name
        draft = path.with_suffix(".draft")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        draft.rename(path)

    def _cipher(self, run: RunId) -> AESGCM:
        return AESGCM(bytes.fromhex(self._record.digest("explore", str(run))))


def _is_run(path: Path) -> bool:
    try:
        UUID(path.name)
    except ValueError:
        return False
    return path.is_dir()
