-- Every read of the room of reporters. Each leans on an index that is named.

-- flaggers: The register with the record of each, those that count first (flagger, reporter_pkey; a few hundred at most).
SELECT g.id, coalesce(a.name, '') AS name, g.account, g.known_as, g.harms, g.jurisdictions, g.coordinator, g.awarded, g.until,
    g.paused, g.ended, g.reason, coalesce(r.upheld, 0) AS upheld, coalesce(r.turned_down, 0) AS turned_down
FROM flagger g LEFT JOIN account a ON a.person = g.account LEFT JOIN reporter r ON r.id = g.id
WHERE %(flagger)s::uuid IS NULL OR g.id = %(flagger)s
ORDER BY g.ended IS NOT NULL, lower(coalesce(a.name, '')), g.id;

-- same_account: Another entry of the register that counts for this account (flagger_account).
SELECT id FROM flagger WHERE account = %(account)s AND ended IS NULL AND id <> %(flagger)s LIMIT 1;

-- accounts: Who works here or has an account, to choose from (account, person).
SELECT a.person, a.name FROM account a JOIN person p ON p.id = a.person AND p.departed IS NULL ORDER BY lower(a.name) LIMIT 500;

-- suspects: Who sent these reports, with their outcomes, where enough were turned down (reporter_pkey, report_of_reporter).
SELECT s.reporter, s.source, split_part(s.harm, '.', 1) AS harm, n.upheld, n.turned_down,
    coalesce(m.state, 'clear') AS state, coalesce(m.dismissed, 0) AS dismissed, m.warned, m.warned_until, m.until
FROM (
    SELECT DISTINCT ON (r.reporter) r.reporter, r.source, coalesce(r.named, r.harm) AS harm FROM report r
    WHERE r.id = ANY (%(reports)s) AND r.signal IS NULL ORDER BY r.reporter, r.received DESC
) s
JOIN reporter t ON t.id = s.reporter AND t.turned_down >= %(least)s
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE d.verdict = 'violates') AS upheld,
        count(*) FILTER (WHERE d.verdict = 'no_violation') AS turned_down
    FROM report r JOIN job j ON j.id = r.job JOIN decision d ON d.id = j.decision
    WHERE r.reporter = s.reporter AND r.received >= %(since)s AND d.state = 'made'
) n
LEFT JOIN reporter_standing m ON m.reporter = s.reporter
WHERE n.turned_down >= %(least)s;

-- population: How many reporters have which record with a source and class of harm (reporter_record_population).
SELECT upheld, turned_down, count(*)::integer AS reporters FROM (
    SELECT upheld, turned_down FROM reporter_record WHERE source = %(source)s AND harm = %(harm)s LIMIT 100000
) AS each_one GROUP BY 1, 2;

-- population_of_source: The same for a source, whatever the harm (reporter_record).
SELECT upheld, turned_down, count(*)::integer AS reporters FROM (
    SELECT sum(upheld)::integer AS upheld, sum(turned_down)::integer AS turned_down FROM reporter_record
    WHERE source = %(source)s GROUP BY reporter LIMIT 100000
) AS each_one GROUP BY 1, 2;

-- standing: How a reporter stands (reporter_standing_pkey).
SELECT reporter, state, since, found, decided, turned_down, share, low, high, dismissed, warned, warned_by, warned_until,
    suspended, suspended_by, until, told, contested, contest, heard, reason
FROM reporter_standing WHERE reporter = %(reporter)s;

-- standings: Reporters by how they stand, the longest first (reporter_standing_by_state, reporter_standing_contested).
SELECT reporter, state, since, decided, turned_down, share, low, high, warned_until, until, contested FROM reporter_standing
WHERE CASE %(show)s WHEN 'contested' THEN contested IS NOT NULL ELSE state = %(show)s END
ORDER BY coalesce(contested, since), reporter LIMIT %(limit)s OFFSET %(offset)s;

