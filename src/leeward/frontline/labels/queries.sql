-- end_of_activity: The position of the last event that arrived.
SELECT position FROM activity_end;

-- is_known: Whether anything was ever about this, or a label stood on it.
SELECT EXISTS (SELECT FROM subject WHERE id = %(subject)s) OR EXISTS (SELECT FROM label_standing WHERE subject = %(subject)s);

-- subject: What somebody or something is.
SELECT kind, held_by FROM subject WHERE id = %(subject)s;

-- standing_until: Until when a label stands on somebody or something.
SELECT until FROM label_standing WHERE subject = %(subject)s AND label = %(label)s;

-- labels_of: Every label that stands on somebody or something, or stood.
SELECT l.subject, l.label, l.until, l.held, l.changed, l.by, l.rule, l.reason, account.name
FROM label_standing AS l LEFT JOIN account ON account.person = l.by
WHERE l.subject = %(subject)s ORDER BY l.label;

-- changes_of: What was done with the labels of somebody or something, the latest first.
SELECT l.label, l.until, l.changed, l.by, l.rule, l.event, l.reason, account.name
FROM label_change AS l LEFT JOIN account ON account.person = l.by
WHERE l.subject = %(subject)s ORDER BY l.position DESC LIMIT %(limit)s;

-- counts: On how many each label stands.
SELECT label, count(*) AS standing FROM label_standing WHERE until > %(now)s GROUP BY label ORDER BY label;

-- standing: Labels that stand, those that were put last first.
SELECT l.subject, l.label, l.until, l.held, l.changed, l.by, l.rule, l.reason, account.name
FROM label_standing AS l LEFT JOIN account ON account.person = l.by
WHERE l.until > %(now)s AND (%(label)s::text IS NULL OR l.label = %(label)s)
ORDER BY
    CASE WHEN %(by)s = 'until' AND NOT %(down)s THEN l.until END,
    CASE WHEN %(by)s = 'until' AND %(down)s THEN l.until END DESC,
    CASE WHEN %(by)s = 'changed' AND NOT %(down)s THEN l.changed END,
    CASE WHEN %(by)s = 'changed' AND %(down)s THEN l.changed END DESC,
    l.subject, l.label
LIMIT %(limit)s OFFSET %(offset)s;
