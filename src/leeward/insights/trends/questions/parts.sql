-- Of the rows kept at hand, what a series is made of: dimension, value, now, before, of now, of before.
WITH seen AS MATERIALIZED (SELECT * FROM kept_{code} WHERE moment >= DATE '{begin}' AND moment < DATE '{end}'),
own AS MATERIALIZED (SELECT * FROM seen WHERE {own})
{parts}
