"""Who is heard sooner is somebody, the rule of misuse can be kept, and what a reporter is told fills in what there is."""

from collections.abc import Iterator

from leeward.playbook.checks.references import unlisted
from leeward.playbook.diagnostics import Diagnostic, suggestion
from leeward.playbook.draft import Draft
from leeward.playbook.statement import names_in
from leeward.record.terms.report import Source

WARNING = ("unfounded", "decided", "turned_down", "until")
SUSPENSION = (*WARNING, "warned")


def every_source_heard_sooner_is_one(draft: Draft) -> Iterator[Diagnostic]:
    """``source_share`` names kinds of intake, and leaves each some time."""
    rule = draft.start_by
    if rule is None:
        return
    known = [source.value for source in Source]
    for source, share in rule.source_share.items():
        yield from unlisted(draft.key(rule, "source_share", source), "source", source, known)
        if share == 0:
            hint = "a share of 0 would make every such report late at its receipt"
            yield draft.at(rule, "source_share", source).diagnostic(f'"{source}" gets no time at all', hint)


def misuse_can_be_kept_to(draft: Draft) -> Iterator[Diagnostic]:
    """What is proposed is possible, and each text fills in only what there is."""
    if draft.reporters is None:
        return
    rule = draft.reporters.misuse
    if rule.suspend_days > rule.longest_days:
        yield draft.at(rule, "suspend_days").diagnostic(f'"suspend_days" is more than "longest_days" ({rule.longest_days})')
    if rule.share_from == 0:
        hint = "an absolute number alone is no misuse: Art. 23(3) asks for the proportion too"
        yield draft.at(rule, "share_from").diagnostic('"share_from" is 0', hint)
    for key, names in (("warning", WARNING), ("suspension", SUSPENSION)):
        found = names_in(getattr(rule, key))
        if found is None:
            yield draft.at(rule, key).diagnostic("its braces do not match", "a name in braces is filled in: {until}")
        for name in sorted((found or set()) - set(names)):
            yield draft.at(rule, key).diagnostic(f'nothing fills in "{{{name}}}"', suggestion(name, names))
