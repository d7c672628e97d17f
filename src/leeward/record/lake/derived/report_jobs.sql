-- One row a report that belongs to a job: which one, after merges and splits.
-- report VARCHAR: The report.
-- job VARCHAR: The job that it belongs to now.
-- position BIGINT: The place in the ledger of the fact that put it there.
-- merged BOOLEAN: Whether it joined a job that was open already.
WITH moved AS (
    SELECT report, subject AS job, position, FALSE AS merged FROM job_opened
    UNION ALL
    SELECT report, subject, position, TRUE FROM report_merged
    UNION ALL
    SELECT unnest(reports), part, position, NULL FROM job_split
    UNION ALL
    SELECT unnest(reports), subject, position, NULL FROM job_merged
    UNION ALL
    SELECT unnest(reports), job, position, NULL FROM job_parted
)
SELECT report, arg_max(job, position) AS job, max(position) AS position, arg_max(merged, position) AS merged
FROM moved GROUP BY report
