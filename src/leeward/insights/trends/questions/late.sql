-- The share of facts of a kind that were recorded more than a day after they happened, in the window and before.
SELECT avg(late::INTEGER) FILTER (WHERE occurred >= DATE '{since}'), avg(late::INTEGER) FILTER (WHERE occurred < DATE '{since}')
FROM (SELECT occurred, epoch(recorded) - epoch(occurred) > 86400 AS late FROM {kind})
WHERE occurred >= DATE '{begin}' AND occurred < DATE '{end}'
