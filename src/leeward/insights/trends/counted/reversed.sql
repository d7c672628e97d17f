-- A row for each decision that was reversed.
SELECT reversed AS moment, harm, queue, language, platform, clause, reversed_by, person, about
FROM decisions WHERE reversed IS NOT NULL
