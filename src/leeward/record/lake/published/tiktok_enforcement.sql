-- What a video platform reports each quarter about enforcing its guidelines, as it was said in each edition.
-- title: TikTok, community guidelines enforcement
-- source: TikTok, Community Guidelines Enforcement Reports, as kept by the diaphanous project
-- licence: CC BY 4.0
-- needs: vintage, metric, period, policy_type, issue, task, market, result
-- vintage VARCHAR: The edition that says so.
-- latest BOOLEAN: Whether no later edition says something about the same.
-- metric VARCHAR: What is counted or shared out.
-- unit VARCHAR: count, or share: from 0 to 1.
-- day DATE: The first day of the period.
-- last_day DATE: The last day of the period.
-- policy VARCHAR: The level of policy that the issue belongs to, as written.
-- area VARCHAR: The part of the guidelines in which the issue stands, where the edition says so.
-- issue VARCHAR: The issue, without its area; All for all of them.
-- task VARCHAR: How it was done, or in which span of time or views; All for all of them.
-- market VARCHAR: The market or, for moderators, the language; All for all of them.
-- low DOUBLE: The figure; none where none can be read.
-- high DOUBLE: The same: these figures have no interval.
WITH named AS (
    SELECT vintage, metric, period, policy_type, regexp_replace(issue, '\{\{.*\}\}', '') AS issue, task, market, result,
        CASE WHEN metric ILIKE '%rate%' OR metric ILIKE '%percentage%' OR metric ILIKE '%share%' THEN 'share' ELSE 'count' END AS unit
    FROM source
), read AS (
    SELECT vintage, metric, unit,
        try_strptime('1 ' || split_part(period, '-', 1) || ' ' || right(period, 4), '%d %b %Y')::DATE AS day,
        (try_strptime('1 ' || split_part(period, '-', 2), '%d %b %Y') + INTERVAL 1 MONTH - INTERVAL 1 DAY)::DATE AS last_day,
        nullif(regexp_replace(policy_type, '\{\{.*\}\}', ''), '') AS policy,
        CASE WHEN contains(issue, ' - ') THEN split_part(issue, ' - ', 1) END AS area,
        CASE WHEN lower(issue) = 'all' THEN 'All' ELSE regexp_replace(issue, '^.* - ', '') END AS issue,
        CASE WHEN lower(task) = 'all' THEN 'All' ELSE upper(task[1]) || task[2:] END AS task,
        CASE WHEN lower(market) = 'all' THEN 'All' ELSE market END AS market,
        try_cast(replace(result, ',', '') AS DOUBLE) AS low
    FROM named
)
SELECT vintage, vintage = max(vintage) OVER (PARTITION BY metric, day, last_day, issue, task, market) AS latest, metric, unit, day,
    last_day, policy, area, issue, task, market, low, low AS high
FROM read
ORDER BY metric, issue, task, market, day, vintage
