-- Reporters of each day, in the window and in the days before it, and how many of them had never reported before that day.
WITH every AS ({stream}), first AS (SELECT reporter, min(moment)::DATE AS first FROM every GROUP BY reporter),
own AS (
    SELECT DISTINCT reporter, moment::DATE AS day, moment >= DATE '{since}' AS now FROM every
    WHERE {own} AND moment >= DATE '{begin}' AND moment < DATE '{end}'
)
SELECT count(*) FILTER (WHERE now), count(*) FILTER (WHERE now AND first = day),
    count(*) FILTER (WHERE NOT now), count(*) FILTER (WHERE NOT now AND first = day)
FROM own JOIN first USING (reporter)
