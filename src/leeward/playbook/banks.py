"""Banks among the reasons of a report: a match is a reason like a rule's, under ``bank/<code>``.

Where those who share a hash do not agree that it is what the bank is for, or nobody confirmed it, the reason says so:
``bank/<code>/unconfirmed``, ``bank/<code>/disputed``.
"""

import msgspec

from leeward.playbook.model import Bank, Playbook
from leeward.record.facts.assessment import Reason
from leeward.record.terms.code import BankCode, Digest, RuleCode
from leeward.record.terms.ids import BankVersion
from leeward.record.terms.signal import Opinion

PREFIX = "bank/"
_WORDS = {Opinion.POSITIVE: "", Opinion.SEED: "unconfirmed", Opinion.DISPUTED: "disputed"}


class Matched(msgspec.Struct, frozen=True):
    """The bank that a reason is of, and what those who share the hash think."""

    bank: Bank
    opinion: Opinion

    @property
    def strength(self) -> float:
        """How strong the match is."""
        return self.bank.strength_of(self.opinion)

    @property
    def signal(self) -> str:
        """What it says, with the doubt there is."""
        doubt = {Opinion.SEED: " (nobody has confirmed the hash)", Opinion.DISPUTED: " (those who share the hash disagree)"}
        return self.bank.signal + doubt.get(self.opinion, "")


def reason_of(bank: Bank, opinion: Opinion, version: BankVersion) -> Reason | None:
    """The reason that a match is; None where all who share the hash find it worthless."""
    if bank.strength_of(opinion) == 0:
        return None
    code = f"{PREFIX}{bank.code}" + (f"/{_WORDS[opinion]}" if _WORDS[opinion] else "")
    return Reason(rule=RuleCode(code), rule_version=Digest(version.hex * 2), clause=bank.clause, severity=bank.severity)


def matched(playbook: Playbook, rule: str) -> Matched | None:
    """The bank of a reason; None where it is a rule's, or the playbook no longer has the bank."""
    if not rule.startswith(PREFIX):
        return None
    code, _, word = rule.removeprefix(PREFIX).partition("/")
    bank = playbook.banks.get(BankCode(code))
    opinion = next((opinion for opinion, each in _WORDS.items() if each == word), None)
    return Matched(bank, opinion) if bank is not None and opinion is not None else None
