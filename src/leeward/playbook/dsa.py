"""The words of the DSA Transparency Database, schema v2, that are not categories or keywords (those are in ``vocabulary.py``).

Source: the database's own request for a statement (StatementStoreRequest) and its documentation of attributes.
"""

from leeward.playbook.model import Measure, MeasureKind
from leeward.record.terms.report import Source


def _words(prefix: str, text: str) -> tuple[str, ...]:
    return tuple(prefix + each for each in text.split())


VISIBILITY = _words(
    "DECISION_VISIBILITY_",
    """CONTENT_REMOVED CONTENT_DISABLED CONTENT_DEMOTED CONTENT_AGE_RESTRICTED CONTENT_INTERACTION_RESTRICTED CONTENT_LABELLED
    OTHER""",
)
MONETARY = _words("DECISION_MONETARY_", "SUSPENSION TERMINATION OTHER")
PROVISION = _words("DECISION_PROVISION_", "PARTIAL_SUSPENSION TOTAL_SUSPENSION PARTIAL_TERMINATION TOTAL_TERMINATION")
ACCOUNT = _words("DECISION_ACCOUNT_", "SUSPENDED TERMINATED")
ACCOUNT_TYPES = _words("ACCOUNT_TYPE_", "BUSINESS PRIVATE")
ILLEGAL = "DECISION_GROUND_ILLEGAL_CONTENT"
INCOMPATIBLE = "DECISION_GROUND_INCOMPATIBLE_CONTENT"
GROUNDS = (ILLEGAL, INCOMPATIBLE)
CONTENT_TYPES = _words("CONTENT_TYPE_", "APP AUDIO IMAGE PRODUCT SYNTHETIC_MEDIA TEXT VIDEO OTHER")
SOURCE_TYPES = ("SOURCE_ARTICLE_16", "SOURCE_TRUSTED_FLAGGER", "SOURCE_TYPE_OTHER_NOTIFICATION", "SOURCE_VOLUNTARY")
AUTOMATED_DECISIONS = _words("AUTOMATED_DECISION_", "FULLY PARTIALLY NOT_AUTOMATED")
YES_NO = ("Yes", "No")

TERRITORIES = _words("", "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK")
"""The EEA; Greece is GR here."""

LANGUAGES = frozenset(
    _words(
        "",
        """
        AA AB AE AF AK AM AN AR AS AV AY AZ BA BE BG BH BI BM BN BO BR BS CA CE CH CO CR CS CU CV CY DA DE DV DZ EE EL
        EN EO ES ET EU FA FF FI FJ FO FR FY GA GD GL GN GU GV HA HE HI HO HR HT HU HY HZ IA ID IE IG II IK IO IS IT IU
        JA JV KA KG KI KJ KK KL KM KN KO KR KS KU KV KW KY LA LB LG LI LN LO LT LU LV MG MH MI MK ML MN MR MS MT MY NA
        NB ND NE NG NL NN NO NR NV NY OC OJ OM OR OS PA PI PL PS PT QU RM RN RO RU RW SA SC SD SE SG SI SK SL SM SN SO
        SQ SR SS ST SU SV SW TA TE TG TH TI TK TL TN TO TR TS TT TW TY UG UK UR UZ VE VI VO WA WO XH YI YO ZA ZH ZU
        """,
    )
)

SOURCE_OF = {
    Source.NOTICE: "SOURCE_ARTICLE_16",
    Source.TRUSTED_FLAGGER: "SOURCE_TRUSTED_FLAGGER",
    Source.PROACTIVE: "SOURCE_VOLUNTARY",
}
"""What a door is called there; every other one is SOURCE_TYPE_OTHER_NOTIFICATION."""

OF_KIND = {
    MeasureKind.VISIBILITY: VISIBILITY,
    MeasureKind.MONETARY: MONETARY,
    MeasureKind.PROVISION: PROVISION,
    MeasureKind.ACCOUNT: ACCOUNT,
}
"""The words for a measure of each kind, all but ``none``."""


def restricts(measure: Measure) -> bool:
    """Whether a measure is a restriction that needs a statement of reasons."""
    return measure.kind is not MeasureKind.NONE


def word_for(measure: Measure) -> str | None:
    """What the database calls a measure: as the playbook says, else by its kind and whether it ends. None: no restriction."""
    if measure.dsa is not None or not restricts(measure):
        return measure.dsa
    ends = measure.days is not None
    return {
        MeasureKind.VISIBILITY: "DECISION_VISIBILITY_OTHER",
        MeasureKind.MONETARY: "DECISION_MONETARY_SUSPENSION" if ends else "DECISION_MONETARY_TERMINATION",
        MeasureKind.PROVISION: f"DECISION_PROVISION_PARTIAL_{'SUSPENSION' if ends else 'TERMINATION'}",
        MeasureKind.ACCOUNT: "DECISION_ACCOUNT_SUSPENDED" if ends else "DECISION_ACCOUNT_TERMINATED",
    }[measure.kind]
