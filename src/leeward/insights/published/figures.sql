-- question: Figures by period and name; counts are added up, a share is given where exactly one row says it.
SELECT date_trunc('{grain}', day)::DATE AS period, {name} AS name,
    CASE WHEN min({unit}) = 'count' OR count(*) = 1 THEN sum({low}) END AS low,
    CASE WHEN min({unit}) = 'count' OR count(*) = 1 THEN sum({high}) END AS high,
    count(*) AS rows, min({unit}) AS unit
FROM {table}
WHERE {where}
GROUP BY ALL
ORDER BY period, name;

-- values_of: The values that a dimension can have, the largest first.
SELECT {name} FROM {table} WHERE {where} AND {name} IS NOT NULL GROUP BY 1 ORDER BY sum({high}) DESC NULLS LAST, 1 LIMIT {most};

-- editions: Figures about which editions differ.
SELECT day, vintage, low, high FROM {table}
WHERE {where} AND low IS NOT NULL
QUALIFY count(DISTINCT low) OVER (PARTITION BY day) > 1 AND count(*) OVER (PARTITION BY day, vintage) = 1
ORDER BY day, vintage LIMIT {most};
