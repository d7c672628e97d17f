-- Every read of the room of prevalence. Each leans on an index that is named.

-- samples: Samples, the latest first, with how many items are labelled (prevalence_sample_drawn, prevalence_item_of_sample).
SELECT s.id, s.design, s.event_kind, s.harm, s.clauses, s.since, s.until, s.score, s.weighed_by, s.segments, s.looks, s.seed, s.bands,
    s.size, s.planned, s.drawn, s.drawn_by, a.name AS by, s.closed, s.basis, s.value, s.low, s.high, s.seen, s.labels, s.positives,
    s.sensitivity, s."false",
    (SELECT count(*)::integer FROM prevalence_item i WHERE i.sample = s.id AND i.settled IS NOT NULL) AS done
FROM prevalence_sample s LEFT JOIN account a ON a.person = s.drawn_by
WHERE %(sample)s::uuid IS NULL OR s.id = %(sample)s
ORDER BY s.drawn DESC, s.id DESC LIMIT %(limit)s;

-- items: The drawn events of a sample (prevalence_item_of_sample).
SELECT id, band, chance, weight, segments, verdict, harm FROM prevalence_item WHERE sample = %(sample)s ORDER BY id;

-- golden_answers: How golden items were answered, by those who ever sat as an expert and by the others (second_look_settled, look_taken_pkey).
SELECT k.first_clause AS clause, k.first_verdict AS truth, t.verdict AS said, experts.person IS NOT NULL AS expert, count(*)::integer AS answers
FROM look_taken t JOIN second_look k ON k.id = t.look
LEFT JOIN (SELECT DISTINCT person FROM look_taken WHERE seat <> 'peer') AS experts ON experts.person = t.person
WHERE k.golden_item IS NOT NULL AND t.taken >= %(since)s AND t.taken < %(until)s
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;

-- verified_answers: How peers answered what an expert looked at whatever they said: decisions of a pair, items that were verified (look_taken_by).
SELECT truth.clause, truth.verdict AS truth, t.verdict AS said, false AS expert, count(*)::integer AS answers
FROM (
    SELECT k.id AS look, e.verdict, e.clause FROM second_look k JOIN look_taken e ON e.look = k.id AND e.seat = 'expert'
    WHERE k.paired AND e.taken >= %(since)s AND e.taken < %(until)s
    UNION ALL
    SELECT k.id, i.verdict, i.clause FROM prevalence_item i JOIN second_look k ON k.item = i.id
    WHERE i.verified AND i.settled >= %(since)s AND i.settled < %(until)s
) AS truth JOIN look_taken t ON t.look = truth.look AND t.seat = 'peer'
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
