SELECT occurred AS at FROM job_openend
----
SELECT occured AS at FROM job_opened
----
SELECT o.occurred AS at, o.place.recieved AS x FROM job_opened AS o
----
SELECT o.occurred AS at FROM job_opened AS o JOIN job_decided AS o ON TRUE
----
SELECT occurred AS at FROM job_opened AS o JOIN job_decided AS d ON d.subject = o.subject
----
SELECT occurred AS at, queue, queue AS queue FROM job_opened
----
SELECT occurred AS at, queue || language FROM job_opened
----
SELECT * FROM job_opened
----
WITH jobs AS (SELECT queue AS queue FROM job_opened) SELECT queue FROM jobs
