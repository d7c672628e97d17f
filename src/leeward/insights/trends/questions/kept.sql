-- Keep the rows of a stream of some days at hand, under a name of their own: an explanation asks of them many times.
CREATE TEMP TABLE kept_{code} AS SELECT * FROM ({stream}) WHERE moment >= DATE '{first}' AND moment < DATE '{end}'
