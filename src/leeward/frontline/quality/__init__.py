"""Quality of people and machines: how often decisions are right, how much people agree, and where they part (Q30, Q31, Q32).

``sampling`` draws what is looked at again; ``seating`` says who may look: a person who does not know how it was decided;
``golden`` are cases whose answer is known; ``grading`` says how bad a mistake was. ``agreement`` measures raters of one item,
``consensus`` finds what is likely true from unequal ones, ``proportions`` are shares with intervals, ``drift`` says which cohort
differs, ``calibrating`` measures a session and asks at the gate; ``reasons``, ``refusals`` and ``views`` are as everywhere.

Who works here: reviewers and leads, who look again without knowing what was decided; leads as experts, who break the tie; whoever
decided, who may disagree. A second look is no job: it has a list, a page and rows of its own, and shares with review only the
policies' questions. What was decided stays decided; only an expert who finds it wrong has it put right, by ``CorrectionOrdered``.

Of samples that the room of prevalence draws from activity, each item is looked at blind in the same way (``desk.labelling``).

Hears: BreakBegan, PrevalenceItemDrawn, PrevalenceSampleClosed.
Writes: SampleDrawn, CheckOpened, GoldenPlaced, CheckClaimed, CheckReleased, CheckEscalated, LookTaken, CheckSettled,
CorrectionOrdered, CauseNamed, FindingDisputed, CalibrationOpened, CalibrationAnswered, CalibrationDiscussed, AnswerKeyChanged,
CalibrationClosed, PolicyAcknowledged,
LabelOpened, LabelSettled, LabelWithdrawn.
"""
