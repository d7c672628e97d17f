-- A row a decision, and whether it found no violation; people who review in fifths, by when they joined.
SELECT decided AS moment, NOT violates AS hit, harm, queue, d.language AS language, platform, market, source, cohort,
    d.person AS person, about
FROM decisions d LEFT JOIN (
    SELECT subject AS person, 'fifth_' || ntile(5) OVER (ORDER BY occurred, position) AS cohort
    FROM person_joined WHERE list_contains(roles, 'reviewer')
) AS c ON c.person = d.person
