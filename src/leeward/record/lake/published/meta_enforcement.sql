-- What a group of social networks reports each quarter about enforcing its standards, as it was said in each edition.
-- title: Meta, community standards enforcement
-- source: Meta, Community Standards Enforcement Reports, as kept by the diaphanous project
-- licence: CC BY 4.0
-- needs: vintage, app, policy_area, metric, period, value
-- vintage VARCHAR: The edition that says so.
-- latest BOOLEAN: Whether no later edition says something about the same.
-- revised BOOLEAN: Whether editions say different things about the same.
-- app VARCHAR: Which network.
-- policy VARCHAR: The part of the standards.
-- metric VARCHAR: What is counted or shared out.
-- unit VARCHAR: count, or share: from 0 to 1.
-- day DATE: The first day of the quarter.
-- low DOUBLE: The figure, or the lower end where an interval is published; none where nothing is.
-- high DOUBLE: The figure, or the upper end.
WITH read AS (
    SELECT vintage, app, replace(policy_area, ' And ', ' and ') AS policy, metric, value,
        make_date(left(period, 4)::INTEGER, 3 * right(period, 1)::INTEGER - 2, 1) AS day,
        CASE WHEN metric ILIKE '%rate%' OR metric ILIKE '%prevalence%' OR metric = 'UBP' THEN 'share' ELSE 'count' END AS unit,
        try_cast(replace(regexp_extract(value, '^([0-9.,]+)', 1), ',', '') AS DOUBLE)
            / CASE WHEN contains(value, '%') THEN 100 ELSE 1 END AS low,
        try_cast(replace(regexp_extract(value, '([0-9.,]+)%?$', 1), ',', '') AS DOUBLE)
            / CASE WHEN contains(value, '%') THEN 100 ELSE 1 END AS high
    FROM source
)
SELECT vintage, vintage = max(vintage) OVER same AS latest, count(DISTINCT low) OVER (PARTITION BY app, policy, metric, day) > 1
    AS revised, app, policy, metric, unit, day, low, high
FROM read
WINDOW same AS (PARTITION BY app, policy, metric, day)
ORDER BY metric, policy, app, day, vintage
