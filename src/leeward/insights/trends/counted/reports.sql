-- A row a report.
SELECT received AS moment, harm, source, language, platform, market, door, subject_kind, severity_name AS severity, about, reporter
FROM reports
