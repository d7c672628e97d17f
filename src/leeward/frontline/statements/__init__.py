"""Statements of reasons: why somebody was restricted, for the EU's Transparency Database (DSA Art 17 and 24(5)).

Each decision whose restrictions came into force owes one. It is drafted from codes of the decision and the playbook's texts
(``drafting``), checked as the database checks it (``rules``, ``validator``), looked through for personal data, kept in the vault
as it will be sent, and sent in batches, when the house is told where to (``batch``, ``answers``, ``pace``). Its number is its own
for good: sent twice it is one statement. Without an address it is exported, and whoever submitted it says so.

Leads and administrators see what waits, what was accepted, what was refused and why, and have one drafted once more.

A restriction of which the person is lawfully not told owes none until it is made known; that it is withheld is a fact.

Hears: ActionCameIntoForce, ActionMadeKnown. Writes: StatementOwed, StatementWithheld, StatementDrafted, StatementBlocked,
StatementAttempted, StatementAccepted, StatementReopened.
"""
