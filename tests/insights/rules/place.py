"""The place of these tests: an open house, its site, and what comes in there."""

from pathlib import Path
from typing import Any, NamedTuple

from litestar import Litestar

from cast import Cast
from frontline.intake.doors import DOOR, event, report
from leeward.frontline.intake import desk as intake
from leeward.house import House
from leeward.playbook.reader import starter
from leeward.record.ledger.record import Record
from leeward.record.terms.people import DOOR as AT_THE_DOOR

FEE = "recruitment/fee_before_contract"
TOLD = "labour_exploitation/fees"


FEES = "Fruit packing abroad. A placement fee of 300 is due before departure."


class Place(NamedTuple):
    """An open house and who works in it."""

    house: House
    cast: Cast
    site: Litestar

    @property
    def record(self) -> Record:
        """Its record."""
        return self.house.record

    def tell(self, *numbers: int, **more: Any) -> list[Any]:
        """Reports come in."""
        said = [report(number, **more) for number in numbers]
        return [one.id for one in intake.receive(self.record, self.house.playbook(), said, door=DOOR, actor=AT_THE_DOOR)]

    def see(self, *numbers: int, **fields: Any) -> None:
        """Listings go public; what is not said of them is a fee before a contract."""
        said = [event(number, **({"description": FEES} | fields)) for number in numbers]
        intake.take_activity(self.record, self.house.playbook(), said, door=DOOR, actor=AT_THE_DOOR)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """What stands."""
        with self.record.reading() as look:
            return look.rows(sql)

    def facts(self, kind: str) -> list[dict[str, Any]]:
        """The bodies of the facts of a kind, in order."""
        with self.record.reading() as look:
            return [
                row["body"] for row in look.rows("SELECT body FROM fact WHERE kind = %(kind)s ORDER BY position", {"kind": kind})
            ]


def own_copy(folder: Path) -> Path:
    """A copy of the starter playbook that a test may change."""
    for path in starter().rglob("*"):
        if path.is_file():
            target = folder / path.relative_to(starter())
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return folder
