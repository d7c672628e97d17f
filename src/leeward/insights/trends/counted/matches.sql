-- A row for each rule that matched a report (when that was received) or an event, in shadow or not.
SELECT moment, r.rule AS rule, r.clause AS clause, event_kind, r.rule_version AS rule_version, about
FROM (
    SELECT occurred AS moment, unnest(reasons) AS r, about, event_kind FROM signal_raised
    UNION ALL SELECT t.occurred, unnest(a.reasons), a.about, 'report'
        FROM report_assessed a JOIN report_received t ON t.subject = a.subject
    UNION ALL SELECT coalesce(t.occurred, s.occurred), unnest(s.reasons), s.about, s.event_kind
        FROM shadow_matched s LEFT JOIN report_received t ON t.subject = s.subject
)
