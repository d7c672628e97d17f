"""Everything that somebody can be allowed to do here. ``access.toml`` gives these to roles; each page asks for one."""

RIGHTS = {
    "operations.view": "see the operations home: backlog, what is oldest, clocks due, throughput",
    "queue.view": "see the queues and what waits in them",
    "job.view": "see a job with its subject, reports, reasons and clocks",
    "job.claim": "take the next job",
    "job.decide": "decide or skip a job one holds, and undo it in time",
    "job.escalate": "hand a job up to a lead",
    "job.hold": "let a job wait for a moment, a person or an answer",
    "job.assign": "give work to somebody, end a lease, move a job to another queue",
    "text.reveal": "lift the veil from a text; each time is recorded with its purpose",
    "report.view": "see a report with its facts as a timeline",
    "report.create": "send reports through the API, or import them",
    "activity.create": "send platform activity through the API, or import it",
    "clock.meet": "see which clocks are owed, due, kept and missed; record that a duty was done; begin one for a request",
    "enforcement.view": "see what was done about subjects, and what was delivered to whom",
    "enforcement.replay": "send again what was not delivered",
    "enforcement.manage": "set up receivers of webhooks",
    "people.view": "see who works here, with roles and skills",
    "people.manage": "add people, and change their roles, skills and limits",
    "keys.manage": "issue and revoke API keys",
    "playbook.view": "read the playbook",
    "ledger.view": "see facts, seals and proofs, and who saw what",
    "vault.hold": "place and release holds",
    "vault.erase": "erase somebody's texts for good",
}
"""Each right and what it opens."""
