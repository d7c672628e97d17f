"""A policy's questions are a tree: every answer leads on or ends, every question is asked, nobody walks in a circle."""

from collections.abc import Iterator

from leeward.playbook.checks.duplicates import repeated
from leeward.playbook.checks.references import unlisted
from leeward.playbook.diagnostics import Diagnostic
from leeward.playbook.draft import Draft
from leeward.playbook.model import Answer, Policy, Question
from leeward.record.terms.code import QuestionCode
from leeward.record.terms.report import Verdict

Questions = dict[QuestionCode, Question]


def every_tree_leads_to_a_verdict(draft: Draft) -> Iterator[Diagnostic]:
    """All laws of a decision tree, for each policy."""
    for policy in draft.policies:
        if not policy.questions:
            continue  # reported where the questions were read
        questions = {each.id: each for each in policy.questions}
        yield from repeated(draft, policy.questions, "id", "question")
        for question in policy.questions:
            yield from _question(draft, question, questions)
        if all(answer.goto is None or answer.goto in questions for each in policy.questions for answer in each.answers):
            yield from _reached(draft, policy, questions)
        yield from _circles(draft, policy, questions)
        if not any(answer.verdict is Verdict.VIOLATES for question in policy.questions for answer in question.answers):
            hint = 'one answer has to end with verdict = "violates"'
            yield draft.at(policy, "id").diagnostic(f'no answer finds a violation of "{policy.id}"', hint)


def _question(draft: Draft, question: Question, questions: Questions) -> Iterator[Diagnostic]:
    if len(question.answers) < 2:
        hint = "a question with one answer asks nothing"
        yield draft.at(question, "answers").diagnostic(f'question "{question.id}" needs two answers or more', hint)
    yield from repeated(draft, question.answers, "id", "answer")
    for answer in question.answers:
        yield from _answer(draft, answer, questions)


def _answer(draft: Draft, answer: Answer, questions: Questions) -> Iterator[Diagnostic]:
    ways = [name for name in ("goto", "verdict", "escalate") if getattr(answer, name) is not None]
    if not ways:
        yield draft.at(answer).diagnostic(f'answer "{answer.id}" leads nowhere', 'give it a "goto", a "verdict" or an "escalate"')
    if len(ways) > 1:
        both = " and ".join(f'"{way}"' for way in ways)
        yield draft.at(answer, ways[1]).diagnostic(f'answer "{answer.id}" has {both}', "it can only lead one way")
    if answer.severity is not None and answer.verdict is not Verdict.VIOLATES:
        yield draft.at(answer, "severity").diagnostic("only an answer that finds a violation has a severity", 'delete "severity"')
    yield from unlisted(draft.at(answer, "goto"), "question", answer.goto, questions)


def _reached(draft: Draft, policy: Policy, questions: Questions) -> Iterator[Diagnostic]:
    reached: set[QuestionCode] = set()
    ahead = [policy.questions[0].id]
    while ahead:
        code = ahead.pop()
        if code in reached or code not in questions:
            continue
        reached.add(code)
        ahead += [answer.goto for answer in questions[code].answers if answer.goto is not None]
    for question in policy.questions:
        if question.id not in reached:
            hint = f'no answer on the way from "{policy.questions[0].id}" goes to it'
            yield draft.at(question, "id").diagnostic(f'question "{question.id}" is never asked', hint)


def _circles(draft: Draft, policy: Policy, questions: Questions) -> Iterator[Diagnostic]:
    """Depth first from the root; an answer that goes to a question on the way to itself closes a circle."""
    done: set[QuestionCode] = set()

    def below(code: QuestionCode, way: tuple[QuestionCode, ...]) -> Iterator[Diagnostic]:
        for answer in questions[code].answers:
            ahead = answer.goto
            if ahead in way:
                around = " -> ".join([*way[way.index(ahead) :], ahead])
                yield draft.at(answer, "goto").diagnostic(
                    f'this answer goes back to "{ahead}"', f"the questions go in a circle: {around}"
                )
            elif ahead in questions and ahead not in done:
                yield from below(ahead, (*way, ahead))
        done.add(code)

    root = policy.questions[0].id
    yield from below(root, (root,))
