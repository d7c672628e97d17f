-- arrivals: Work that came into each queue, by language, severity and hour: opened there, or moved there later.
SELECT queue, language, severity, CAST(floor(epoch(moment) / 3600) AS BIGINT) AS hour, count(*) AS pieces
FROM (
    SELECT queue, language, place.severity AS severity, place.received AS moment FROM job_opened
    UNION ALL
    SELECT m.queue, j.language, j.place.severity, m.occurred
    FROM (
        SELECT subject, queue, occurred FROM job_routed UNION ALL SELECT subject, queue, occurred FROM job_escalated
    ) AS m JOIN job_opened j ON j.subject = m.subject
) AS came
WHERE epoch(moment) >= {since} AND epoch(moment) < {until} GROUP BY ALL;

-- promises: How long each queue and severity had on average from receipt to start-by, in hours.
SELECT queue, place.severity AS severity, avg(greatest(0, epoch(place.start_by) - epoch(place.received))) / 3600 AS allowed
FROM job_opened WHERE epoch(place.received) >= {since} AND epoch(place.received) < {until} GROUP BY ALL;

-- handled: What people decided first of each job, and how long from the claim to the decision; by today's roles.
SELECT d.queue, coalesce(d.clause, 'none') AS clause, d.actor AS person,
    greatest(0, epoch(d.occurred) - epoch(d.claimed)) AS seconds,
    CAST(floor(epoch(d.occurred) / 3600) AS BIGINT) AS hour,
    CASE WHEN list_contains(p.roles, 'lead') THEN 'leads' WHEN list_contains(p.roles, 'reviewer') THEN 'reviewers' ELSE 'others' END
        AS role
FROM job_decided d
LEFT JOIN (
    SELECT subject, arg_max(roles, position) AS roles
    FROM (SELECT subject, roles, position FROM person_joined UNION ALL SELECT subject, roles, position FROM person_changed) AS said
    GROUP BY subject
) AS p ON p.subject = d.actor
WHERE NOT d.automated_decision AND d.decision NOT IN (SELECT decision FROM decision_undone)
    AND epoch(d.occurred) >= {since} AND epoch(d.occurred) < {until}
QUALIFY row_number() OVER (PARTITION BY d.subject ORDER BY d.position) = 1;
