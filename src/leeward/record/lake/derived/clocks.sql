-- One row for each clock that ran for a report. Clocks that were withdrawn, because what began them was undone, are not here.
-- position BIGINT: The place in the ledger of the fact that began it; clocks of one report that began together share it.
-- report VARCHAR: The report.
-- job VARCHAR: Its job.
-- clock VARCHAR: The row of clocks.toml.
-- instrument VARCHAR: The law or promise that it comes from.
-- jurisdiction VARCHAR: Where that applies.
-- version BIGINT: The version of the clock.
-- legal BOOLEAN: Whether it is the law's, and not our own promise.
-- starts TIMESTAMPTZ: When it began.
-- due TIMESTAMPTZ: When it is over; none where the law names no hour.
-- ends VARCHAR: What ends it: decision, duty or time.
-- met TIMESTAMPTZ: When what ends it happened; none while it runs.
-- on_time BOOLEAN: Whether that was in time.
-- missed TIMESTAMPTZ: When it was found that it had come due and nothing had happened.
-- overrun_seconds DOUBLE: How much too late it was met.
-- queue VARCHAR: The queue of the job.
-- harm VARCHAR: The class of harm of the job.
-- family VARCHAR: The family of that harm.
-- language VARCHAR: The language of the job.
WITH begun AS (
    SELECT subject AS report, job, position, unnest(clocks) AS c FROM clocks_started
), withdrawn AS (
    SELECT c.report AS report, c.clock AS clock, max(position) AS position
    FROM (SELECT position, unnest(clocks) AS c FROM clocks_withdrawn) AS gone GROUP BY ALL
), running AS (
    SELECT b.report, b.c.clock AS clock, arg_min(b.job, b.position) AS job, arg_min(b.c, b.position) AS c, min(b.position) AS position
    FROM begun b LEFT JOIN withdrawn w ON w.report = b.report AND w.clock = b.c.clock
    WHERE w.position IS NULL OR w.position < b.position GROUP BY b.report, b.c.clock
), undone AS (
    SELECT subject AS job, max(position) AS position FROM decision_undone GROUP BY subject
), stopped AS (
    SELECT m.report, m.clock, arg_max(m.occurred, m.position) AS met, arg_max(m.on_time, m.position) AS on_time
    FROM clock_met m LEFT JOIN undone u ON u.job = m.subject
    WHERE m.ending <> 'decision' OR u.position IS NULL OR u.position < m.position GROUP BY m.report, m.clock
), late AS (
    SELECT report, clock, min(occurred) AS missed FROM clock_missed GROUP BY report, clock
)
SELECT r.position, r.report, coalesce(b.job, r.job) AS job, r.clock, r.c.instrument AS instrument, r.c.jurisdiction AS jurisdiction, r.c.version AS version,
    r.c.legal AS legal, r.c.starts AS starts, r.c.due AS due, r.c.ends AS ends, s.met, s.on_time, l.missed,
    CASE WHEN NOT s.on_time THEN greatest(0, epoch(s.met) - epoch(r.c.due)) END AS overrun_seconds, j.queue, j.harm, j.family,
    j.language
FROM running r
LEFT JOIN stopped s ON s.report = r.report AND s.clock = r.clock
LEFT JOIN late l ON l.report = r.report AND l.clock = r.clock
LEFT JOIN report_jobs b ON b.report = r.report
LEFT JOIN jobs j ON j.job = coalesce(b.job, r.job)
