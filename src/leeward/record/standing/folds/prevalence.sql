-- prevalence_sampled: A sample, with its bands.
INSERT INTO prevalence_sample (
    id, design, event_kind, harm, clauses, since, until, score, weighed_by, segments, looks, seed, bands, size, planned, drawn, drawn_by
)
SELECT subject, design, event_kind, harm, clauses, since, until, score, weighed_by, segments, looks, seed, bands, size, planned,
    occurred, actor
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, design text, event_kind text, harm text, clauses text[], since timestamptz, until timestamptz, score text,
    weighed_by text, segments text[], looks integer, seed text, bands jsonb, size bigint, planned integer, occurred timestamptz,
    actor uuid
);

-- prevalence_item_drawn: One event of it, not labelled yet.
INSERT INTO prevalence_item (id, sample, event, about, band, chance, weight, segments, verified)
SELECT subject, sample, event, about, band, chance, weight, segments, verified
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, sample uuid, event uuid, about uuid, band integer, chance double precision, weight double precision,
    segments text[], verified boolean
);

-- label_settled: What an item is.
UPDATE prevalence_item SET verdict = f.verdict, clause = f.clause, harm = f.harm, settled = f.occurred, looks = f.looks
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, verdict text, clause text, harm text, occurred timestamptz, looks integer
) WHERE prevalence_item.id = f.subject;

-- prevalence_estimated: What the sample came to.
UPDATE prevalence_sample SET basis = f.basis, value = f.value, low = f.low, high = f.high, seen = f.seen, labels = f.labels,
    positives = f.positives, sensitivity = f.sensitivity, "false" = f."false"
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, basis text, value double precision, low double precision, high double precision, seen double precision,
    labels integer, positives integer, sensitivity double precision, "false" double precision
) WHERE prevalence_sample.id = f.subject;

-- prevalence_sample_closed: No more labels.
UPDATE prevalence_sample SET closed = f.occurred, closed_why = f.reason
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz, reason text) WHERE prevalence_sample.id = f.subject;
