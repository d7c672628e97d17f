-- first_day: The first moment of a series, in microseconds since 1970 (DuckDB, over the lake).
SELECT epoch_us(min({moment})) FROM {table} WHERE {where};

-- cells: By period and values of dimensions the number, the sum of its squares, and how many rows (DuckDB, over the lake).
WITH asked AS (
    SELECT date_diff('day', ?::TIMESTAMPTZ, {moment}) // {days} AS period, {columns}, {number} AS number
    FROM {table}
    WHERE {moment} >= ?::TIMESTAMPTZ AND {moment} < ?::TIMESTAMPTZ AND {where}
), {kept}
SELECT period, {shown}, sum(number)::DOUBLE AS number, sum(number * number)::DOUBLE AS squares, count(*)::DOUBLE AS n
FROM asked
GROUP BY ALL;
