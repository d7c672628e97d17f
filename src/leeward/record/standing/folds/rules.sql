-- rule_switched_off: Nobody asks it from now on.
INSERT INTO rule_switch (rule, off, reason, by, since)
SELECT DISTINCT ON (rule) rule, true, reason, actor, occurred
FROM json_to_recordset(%(facts)s) AS f (position bigint, rule text, reason text, actor uuid, occurred timestamptz)
ORDER BY rule, position DESC
ON CONFLICT (rule) DO UPDATE SET off = true, reason = excluded.reason, by = excluded.by, since = excluded.since;

-- rule_switched_on: It works again.
INSERT INTO rule_switch (rule, off, reason, by, since)
SELECT DISTINCT ON (rule) rule, false, reason, actor, occurred
FROM json_to_recordset(%(facts)s) AS f (position bigint, rule text, reason text, actor uuid, occurred timestamptz)
ORDER BY rule, position DESC
ON CONFLICT (rule) DO UPDATE SET off = false, reason = excluded.reason, by = excluded.by, since = excluded.since;

-- firing_alarm_raised: It waits for somebody to look.
INSERT INTO firing_alarm (id, rule, hour, observed, expected, most, chance, hours, raised)
SELECT alarm, rule, hour, observed, expected, most, chance, hours, occurred
FROM json_to_recordset(%(facts)s) AS f (
    alarm uuid, rule text, hour timestamptz, observed integer, expected double precision, most integer,
    chance double precision, hours integer, occurred timestamptz
);

-- firing_alarm_acknowledged: Somebody looked.
UPDATE firing_alarm SET acknowledged = f.occurred, acknowledged_by = f.actor, reason = f.reason
FROM json_to_recordset(%(facts)s) AS f (alarm uuid, occurred timestamptz, actor uuid, reason text)
WHERE firing_alarm.id = f.alarm;
