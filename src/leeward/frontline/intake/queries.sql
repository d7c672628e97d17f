-- reports_known: Reports that came in before under these idempotency digests.
SELECT idempotency, id, job FROM report WHERE idempotency = ANY (%(digests)s);

-- subjects_known: Which of these subjects we know already.
SELECT id FROM subject WHERE id = ANY (%(subjects)s);

-- jobs_of: The job each report belongs to.
SELECT id, job FROM report WHERE id = ANY (%(reports)s);

-- report_missing: What a report still lacks, by instrument.
SELECT missing FROM report WHERE id = %(report)s;

-- events_known: Which of these events came in before.
SELECT idempotency FROM activity WHERE idempotency = ANY (%(digests)s);

-- signalled_events: The events behind signals, as they were stored.
SELECT a.event, a.kind, a.about, a.occurred, a.fields FROM activity a WHERE a.event = ANY (%(events)s);
