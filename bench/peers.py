"""Other rule engines on the same rules and events: cel-expr-python (C++), common-expression-language (Rust), zen-engine,
rule-engine, cel-python, each in the form that is fastest for it.

Their text is written from the same checked predicates (``peer_texts``). Each gets its events ready in the shape it takes, with
only the fields the rules read and the folded text already calculated; only evaluating is timed. A peer that is not installed
is named and left out.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from bench.peer_texts import CEL, CEL_OF_MAP, FOLDED, RULE_ENGINE, ZEN, Spelling, Text
from leeward.playbook.rules import CompiledRules

Event = dict[str, Any]
Evaluate = Callable[[Any], int]
PATIENCE = 3.0  # seconds for each peer; the slow ones see fewer events
LIST = 200  # rules to one list expression: C++ takes no expression above 100,000 characters


@dataclass(frozen=True)
class Peer:
    """An engine. ``ready`` makes its event of ours, ``build`` its function of the rules' texts and the fields they read."""

    name: str
    form: str
    spelling: Spelling
    build: Callable[[list[str], Sequence[str]], Evaluate]
    ready: Callable[[Event], Any]


@dataclass(frozen=True)
class Seen:
    """What a peer did: events a second, how many it was given, and in how many its matches differ from ours."""

    name: str
    events_per_s: float
    events: int
    differing: int
    note: str


def _lists(texts: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(texts), LIST):
        yield f"[{', '.join(texts[start : start + LIST])}]"


def _mask(answers: Sequence[Any], start: int = 0) -> int:
    mask = 0
    for place, answer in enumerate(answers, start):
        if answer is True:
            mask |= 1 << place
    return mask


def _cel_cpp(texts: list[str], fields: Sequence[str]) -> Evaluate:
    from cel_expr_python import cel  # type: ignore[import-untyped,unused-ignore]

    env = cel.NewEnv(variables=dict.fromkeys(fields, cel.Type.DYN))
    programs = [env.compile(text) for text in _lists(texts)]

    def run(event: Event) -> int:
        activation, mask = env.Activation(event), 0
        for number, program in enumerate(programs):
            mask |= _mask(program.eval(activation).plain_value(), number * LIST)
        return mask

    return run


def _cel_rust(texts: list[str], _: Sequence[str]) -> Evaluate:
    import cel

    programs = [cel.compile(text) for text in _lists(texts)]

    def run(event: Event) -> int:
        context, mask = cel.Context(event), 0
        for number, program in enumerate(programs):
            mask |= _mask(program.execute(context), number * LIST)
        return mask

    return run


def _zen(texts: list[str], _: Sequence[str]) -> Evaluate:
    import zen

    programs = [zen.compile_expression(text) for text in _lists(texts)]

    def run(event: Event) -> int:
        mask = 0
        for number, program in enumerate(programs):
            mask |= _mask(program.evaluate(event), number * LIST)
        return mask

    return run


def _rule_engine(texts: list[str], _: Sequence[str]) -> Evaluate:
    import rule_engine

    context = rule_engine.Context(default_value=None)
    rules = [rule_engine.Rule(text, context=context) for text in texts]
    return lambda event: _mask([rule.matches(event) for rule in rules])


def _cel_python(texts: list[str], _: Sequence[str]) -> Evaluate:
    import celpy

    env = celpy.Environment(runner_class=celpy.CompiledRunner)
    programs = [env.program(env.compile(text)) for text in texts]
    return lambda event: _mask([bool(program.evaluate(event)) for program in programs])


def _as_map(event: Event) -> Any:
    celpy: Any = import_module("celpy")
    return {"e": celpy.json_to_cel({name: value for name, value in event.items() if value is not None})}


PEERS = (
    Peer("cel-expr-python", "C++, one list expression", CEL, _cel_cpp, dict),
    Peer("common-expression-language", "Rust, one list expression", CEL, _cel_rust, dict),
    Peer("zen-engine", "Rust, one list expression", ZEN, _zen, dict),
    Peer("rule-engine", "Python, an expression a rule", RULE_ENGINE, _rule_engine, dict),
    Peer("cel-python", "Python, a compiled program a rule; a NULL is a missing key", CEL_OF_MAP, _cel_python, _as_map),
)


def measure(compiled: CompiledRules, stream: Sequence[Event], masks: Sequence[int]) -> list[Seen]:
    """Every peer over as many of the events as it can do in its time; ``masks`` are our matches."""
    read = sorted({name for predicate in compiled.predicates for name in predicate.fields})
    given = [_given(event, read) for event in stream]
    return [_measured(peer, compiled, given, masks) for peer in PEERS]


def _given(event: Event, read: Sequence[str]) -> Event:
    """The fields that rules read, and the folded text."""
    text = event["text"]
    return {name: event[name] for name in read} | {FOLDED: None if text is None else text.lower()}


def _measured(peer: Peer, compiled: CompiledRules, stream: Sequence[Event], masks: Sequence[int]) -> Seen:
    try:
        installed = version(peer.name)
    except PackageNotFoundError:
        return Seen(peer.name, 0.0, 0, 0, "not installed: it is in the dependency group `bench`")
    write = Text(peer.spelling)
    evaluate = peer.build([write.true(each.root) for each in compiled.predicates], list(stream[0]))
    events, differing, deadline = [], 0, time.perf_counter() + PATIENCE / 2
    for event, mask in zip(stream, masks, strict=True):
        events.append(peer.ready(event))
        differing += evaluate(events[-1]) != mask
        if time.perf_counter() > deadline:
            break
    start = time.process_time()
    for each in events:
        evaluate(each)
    taken = time.process_time() - start
    return Seen(peer.name, len(events) / taken, len(events), differing, f"{installed}, {peer.form}")
