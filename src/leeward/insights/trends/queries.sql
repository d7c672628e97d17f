-- last_watched: Up to which day the board was judged.
SELECT max(day) FROM trend_watched;

-- alarms_of_late: Alarms of the last weeks and those still open, for what rings next.
SELECT id, stream, dimension, value, move, day, since, observed, out_of, expected, least, most, chance, closed, focus, focus_value
FROM trend_alarm WHERE closed IS NULL OR day >= %(since)s ORDER BY day, raised;

-- rung: Series that are such an alarm, or belong to one.
SELECT stream, dimension, value, move, day, closed FROM trend_alarm WHERE closed IS NULL OR day >= %(since)s
UNION ALL
SELECT s.stream, s.dimension, s.value, s.move, s.day, a.closed
FROM trend_spread s JOIN trend_alarm a ON a.id = s.alarm WHERE a.closed IS NULL OR a.day >= %(since)s;

-- restarted: Series whose last alarm was closed as a new level: what was before does not count.
SELECT DISTINCT ON (stream, dimension, value) stream, dimension, value, since
FROM trend_alarm WHERE close_reason = 'new_level' ORDER BY stream, dimension, value, since DESC;

-- silences: Silences that hold at a moment.
SELECT id, stream, dimension, value, reason, since, until FROM trend_silence WHERE ended IS NULL AND until > %(now)s AND since <= %(now)s;

-- one_watcher: Take the watch for this transaction; false when another process has it.
SELECT pg_try_advisory_xact_lock(7310, 6);

-- alarm: One alarm.
SELECT a.*, owner.name AS owner_name, closer.name AS closed_by_name, explainer.name AS explained_by_name, s.until AS silent_until
FROM trend_alarm a
LEFT JOIN account owner ON owner.person = a.owner
LEFT JOIN account closer ON closer.person = a.closed_by
LEFT JOIN account explainer ON explainer.person = a.explained_by
LEFT JOIN trend_silence s ON s.id = a.silence
WHERE a.id = %(id)s;

-- spread: The other series of an alarm.
SELECT stream, dimension, value, move, day, chance FROM trend_spread WHERE alarm = %(id)s ORDER BY day, chance;

-- history: What happened to an alarm.
SELECT fact.kind, fact.occurred, fact.body ->> 'reason' AS reason, fact.body -> 'note' IS NOT NULL AND fact.body ->> 'note' IS NOT NULL AS noted,
    account.name
FROM fact LEFT JOIN account ON account.person = fact.actor
WHERE fact.subject = %(id)s ORDER BY fact.position;

-- alarms: Alarms as a list, in an order.
SELECT a.id, a.stream, a.dimension, a.value, a.move, a.day, a.since, a.observed, a.out_of, a.expected, a.chance, a.cause, a.focus,
    a.focus_value, a.share, a.raised, a.owner, a.closed, a.close_reason, a.explained, a.silence, account.name AS owner_name,
    (SELECT count(*) FROM trend_spread s WHERE s.alarm = a.id) AS spread
FROM trend_alarm a LEFT JOIN account ON account.person = a.owner
WHERE CASE %(state)s
        WHEN 'open' THEN a.closed IS NULL AND a.silence IS NULL
        WHEN 'mine' THEN a.closed IS NULL AND a.owner = %(who)s
        WHEN 'silenced' THEN a.silence IS NOT NULL
        ELSE true END
    AND (%(stream)s::text IS NULL OR a.stream = %(stream)s) AND (%(cause)s::text IS NULL OR a.cause = %(cause)s)
ORDER BY
    CASE WHEN %(sort)s = 'day' AND %(down)s THEN a.day END DESC, CASE WHEN %(sort)s = 'day' AND NOT %(down)s THEN a.day END,
    CASE WHEN %(sort)s = 'chance' AND %(down)s THEN a.chance END DESC, CASE WHEN %(sort)s = 'chance' AND NOT %(down)s THEN a.chance END,
    a.day DESC, a.chance, a.id
LIMIT %(limit)s OFFSET %(offset)s;

-- numbers: How many alarms stand in each list.
SELECT count(*) FILTER (WHERE closed IS NULL AND silence IS NULL) AS open, count(*) FILTER (WHERE closed IS NULL AND owner = %(who)s) AS mine,
    count(*) FILTER (WHERE silence IS NOT NULL) AS silenced, count(*) AS all
FROM trend_alarm;

-- alarms_of_series: The alarms of one series, the latest first, those that it belongs to too.
SELECT DISTINCT a.id, a.day, a.since, a.move, a.cause, a.closed
FROM trend_alarm a LEFT JOIN trend_spread s ON s.alarm = a.id
WHERE (a.stream, a.dimension, a.value) = (%(stream)s, %(dimension)s, %(value)s)
    OR (s.stream, s.dimension, s.value) = (%(stream)s, %(dimension)s, %(value)s)
ORDER BY a.day DESC LIMIT 50;

-- last_boards: The last days that were judged.
SELECT day, series, tests, level, raised, silenced, at FROM trend_watched ORDER BY day DESC LIMIT %(limit)s;

-- all_silences: Silences that hold or ended lately, the latest first.
SELECT s.id, s.stream, s.dimension, s.value, s.reason, s.since, s.until, s.alarm, s.ended, account.name,
    (SELECT count(*) FROM trend_alarm a WHERE a.silence = s.id) AS kept
FROM trend_silence s LEFT JOIN account ON account.person = s.by
ORDER BY (s.ended IS NOT NULL OR s.until <= %(now)s), s.since DESC LIMIT 100;

-- silence: One silence.
SELECT id, stream, dimension, value, until, ended FROM trend_silence WHERE id = %(id)s;
