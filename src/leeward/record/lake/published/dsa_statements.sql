-- Statements of reasons that platforms filed with the EU, counted by day, platform and what they say.
-- title: DSA Transparency Database, daily
-- source: European Commission, DSA Transparency Database, doi:10.2906/134353607485211
-- licence: CC BY 4.0
-- needs: day, platform, column, entity, variant, count, min, mean, max
-- day DATE: The day on which the statements were filed.
-- platform VARCHAR: Who filed them; none for what is counted over the whole database.
-- attribute VARCHAR: Which part of a statement is counted; every statement is counted once under each.
-- part VARCHAR: A figure about that part beside the plain count, such as elements_per_row; else none.
-- value VARCHAR: What the part says, in the database's own code; NONE where it says nothing, none where it is not a code.
-- statements BIGINT: How many statements.
-- shortest BIGINT: Of durations the shortest, in seconds.
-- mean DOUBLE: Of durations the mean, in seconds.
-- longest BIGINT: Of durations the longest, in seconds.
SELECT day, platform, "column" AS attribute, entity AS part, CASE WHEN variant = '—None—' THEN 'NONE' ELSE variant END AS value,
    sum("count")::BIGINT AS statements, min("min") AS shortest, sum(mean * "count") / nullif(sum("count"), 0) AS mean,
    max("max") AS longest
FROM source
GROUP BY ALL
ORDER BY attribute, part, value, platform, day
