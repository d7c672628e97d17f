"""Everything that somebody can be allowed to do here. ``access.toml`` gives these to roles; each page asks for one."""

RIGHTS = {
    "queue.view": "see the queues and what waits in them",
    "job.view": "see a job with its subject, reports and reasons",
    "job.claim": "take the next job",
    "job.decide": "decide a job one holds",
}
"""Each right and what it opens."""
