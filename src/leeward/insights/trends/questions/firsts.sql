-- Reporters of a series in the window and in the days before it, and how many of each had never reported.
WITH every AS ({stream}), first AS (SELECT reporter, min(moment) AS first FROM every GROUP BY reporter),
own AS (
    SELECT DISTINCT reporter, moment >= DATE '{since}' AS now FROM every
    WHERE {own} AND moment >= DATE '{begin}' AND moment < DATE '{end}'
)
SELECT count(*) FILTER (WHERE now), count(*) FILTER (WHERE now AND first >= DATE '{since}'),
    count(*) FILTER (WHERE NOT now), count(*) FILTER (WHERE NOT now AND first >= DATE '{begin}')
FROM own JOIN first USING (reporter)
