-- forecast_made: It is what is foretold of the queue now.
INSERT INTO forecast (queue, made, seen_until, begins, hours, days, tiers, allowed, handling, deviation, waiting, luck)
SELECT queue, occurred, seen_until, begins, hours, days, tiers, allowed, handling, deviation, waiting,
    jsonb_build_object('weight', weight, 'wander', wander, 'spread', spread, 'shock', shock)
FROM json_to_recordset(%(facts)s) AS f (
    queue text, occurred timestamptz, seen_until timestamptz, begins timestamptz, hours jsonb, days jsonb, tiers jsonb,
    allowed jsonb, handling double precision, deviation double precision, waiting integer, weight double precision,
    wander double precision, spread double precision, shock double precision
)
ON CONFLICT (queue, made) DO UPDATE SET hours = excluded.hours, days = excluded.days;

-- forecast_made.before: Of what was foretold before, the days are kept, to be held against what came.
UPDATE forecast SET hours = '[]'
FROM (
    SELECT queue, max(occurred) AS made FROM json_to_recordset(%(facts)s) AS f (queue text, occurred timestamptz) GROUP BY queue
) latest
WHERE forecast.queue = latest.queue AND forecast.made < latest.made AND forecast.hours <> '[]';

-- forecast_tested: How it did beside simpler ways.
INSERT INTO forecast_test (queue, made, ways)
SELECT DISTINCT ON (queue) queue, occurred, ways
FROM json_to_recordset(%(facts)s) AS f (position bigint, queue text, occurred timestamptz, ways jsonb)
ORDER BY queue, position DESC
ON CONFLICT (queue) DO UPDATE SET made = excluded.made, ways = excluded.ways;
