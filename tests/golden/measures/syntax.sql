SELECT occurred AS at FROM job_opened WHERE
----
SELECT occurred AS at FROM job_opened WHERE queue = 'x
----
SELECT occurred AS at FROM job_opened; SELECT 1
----
SELECT occurred AS at, median(severity) AS value FROM job_decided GROUP BY occurred
----
SELECT occurred AS at FROM job_opened ORDER BY occurred
----
SELECT occurred AS at FROM read_csv('x.csv')
----
SELECT occurred AS at, date_trunc('month', occurred) = occurred AS hit FROM job_opened
----
DELETE FROM job_opened
