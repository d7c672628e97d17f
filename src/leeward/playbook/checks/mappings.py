"""Each harm is known to others by their own words, or says why not."""

from collections.abc import Iterator

from leeward.playbook.checks.references import unlisted
from leeward.playbook.diagnostics import Diagnostic
from leeward.playbook.draft import Draft
from leeward.playbook.model import Area, Harm, Policy
from leeward.playbook.vocabulary import DSA_CATEGORIES, DSA_KEYWORDS, ILO_INDICATORS, OZONE_REASONS, PALERMO, POLARIS_TYPES

ONE = {
    "dsa_category": ("DSA category", DSA_CATEGORIES),
    "dsa_keyword": ("DSA keyword", DSA_KEYWORDS),
    "ozone_reason": ("Ozone reason", OZONE_REASONS),
}
SEVERAL = {
    "palermo": ("Palermo element", PALERMO),
    "ilo": ("ILO indicator", ILO_INDICATORS),
    "polaris": ("Polaris type", POLARIS_TYPES),
}


def every_harm_is_mapped(draft: Draft) -> Iterator[Diagnostic]:
    """To a DSA category and keyword and an Ozone reason; human exploitation to Palermo, ILO or Polaris as well (Q28)."""
    for harm in draft.harms:
        missing = _missing(harm)
        if missing and harm.unmapped is None:
            hint = 'add it under mappings, or say why there is none: unmapped = "..."'
            yield draft.at(harm, "code").diagnostic(f'harm "{harm.code}" maps to no {", no ".join(missing)}', hint)
        if not missing and harm.unmapped is not None:
            yield draft.at(harm, "unmapped").diagnostic(f'harm "{harm.code}" has all its mappings', 'delete "unmapped"')


def _missing(harm: Harm) -> list[str]:
    missing = [name for key, (name, _) in ONE.items() if getattr(harm.mappings, key) is None]
    if harm.area is Area.HUMAN_EXPLOITATION and not any(getattr(harm.mappings, key) for key in SEVERAL):
        missing.append("Palermo element, ILO indicator or Polaris type")
    return missing


def every_mapping_is_a_word_of_theirs(draft: Draft) -> Iterator[Diagnostic]:
    """What a harm or a policy maps to exists in the other vocabulary."""
    owners: list[Harm | Policy] = [*draft.harms, *draft.policies]
    for owner in owners:
        for key, (name, words) in ONE.items():
            yield from unlisted(draft.at(owner, "mappings", key), name, getattr(owner.mappings, key), words)
        for key, (name, words) in SEVERAL.items():
            for place, word in enumerate(getattr(owner.mappings, key)):
                yield from unlisted(draft.at(owner, "mappings", key, place), name, word, words)
