-- Every series of a stream between two days: dimension, value, day, hits, rows.
WITH seen AS MATERIALIZED (SELECT * FROM ({stream}) WHERE moment >= DATE '{first}' AND moment < DATE '{end}')
{series}
