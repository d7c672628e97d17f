-- How many rows of a series on a day are about a subject that a series of another stream was about since.
SELECT count(*) FROM kept_{code} WHERE moment >= DATE '{day}' AND moment < DATE '{end}' AND {hit} AND {own} AND about IN (
    SELECT about FROM kept_{head} WHERE moment >= DATE '{since}' AND moment < DATE '{end}' AND {its}
)