-- records: A reporter's record by source and class of harm (reporter_record_pkey).
SELECT source, harm, upheld, turned_down, not_enough FROM reporter_record
WHERE reporter = %(reporter)s AND upheld + turned_down + not_enough > 0 ORDER BY upheld + turned_down DESC, source, harm LIMIT 50;

-- history: A reporter's reports and how they ended, the newest first (report_of_reporter, job_pkey, decision_pkey).
SELECT r.id, r.job, r.about, r.source, r.capacity, coalesce(r.named, r.harm) AS harm, r.severity, r.received, d.verdict, d.state,
    d.decided, r.contact, j.queue, j.escalation
FROM report r LEFT JOIN job j ON j.id = r.job LEFT JOIN decision d ON d.id = j.decision
WHERE r.reporter = %(reporter)s AND r.received >= %(since)s ORDER BY r.received DESC, r.id DESC LIMIT %(limit)s;

-- reports_by: How many reports somebody sent (report_of_reporter).
SELECT count(*) FROM (SELECT FROM report WHERE reporter = %(reporter)s LIMIT 10001) AS counted;

-- outcomes: How somebody's decided reports of the period ended (report_of_reporter, job_pkey, decision_pkey).
SELECT count(*) FILTER (WHERE d.verdict = 'violates') AS upheld, count(*) FILTER (WHERE d.verdict = 'no_violation') AS turned_down
FROM report r JOIN job j ON j.id = r.job JOIN decision d ON d.id = j.decision
WHERE r.reporter = %(reporter)s AND r.received >= %(since)s AND d.state = 'made';

-- turned_down: Somebody's reports since a moment that were turned down, and stand so (report_of_reporter, job_pkey, decision_pkey).
SELECT r.id FROM report r JOIN job j ON j.id = r.job JOIN decision d ON d.id = j.decision
WHERE r.reporter = %(reporter)s AND r.received >= %(since)s AND d.state = 'made' AND d.verdict = 'no_violation'
ORDER BY r.received DESC LIMIT 1000;

-- placed: Reports that just found their jobs, as this room looks at them (report_pkey, job_pkey, reporter_standing_pkey).
SELECT r.id AS report, r.job, r.about, r.reporter, r.source, r.capacity, j.severity, j.legal_due, j.state AS job_state,
    j.reason, j.reports, coalesce(m.state, 'clear') AS state, m.until, coalesce(c.claims, 0) AS claims
FROM unnest(%(reports)s::uuid[]) WITH ORDINALITY AS asked (id, place) JOIN report r ON r.id = asked.id JOIN job j ON j.id = r.job
LEFT JOIN reporter_standing m ON m.reporter = r.reporter
LEFT JOIN LATERAL (
    SELECT count(DISTINCT o.about)::integer AS claims FROM report o
    WHERE r.capacity = 'subject' AND o.reporter = r.reporter AND o.capacity = 'subject' AND o.received > r.received - interval '30 days'
) c ON true
WHERE r.signal IS NULL ORDER BY asked.place;

-- crowd: The latest reports on some subjects, and whether who sent each is new (report_about, report_of_reporter).
SELECT c.id, c.about, c.reporter, c.new, c.sketch FROM unnest(%(abouts)s::uuid[]) AS asked (id)
CROSS JOIN LATERAL (
    SELECT r.id, r.about, r.reporter, k.sketch,
        NOT EXISTS (SELECT FROM report o WHERE o.reporter = r.reporter AND o.received < %(since)s) AS new
    FROM report r LEFT JOIN report_sketch k ON k.report = r.id AND k.part = 'text'
    WHERE r.about = asked.id AND r.received >= %(since)s AND r.signal IS NULL ORDER BY r.received DESC LIMIT 200
) c;

