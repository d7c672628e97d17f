"""Appeals: whoever a decision restricts, or whose report was turned down, asks that another person looks again (Q17).

``eligibility`` says who may appeal what and until when; ``hearing`` who may hear it: never who decided, never a machine;
``verdict`` how it ends, which follows from the policy's questions, asked again; ``wording`` what is told; ``reasons`` why one is
handed back or withdrawn; ``refusals`` what is not done; ``described`` what the API takes.

Who works here: whoever takes an appeal in for somebody; reviewers and leads, who hear them. An appeal that nobody hears stays
open: time makes it late and ends a lease, and decides nothing. What a person decided is carried out when the grace period is
over: review answers with the reversal, enforcement with what is lifted (DSA Art. 20; OSA s. 21(2A)). Who takes a break gives
back what they hear.

Hears: AppealRequested, BreakBegan.
Writes: AppealReceived, AppealRefused, AppealClaimed, AppealAssigned, AppealReleased, AppealEscalated, AppealDecided,
AppealUndone, AppealTookEffect, AppealWithdrawn, AppealFellLate.
"""
