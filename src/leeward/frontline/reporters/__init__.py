"""Those who report: trusted flaggers, how far a reporter's word has held, misuse of reporting, reports that look concerted.

``reliability`` shrinks a record towards all reporters of the same source and harm; ``misuse`` is the rule of DSA Art. 23 as the
playbook dates it; ``brigade`` names concerted reporting, by the sketches that intake made of the words;
``described`` is the part of the API. A reporter is a number here; their contact is read from the vault, with its purpose.

Who works here: leads, who keep the register of trusted flaggers and decide about misuse: a warning first, then a suspension
with an end; another person hears what is said against it. Nothing here ever keeps back what is severe or runs under a legal
clock, and what looks concerted is a reason to look closer, never a reason to wait (Q43, Q65).

Hears: JobDecided, JobOpened, ReportMerged.
Writes: FlaggerRegistered, FlaggerPaused, FlaggerResumed, FlaggerEnded, MisuseFound, MisuseDismissed, ReporterWarned,
ReporterSuspended, SuspensionContested, ContestHeard, SuspensionLifted, SuspensionEnded, BrigadeSuspected,
JobHeld, JobResumed.
"""