-- circles: Those who reported these subjects and together reported another one before (report_about, report_of_reporter).
SELECT r.about, o.about AS other, array_agg(DISTINCT o.reporter) AS reporters
FROM report r JOIN report o ON o.reporter = r.reporter AND o.about <> r.about AND o.received > %(since)s - interval '90 days'
WHERE r.about = ANY (%(abouts)s) AND r.received >= %(since)s AND r.signal IS NULL
GROUP BY 1, 2 HAVING count(DISTINCT o.reporter) >= %(least)s ORDER BY count(DISTINCT o.reporter) DESC, 2 LIMIT 50;

-- suspected: What was suspected before on these jobs (brigade_pkey).
SELECT job, signal, reporters FROM brigade WHERE job = ANY (%(jobs)s);

-- brigades: What was suspected, the latest first (brigade_last, job_pkey).
SELECT b.job, b.about, b.signal, b.reporters, b.looked_at, b.first, b.last, j.state, j.severity, j.queue
FROM brigade b JOIN job j ON j.id = b.job
WHERE (%(signal)s::text IS NULL OR b.signal = %(signal)s)
    AND (%(hand_off)s OR (j.queue <> 'minor_gate' AND j.escalation IS DISTINCT FROM 'minor_gate'))
ORDER BY b.last DESC, b.job, b.signal LIMIT %(limit)s OFFSET %(offset)s;

-- kept_back: Jobs that wait because whoever reported is suspended (report_of_reporter, job_pkey).
SELECT DISTINCT j.id FROM report r JOIN job j ON j.id = r.job
WHERE r.reporter = %(reporter)s AND j.state = 'held' AND j.reason = 'reporter_suspended';

-- suspensions_over: Suspensions whose time is over (reporter_standing_until).
SELECT reporter, until FROM reporter_standing WHERE state = 'suspended' AND until <= %(moment)s ORDER BY until LIMIT %(limit)s;

-- names: The names of people (account_pkey).
SELECT person, name FROM account WHERE person = ANY (%(people)s);

-- looker: Whoever looks, for what they may know of (person_pkey).
SELECT id, roles, skills, languages, severity_limit FROM person WHERE id = %(who)s AND departed IS NULL;

-- figures: What happened within a period, by kind (fact; asked for by a person, a period at a time).
SELECT count(*) FILTER (WHERE kind = 'misuse_found') AS found, count(*) FILTER (WHERE kind = 'misuse_dismissed') AS dismissed,
    count(*) FILTER (WHERE kind = 'reporter_warned') AS warned, count(*) FILTER (WHERE kind = 'reporter_suspended') AS suspended,
    count(*) FILTER (WHERE kind = 'suspension_lifted') AS lifted, count(*) FILTER (WHERE kind = 'suspension_ended') AS ended,
    count(*) FILTER (WHERE kind = 'suspension_contested') AS contested,
    count(*) FILTER (WHERE kind = 'contest_heard' AND body ->> 'stands' = 'false') AS contest_lifted
FROM fact WHERE subject IN (SELECT reporter FROM reporter_standing) AND occurred >= %(begins)s AND occurred < %(ends)s;

-- figures_of_flaggers: Notices of trusted flaggers received in a period, and how those decided ended (report_received).
SELECT count(*) AS flagger_notices,
    count(*) FILTER (WHERE d.verdict = 'violates' AND d.state = 'made') AS flagger_upheld,
    count(*) FILTER (WHERE d.verdict = 'no_violation' AND d.state = 'made') AS flagger_turned_down,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d.decided - r.received)::double precision)
        FILTER (WHERE d.state = 'made') AS flagger_median_seconds
FROM report r LEFT JOIN job j ON j.id = r.job LEFT JOIN decision d ON d.id = j.decision
WHERE r.source = 'trusted_flagger' AND r.received >= %(begins)s AND r.received < %(ends)s;

-- brigades_of: Jobs on which reports first looked concerted in a period (brigade).
SELECT count(DISTINCT job) FROM brigade WHERE first >= %(begins)s AND first < %(ends)s;
