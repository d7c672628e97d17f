"""What an alarm was, and why a series is silent: closed vocabularies that can be counted.

Code -> what it means to the person who chooses it.
"""

from collections.abc import Mapping

from leeward.insights.trends.refusals import NotAReason
from leeward.record.terms.code import ReasonCode

WAS: Mapping[str, str] = {
    "real": "It happens: more or less of it than before",
    "campaign": "One sender, one subject or one group is behind it",
    "known_event": "An event that was known: a holiday, a launch, a campaign of ours",
    "rule_changed": "A rule or the playbook was changed",
    "codes_changed": "Codes were renamed or newly given",
    "data_fault": "Data were missing, late or twice",
    "new_level": "It stays like this: count from here on",
    "false_alarm": "Nothing is behind it",
}
SILENT: Mapping[str, str] = {
    "being_handled": "Somebody works on it",
    "known_event": "An event that will pass",
    "known_noise": "It moves by itself and says nothing",
    "broken_source": "Its data are not right for now",
}


def reason_in(vocabulary: Mapping[str, str], code: str) -> ReasonCode:
    """The code, when it is one of these. Raises NotAReason."""
    if code not in vocabulary:
        raise NotAReason(f'"{code[:80]}" is not a reason here.', remedy=f"One of: {', '.join(vocabulary)}.")
    return ReasonCode(code)
