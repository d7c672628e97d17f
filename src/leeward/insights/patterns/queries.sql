-- Every read of the room of patterns.

-- gaps: Decided violations that stand, in order, with the time until the next by the same subject, or until now (decision_decided).
SELECT d.about, d.clause, d.measures, d.rung::integer AS rung, d.next IS NOT NULL AS again,
    greatest(0, extract(epoch FROM coalesce(d.next, %(now)s) - d.decided) / 86400)::double precision AS days
FROM (
    SELECT id, about, clause, measures, decided, lead(decided) OVER by_subject AS next, row_number() OVER by_subject AS rung
    FROM decision WHERE state = 'made' AND verdict = 'violates'
    WINDOW by_subject AS (PARTITION BY about ORDER BY decided, id)
) d
WHERE d.decided >= %(since)s ORDER BY d.decided, d.id LIMIT %(limit)s;

-- one_searcher: Take the search for campaigns for this transaction; false when another process has it.
SELECT pg_try_advisory_xact_lock(7310, 9);

-- known: Which report belongs to which campaign already (campaign_report_pkey).
SELECT r.report, r.campaign FROM campaign_report r JOIN campaign c ON c.id = r.campaign WHERE c.tie = %(tie)s;

-- looker: Whoever looks, for what they may know of (person_pkey).
SELECT id, roles, skills, languages, severity_limit FROM person WHERE id = %(who)s AND departed IS NULL;

-- campaigns: Campaigns with size, spread and times, in an order; or one (campaign_report_pkey, report_pkey, subject_pkey, action_about).
WITH own AS MATERIALIZED (
    SELECT c.id AS campaign, r.id, r.about, r.reporter, r.language, r.jurisdictions, r.received, r.signal, r.reasons, s.held_by
    FROM campaign c JOIN campaign_report m ON m.campaign = c.id JOIN report r ON r.id = m.report JOIN subject s ON s.id = r.about
    WHERE (%(tie)s::text IS NULL OR c.tie = %(tie)s) AND (%(id)s::uuid IS NULL OR c.id = %(id)s)
), size AS (
    SELECT campaign, count(*) AS reports, count(DISTINCT about) AS subjects, count(DISTINCT reporter) AS reporters,
        count(DISTINCT language) AS languages, count(DISTINCT held_by) AS platforms, min(received) AS first, max(received) AS last,
        min(received) FILTER (WHERE signal IS NOT NULL OR reasons <> '[]') AS signalled
    FROM own GROUP BY campaign
), markets AS (
    SELECT campaign, count(DISTINCT place) AS markets FROM own, unnest(jurisdictions) AS place GROUP BY campaign
), days AS (
    SELECT campaign, (received AT TIME ZONE 'UTC')::date AS day, count(*) AS n FROM own GROUP BY 1, 2
), fortnights AS (
    SELECT campaign, sum(n) OVER (
        PARTITION BY campaign ORDER BY day RANGE BETWEEN CURRENT ROW AND INTERVAL '13 days' FOLLOWING
    ) AS n FROM days
), dense AS (
    SELECT campaign, max(n) AS n FROM fortnights GROUP BY campaign
), acted AS (
    SELECT z.campaign, min(a.taken) AS acted
    FROM size z JOIN (SELECT DISTINCT campaign, about FROM own) AS o ON o.campaign = z.campaign
    JOIN action a ON a.about = o.about AND a.taken >= z.first GROUP BY z.campaign
)
SELECT c.id, c.tie, c.found, z.reports, z.subjects, z.reporters, z.languages, z.platforms, coalesce(p.markets, 0) AS markets,
    z.first, z.last, (d.n / z.reports)::double precision AS dense, z.signalled, a.acted
FROM campaign c JOIN size z ON z.campaign = c.id JOIN dense d ON d.campaign = c.id
LEFT JOIN markets p ON p.campaign = c.id LEFT JOIN acted a ON a.campaign = c.id
WHERE CASE %(shape)s WHEN 'wave' THEN d.n * 2 >= z.reports WHEN 'standing' THEN d.n * 2 < z.reports ELSE true END
ORDER BY
    CASE WHEN %(sort)s = 'subjects' AND %(down)s THEN z.subjects END DESC, CASE WHEN %(sort)s = 'subjects' AND NOT %(down)s THEN z.subjects END,
    CASE WHEN %(sort)s = 'found' AND %(down)s THEN c.found END DESC, CASE WHEN %(sort)s = 'found' AND NOT %(down)s THEN c.found END,
    CASE WHEN %(sort)s = 'last' AND NOT %(down)s THEN z.last END, z.last DESC, c.id
LIMIT %(limit)s OFFSET %(offset)s;

-- days: How many reports of a campaign came on each day, UTC (campaign_report_pkey, report_pkey).
SELECT (r.received AT TIME ZONE 'UTC')::date AS day, count(*) AS n
FROM campaign_report m JOIN report r ON r.id = m.report WHERE m.campaign = %(id)s GROUP BY 1 ORDER BY 1;

-- spread: Of a campaign's reports, the most frequent values of some dimensions (campaign_report_pkey, report_pkey, subject_pkey).
SELECT dimension, value, n, subjects FROM (
    SELECT d.dimension, d.value, count(*) AS n, count(DISTINCT r.about) AS subjects,
        row_number() OVER (PARTITION BY d.dimension ORDER BY count(*) DESC, d.value) AS place
    FROM campaign_report m JOIN report r ON r.id = m.report JOIN subject s ON s.id = r.about
    CROSS JOIN LATERAL (
        SELECT 'language' AS dimension, r.language AS value UNION ALL SELECT 'platform', s.held_by
        UNION ALL SELECT 'harm', r.harm UNION ALL SELECT 'market', each FROM unnest(r.jurisdictions) AS each
    ) AS d
    WHERE m.campaign = %(id)s GROUP BY d.dimension, d.value
) AS counted
WHERE place <= %(most)s ORDER BY dimension, place;

-- subjects: The subjects of a campaign, each with where its latest job stands, the latest first (campaign_report_pkey, job_about).
SELECT o.about, s.kind, s.held_by AS platform, o.reports, o.first, j.id AS job, j.queue, j.escalation, j.state, j.verdict
FROM (
    SELECT r.about, count(*) AS reports, min(r.received) AS first, max(r.received) AS last
    FROM campaign_report m JOIN report r ON r.id = m.report WHERE m.campaign = %(id)s GROUP BY r.about
) AS o JOIN subject s ON s.id = o.about
LEFT JOIN LATERAL (SELECT * FROM job WHERE about = o.about ORDER BY opened DESC, id DESC LIMIT 1) AS j ON true
ORDER BY o.last DESC, o.about LIMIT %(limit)s;
