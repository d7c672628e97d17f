-- What the subjects of reports said, as a sketch: report, subject, sketch.
SELECT CAST(subject AS VARCHAR), CAST(about AS VARCHAR), content_sketch FROM report_received
WHERE content_sketch IS NOT NULL AND occurred >= TIMESTAMPTZ '{since}' ORDER BY position DESC LIMIT {most}
