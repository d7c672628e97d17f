-- A row for each rule that matched a report or an event, in shadow or not.
SELECT moment, r.rule AS rule, r.clause AS clause, event_kind, r.rule_version AS rule_version, about
FROM (
    SELECT occurred AS moment, unnest(reasons) AS r, about, event_kind FROM signal_raised
    UNION ALL SELECT occurred, unnest(reasons), about, 'report' FROM report_assessed
    UNION ALL SELECT occurred, unnest(reasons), about, event_kind FROM shadow_matched
)
