-- subject_seen: A subject is known from now on.
INSERT INTO subject (id, kind, held_by, external, identifier, media, first_seen)
SELECT subject, subject_kind, held_by, external, identifier, media, occurred
FROM json_to_recordset(%(facts)s) AS f (
    subject uuid, subject_kind text, held_by text, external text, identifier uuid, media jsonb, occurred timestamptz
);

-- subject_seen.media: Which media it has.
INSERT INTO subject_media (kind, digest, about, held_by)
SELECT m.hash, m.digest, f.subject, m.held_by
FROM json_to_recordset(%(facts)s) AS f (subject uuid, media json),
    json_to_recordset(f.media) AS m (hash text, digest text, held_by text)
ON CONFLICT (kind, digest, about) DO NOTHING;

-- media_named: It has more media than was known.
UPDATE subject SET media = subject.media || f.media
FROM json_to_recordset(%(facts)s) AS f (subject uuid, media jsonb) WHERE subject.id = f.subject;

-- media_named.media: Which.
INSERT INTO subject_media (kind, digest, about, held_by)
SELECT m.hash, m.digest, f.subject, m.held_by
FROM json_to_recordset(%(facts)s) AS f (subject uuid, media json),
    json_to_recordset(f.media) AS m (hash text, digest text, held_by text)
ON CONFLICT (kind, digest, about) DO NOTHING;

-- report_received: The report, as it came in.
INSERT INTO report (
    id, about, reporter, source, capacity, door, harm, language, jurisdictions, elements, idempotency, text, content, contact,
    reach, signal, entered_by, received
)
SELECT
    subject, about, reporter, source, capacity, door, harm, language, jurisdictions, elements, idempotency, text, content,
    contact, reach, signal, CASE WHEN door <> 'api' AND actor::text NOT LIKE '00000000-0000-7000-8000-%%' THEN actor END, occurred
FROM json_to_recordset(%(facts)s) AS f (
    actor uuid, subject uuid, about uuid, reporter uuid, source text, capacity text, door text, harm text, language text,
    jurisdictions text[], elements text[], idempotency text, text uuid, content uuid, contact uuid, reach integer, signal uuid,
    occurred timestamptz
);

-- report_received.subject: One more report on its subject.
UPDATE subject SET reports = subject.reports + f.n
FROM (
    SELECT about, count(*)::integer AS n FROM json_to_recordset(%(facts)s) AS f (about uuid) GROUP BY about
) f WHERE subject.id = f.about;

-- report_received.sketch: What its words look like, one row a part.
INSERT INTO report_sketch (report, part, about, sketch)
SELECT f.subject, p.part, f.about, p.sketch
FROM json_to_recordset(%(facts)s) AS f (subject uuid, about uuid, text_sketch text, content_sketch text),
    LATERAL (VALUES ('text', f.text_sketch), ('content', f.content_sketch)) AS p (part, sketch)
WHERE p.sketch IS NOT NULL;

-- case_opened: Its reports belong together, in this order.
INSERT INTO case_report (report, notice_case, place)
SELECT named.report, f.subject, named.place
FROM json_to_recordset(%(facts)s) AS f (subject uuid, reports uuid[]),
    unnest(f.reports) WITH ORDINALITY AS named (report, place)
ON CONFLICT (report) DO NOTHING;

-- notice_withdrawn: Whoever reported asks no longer.
UPDATE report SET withdrawn = f.occurred
FROM json_to_recordset(%(facts)s) AS f (subject uuid, occurred timestamptz) WHERE report.id = f.subject;

-- notice_found_incomplete: What the notice still lacks, by instrument.
UPDATE report SET missing = report.missing || f.missing
FROM (
    SELECT subject, jsonb_object_agg(instrument, missing) AS missing
    FROM json_to_recordset(%(facts)s) AS f (subject uuid, instrument text, missing jsonb) GROUP BY subject
) f WHERE report.id = f.subject;

-- notice_supplemented: It has these elements now, and lacks them under no instrument.
UPDATE report SET
    elements = (SELECT array_agg(DISTINCT e ORDER BY e) FROM unnest(report.elements || f.elements) AS e),
    missing = (
        SELECT coalesce(jsonb_object_agg(m.key, (
            SELECT jsonb_agg(e.value ORDER BY e.place)
            FROM jsonb_array_elements_text(m.value) WITH ORDINALITY AS e (value, place) WHERE e.value <> ALL (f.elements)
        )), '{}') FROM jsonb_each(report.missing) AS m
        WHERE EXISTS (SELECT FROM jsonb_array_elements_text(m.value) AS e (value) WHERE e.value <> ALL (f.elements))
    )
FROM json_to_recordset(%(facts)s) AS f (subject uuid, elements text[])
WHERE report.id = f.subject AND f.elements <> '{}';

-- notice_cured: It is complete for this instrument.
UPDATE report SET
    missing = report.missing - f.instruments,
    elements = (SELECT array_agg(DISTINCT e ORDER BY e) FROM unnest(report.elements || f.elements) AS e)
FROM (
    SELECT f.subject, array_agg(DISTINCT f.instrument) AS instruments, array_agg(DISTINCT e.value) AS elements
    FROM json_to_recordset(%(facts)s) AS f (subject uuid, instrument text, elements json),
        json_array_elements_text(f.elements) AS e (value)
    GROUP BY f.subject
) f WHERE report.id = f.subject;
