-- A row an appeal.
SELECT received AS moment, appellant, harm, language, queue, door, source, about, first_person AS person FROM appeals
