-- Every read of the wellness room. Only its own pages ask these about anybody but whoever looks.

-- doing: How people are doing, with their names, by name (person_pkey, exposure_pkey, looked_pkey); all of them where none is named.
SELECT p.id, coalesce(a.name, '') AS name, p.roles, p.skills, p.languages, p.severity_limit, w.*
FROM person p
CROSS JOIN LATERAL wellbeing_of(p.id, %(day)s) w
LEFT JOIN account a ON a.person = p.id
WHERE (%(people)s::uuid[] IS NULL OR p.id = ANY (%(people)s)) AND p.departed IS NULL
ORDER BY lower(coalesce(a.name, '')), p.id LIMIT %(limit)s;

-- days: Minutes and items of somebody by day and severity, the earliest first (exposure_pkey).
SELECT day, severity, seconds, items FROM exposure
WHERE person = %(person)s AND day > %(since)s AND day <= %(until)s ORDER BY day, severity;

-- avoids: What somebody opted out of (wellbeing_pkey).
SELECT avoids FROM wellbeing WHERE person = %(person)s;

-- seen_today: Whom somebody looked at since a moment already: one fact a person and day is enough (fact_of_actor).
SELECT DISTINCT subject FROM fact WHERE actor = %(actor)s AND kind = 'wellbeing_seen' AND occurred >= %(since)s;
