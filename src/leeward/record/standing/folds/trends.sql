-- alarm_raised: It waits for somebody, unless a silence keeps it.
INSERT INTO trend_alarm (
    id, stream, dimension, value, move, day, since, observed, out_of, expected, least, most, chance, level, tests,
    checks, cause, focus, focus_value, share, silence, raised
)
SELECT alarm, series ->> 'stream', series ->> 'dimension', series ->> 'value', move, day, since, observed, "of", expected, least, most,
    chance, level, tests, checks, cause, dimension, value, share, silence, occurred
FROM json_to_recordset(%(facts)s) AS f (
    alarm uuid, series jsonb, move text, day timestamptz, since timestamptz, observed integer, "of" integer,
    expected double precision, least integer, most integer, chance double precision, level double precision, tests integer,
    checks jsonb, cause text, dimension text, value text, share double precision, silence uuid, occurred timestamptz
);

-- alarm_spread: It is more series than one.
INSERT INTO trend_spread (alarm, stream, dimension, value, move, day, chance)
SELECT alarm, series ->> 'stream', series ->> 'dimension', series ->> 'value', move, day, chance
FROM json_to_recordset(%(facts)s) AS f (alarm uuid, series jsonb, move text, day timestamptz, chance double precision);

-- alarm_taken: Whoever took it last answers for it.
UPDATE trend_alarm SET owner = f.actor, taken = f.occurred
FROM (
    SELECT DISTINCT ON (alarm) alarm, actor, occurred
    FROM json_to_recordset(%(facts)s) AS f (position bigint, alarm uuid, actor uuid, occurred timestamptz)
    ORDER BY alarm, position DESC
) AS f
WHERE trend_alarm.id = f.alarm;

-- alarm_explained: What it was, as whoever looked last says.
UPDATE trend_alarm SET explained = f.reason, explained_by = f.actor, explained_at = f.occurred, note = f.note
FROM (
    SELECT DISTINCT ON (alarm) alarm, actor, occurred, reason, note
    FROM json_to_recordset(%(facts)s) AS f (position bigint, alarm uuid, actor uuid, occurred timestamptz, reason text, note uuid)
    ORDER BY alarm, position DESC
) AS f
WHERE trend_alarm.id = f.alarm;

-- alarm_closed: Nothing more is to be done.
UPDATE trend_alarm SET closed = f.occurred, closed_by = f.actor, close_reason = f.reason
FROM json_to_recordset(%(facts)s) AS f (alarm uuid, actor uuid, occurred timestamptz, reason text)
WHERE trend_alarm.id = f.alarm;

-- alarm_silenced: A series does not ring for a while.
INSERT INTO trend_silence (id, stream, dimension, value, reason, by, since, until, alarm)
SELECT subject, series ->> 'stream', series ->> 'dimension', series ->> 'value', reason, actor, occurred, until, alarm
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, series jsonb, reason text, actor uuid, occurred timestamptz, until timestamptz, alarm uuid
);

-- silence_ended: It rings again.
UPDATE trend_silence SET ended = f.occurred, ended_by = f.actor
FROM json_to_recordset(%(facts)s) AS f (subject uuid, actor uuid, occurred timestamptz)
WHERE trend_silence.id = f.subject;

-- board_watched: This day was judged.
INSERT INTO trend_watched (day, series, tests, level, raised, silenced, at)
SELECT DISTINCT ON (day) day, series, tests, level, raised, silenced, occurred
FROM json_to_recordset(%(facts)s) AS f (
    position bigint, day timestamptz, series integer, tests integer, level double precision, raised integer, silenced integer,
    occurred timestamptz
)
ORDER BY day, position DESC
ON CONFLICT (day) DO UPDATE SET series = excluded.series, tests = excluded.tests, level = excluded.level,
    raised = excluded.raised, silenced = excluded.silenced, at = excluded.at;
