"""Everything that somebody can be allowed to do here. ``access.toml`` gives these to roles; each page asks for one."""

RIGHTS = {
    "operations.view": "see the operations home: backlog, what is oldest, clocks due, throughput",
    "queue.view": "see the queues and what waits in them",
    "job.view": "see a job with its subject, reports, reasons and clocks",
    "job.claim": "take the next job",
    "job.decide": "decide, skip, hold, escalate or undo a job one holds",
    "job.lead": "take up escalated and held jobs, release a lease, move a job to another queue",
    "text.reveal": "lift the veil from a text; each time is recorded with its purpose",
    "report.view": "see a report with its facts as a timeline",
    "report.send": "send reports through the API, or import them",
    "activity.send": "send platform activity through the API, or import it",
    "action.view": "see what was done about subjects, and what was delivered to whom",
    "action.reverse": "take back a decision or an action",
    "action.confirm": "agree, as second person, to what cannot be taken back",
    "delivery.manage": "set up receivers of webhooks and send again what was not delivered",
    "playbook.view": "read the playbook",
    "ledger.view": "see facts, seals and proofs, and who saw what",
    "people.view": "see who works here, with roles and skills",
    "people.manage": "add people, change their roles, issue and revoke keys",
    "wellness.view": "see exposure and limits of people",
}
"""Each right and what it opens."""
