SELECT occurred AS at, queue = 3 AS hit FROM job_opened
----
SELECT occurred AS at, queue AS hit FROM job_opened
----
SELECT occurred AS at, severity + queue AS value FROM job_decided
----
SELECT occurred AS at, occurred - first_seen AS value FROM job_decided
----
SELECT occurred AS at, first_seen + 3 AS x FROM job_decided
----
SELECT occurred AS at, sum(automated_decision) AS value FROM job_decided GROUP BY occurred
----
SELECT occurred AS at, first_seen AS seen FROM job_decided
----
SELECT queue AS queue FROM job_opened
----
SELECT occurred AS at, queue FROM job_opened WHERE occurred < :end
----
SELECT occurred AS at, TRUE AS hit, 1 AS value FROM job_opened
----
SELECT occurred AS at, 1 AS numerator FROM job_opened
----
SELECT occurred AS at, count(*) AS n FROM job_opened GROUP BY occurred
----
SELECT occurred AS at, queue, count(*) AS many FROM job_opened GROUP BY occurred
----
SELECT occurred AS at, list_contains(queue, 'x') AS hit FROM job_opened
----
SELECT occurred AS at, queue IN ('a', 3) AS hit FROM job_opened
----
SELECT occurred AS at, coalesce(queue, severity) AS x FROM job_decided
----
SELECT occurred AS at, occurred < first_seen + INTERVAL 1 MONTH AS hit FROM job_decided
----
SELECT occurred AS at, row_number() OVER (PARTITION BY queue) AS value FROM job_opened
