-- The ground: ledger, standing, vault, lake, keys and names.

-- ── ledger ──────────────────────────────────────────────────────────────────────────────────────────────────────────

-- Everything that happened, in order. Positions count from 1 without gaps, in the order of commit.
CREATE TABLE fact (
    position bigint PRIMARY KEY,
    kind text NOT NULL,
    version smallint NOT NULL,
    subject uuid NOT NULL,
    actor uuid NOT NULL,
    occurred timestamptz NOT NULL,
    recorded timestamptz NOT NULL,
    body json NOT NULL -- json, not jsonb: the text is kept byte for byte, because it is sealed
);
CREATE INDEX fact_of_subject ON fact (subject, position);
CREATE INDEX fact_of_actor ON fact (actor, position);

-- Facts first..last under one Merkle root, chained to the seal before and signed.
CREATE TABLE seal (
    number bigint PRIMARY KEY,
    first bigint NOT NULL,
    last bigint NOT NULL,
    leaves bytea NOT NULL, -- 32 bytes a fact, so that the first changed fact can be named
    root bytea NOT NULL,
    chain bytea NOT NULL,
    signature bytea NOT NULL,
    key bytea NOT NULL, -- the public key that checks it
    sealed timestamptz NOT NULL
);
CREATE UNIQUE INDEX seal_last ON seal (last);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger only grows: % of % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER fact_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON fact FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seal_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One writer at a time holds the pen, until its transaction ends; it is told the last position.
CREATE FUNCTION take_the_pen() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7310, 1);
    RETURN (SELECT coalesce(max(position), 0) FROM fact);
END $$;

-- ── standing: facts folded; `leeward ledger refold --check` proves it ───────────────────────────────────────────────

CREATE TABLE subject (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    held_by text NOT NULL,
    external text NOT NULL UNIQUE,
    identifier uuid NOT NULL,
    media jsonb NOT NULL,
    first_seen timestamptz NOT NULL,
    reports integer NOT NULL DEFAULT 0,
    violations integer NOT NULL DEFAULT 0
) WITH (fillfactor = 50); -- counted up with each report: the new version fits on the same page

CREATE TABLE report (
    id uuid PRIMARY KEY,
    about uuid NOT NULL,
    reporter uuid NOT NULL,
    source text NOT NULL,
    capacity text NOT NULL,
    door text NOT NULL,
    harm text NOT NULL,
    language text NOT NULL,
    jurisdictions text[] NOT NULL,
    elements text[] NOT NULL,
    idempotency text NOT NULL UNIQUE,
    text uuid,
    content uuid,
    contact uuid,
    reach integer NOT NULL,
    signal uuid,
    entered_by uuid, -- a colleague who wrote it down; not who merely let a program send it
    received timestamptz NOT NULL,
    missing jsonb NOT NULL DEFAULT '{}', -- instrument -> elements still missing
    withdrawn timestamptz, -- since when whoever reported asks no longer
    -- what the playbook made of it, `harm` above included
    named text, -- the harm as the reporter named it
    playbook text,
    reasons jsonb NOT NULL DEFAULT '[]',
    clauses text[] NOT NULL DEFAULT '{}',
    severity smallint,
    likelihood double precision,
    job uuid
) WITH (fillfactor = 50); -- assessed and placed right after it came in: the new version fits on the same page
CREATE INDEX report_about ON report (about, received);
CREATE INDEX report_of_reporter ON report (reporter, received);
CREATE INDEX report_of_job ON report (job);
CREATE INDEX report_received ON report (received);

-- The reports that somebody sent together by the public form, and comes back to.
CREATE TABLE case_report (
    report uuid PRIMARY KEY,
    notice_case uuid NOT NULL,
    place smallint NOT NULL
);
CREATE INDEX case_report_of_case ON case_report (notice_case, place);

-- How a reporter's decided reports ended; "not enough" counts for neither.
CREATE TABLE reporter (
    id uuid PRIMARY KEY,
    upheld integer NOT NULL DEFAULT 0,
    turned_down integer NOT NULL DEFAULT 0
);

CREATE TABLE signal (
    event uuid PRIMARY KEY,
    event_kind text NOT NULL,
    about uuid NOT NULL,
    playbook text NOT NULL,
    reasons jsonb NOT NULL,
    raised timestamptz NOT NULL
);

CREATE TABLE job (
    id uuid PRIMARY KEY,
    about uuid NOT NULL,
    state text NOT NULL,
    queue text NOT NULL,
    skill text NOT NULL,
    language text NOT NULL,
    harm text NOT NULL,
    clauses text[] NOT NULL,
    severity smallint NOT NULL,
    likelihood double precision NOT NULL,
    received timestamptz NOT NULL,
    start_by timestamptz NOT NULL,
    legal_due timestamptz,
    place jsonb NOT NULL, -- the breakdown of start_by
    reports integer NOT NULL,
    opened timestamptz NOT NULL,
    claimed_by uuid,
    claimed timestamptz,
    lease_until timestamptz,
    held_until timestamptz,
    reason text, -- why it is held or escalated
    escalated_by uuid,
    escalated_from text, -- the queue it goes back to when a lead returns it
    escalation text, -- why it was escalated
    decision uuid,
    decided timestamptz,
    decided_by uuid,
    verdict text,
    assigned_to uuid, -- given to somebody by a lead, who has yet to take it
    assigned_until timestamptz,
    chosen boolean NOT NULL DEFAULT false, -- a person put it in its queue: routing leaves it there while the queue can take it
    parted_from uuid, -- the job that it was split from
    merged_into uuid, -- the job that it is decided with
    late timestamptz -- when it was said that it waits past its start-by
);
-- The order of work is an index: severity tier, then start-by; overdue legal clocks are asked first (Q12).
CREATE INDEX job_next ON job (queue, language, severity DESC, start_by, id) WHERE state = 'open';
CREATE INDEX job_overdue ON job (queue, language, severity DESC, legal_due, id) WHERE state = 'open' AND legal_due IS NOT NULL;
CREATE INDEX job_in_queue ON job (queue, severity DESC, start_by, id) WHERE state = 'open';
CREATE INDEX job_overdue_in_queue ON job (queue, severity DESC, legal_due, id)
    WHERE state = 'open' AND legal_due IS NOT NULL;
-- One undecided job a subject, and what was split from it.
CREATE UNIQUE INDEX job_one_open ON job (about) WHERE state <> 'decided' AND parted_from IS NULL;
CREATE INDEX job_about ON job (about);
CREATE UNIQUE INDEX job_claimed_by ON job (claimed_by) WHERE claimed_by IS NOT NULL; -- one job in hand
CREATE INDEX job_lease ON job (lease_until) WHERE state = 'claimed';
CREATE INDEX job_assigned ON job (assigned_to) WHERE assigned_to IS NOT NULL;
CREATE INDEX job_assigned_until ON job (assigned_until) WHERE assigned_to IS NOT NULL;
CREATE INDEX job_merged ON job (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX job_parted ON job (parted_from) WHERE parted_from IS NOT NULL;
CREATE INDEX job_late ON job (start_by) WHERE state = 'open' AND late IS NULL;
CREATE INDEX job_said_late ON job (start_by) WHERE state = 'open' AND late IS NOT NULL;
CREATE INDEX job_held ON job (held_until) WHERE state = 'held';
CREATE INDEX job_escalated ON job (queue, language, severity DESC, start_by, id) WHERE state = 'escalated';
CREATE INDEX job_oldest ON job (queue, received) WHERE state = 'open';
CREATE INDEX job_decided ON job (decided) WHERE state = 'decided';
CREATE INDEX job_decided_by ON job (decided_by, decided) WHERE state = 'decided';

-- Who passed a job on, by skipping or escalating it, so that it does not come back to them.
CREATE TABLE passed (
    job uuid NOT NULL,
    person uuid NOT NULL,
    ending text NOT NULL, -- skipped, escalated, reported
    reason text NOT NULL,
    passed timestamptz NOT NULL,
    PRIMARY KEY (job, person)
);

-- How many jobs stand where, kept by a trigger: a queue page never counts a million rows.
CREATE TABLE job_count (
    queue text NOT NULL,
    language text NOT NULL,
    severity smallint NOT NULL,
    state text NOT NULL,
    harm text NOT NULL, -- so that somebody who opted out of a harm never wades through all that waits of it
    jobs bigint NOT NULL,
    PRIMARY KEY (queue, language, severity, state, harm)
);

CREATE FUNCTION count_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO job_count AS c
        SELECT queue, language, severity, state, harm, count(*) FROM after GROUP BY 1, 2, 3, 4, 5
        ON CONFLICT (queue, language, severity, state, harm) DO UPDATE SET jobs = c.jobs + excluded.jobs;
    ELSE
        INSERT INTO job_count AS c
        SELECT queue, language, severity, state, harm, sum(n) FROM (
            SELECT queue, language, severity, state, harm, 1 AS n FROM after
            UNION ALL
            SELECT queue, language, severity, state, harm, -1 FROM before
        ) moved GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0
        ON CONFLICT (queue, language, severity, state, harm) DO UPDATE SET jobs = c.jobs + excluded.jobs;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER job_counted_in AFTER INSERT ON job
REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_jobs();
CREATE TRIGGER job_counted_on AFTER UPDATE ON job
REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_jobs();

CREATE TABLE clock (
    report uuid NOT NULL,
    clock text NOT NULL,
    job uuid NOT NULL,
    instrument text NOT NULL,
    jurisdiction text NOT NULL,
    version integer NOT NULL,
    legal boolean NOT NULL,
    starts timestamptz NOT NULL,
    due timestamptz,
    ends text NOT NULL,
    missed boolean NOT NULL DEFAULT false,
    stopped timestamptz,
    on_time boolean,
    PRIMARY KEY (report, clock)
);
CREATE INDEX clock_due ON clock (due) WHERE stopped IS NULL AND due IS NOT NULL AND NOT missed;
CREATE INDEX clock_of_job ON clock (job);
CREATE INDEX clock_running ON clock (due) WHERE stopped IS NULL AND due IS NOT NULL AND ends <> 'time';
CREATE INDEX clock_owed ON clock (starts, report, clock) WHERE stopped IS NULL AND ends = 'duty';
CREATE INDEX clock_kept ON clock (due, report, clock) WHERE stopped IS NULL AND ends = 'time';
CREATE INDEX clock_missed ON clock (due DESC, report, clock) WHERE missed;

CREATE TABLE decision (
    id uuid PRIMARY KEY,
    job uuid NOT NULL,
    about uuid NOT NULL,
    reports uuid[] NOT NULL,
    decider uuid NOT NULL,
    verdict text NOT NULL,
    clause text,
    clause_version integer NOT NULL,
    severity smallint NOT NULL,
    path jsonb NOT NULL,
    reasons jsonb NOT NULL,
    playbook text NOT NULL,
    measures text[] NOT NULL,
    source text NOT NULL,
    queue text NOT NULL,
    language text NOT NULL,
    first_seen timestamptz NOT NULL,
    claimed timestamptz NOT NULL,
    decided timestamptz NOT NULL,
    effective timestamptz NOT NULL,
    views_at_action integer NOT NULL,
    automated_detection boolean NOT NULL,
    automated_decision boolean NOT NULL,
    evidence uuid[] NOT NULL DEFAULT '{}', -- texts in the vault and events that were on the table
    note uuid,
    state text NOT NULL, -- made, undone, reversed
    reversal_reason text
);
CREATE INDEX decision_about ON decision (about, decided);
CREATE INDEX decision_of_job ON decision (job);
CREATE INDEX decision_decided ON decision (decided);
CREATE INDEX decision_in_queue ON decision (queue, decided);

-- How many decisions in which hour, those undone left out: throughput without counting a million rows.
CREATE TABLE decision_count (
    hour timestamptz NOT NULL,
    queue text NOT NULL,
    verdict text NOT NULL,
    decisions bigint NOT NULL,
    PRIMARY KEY (hour, queue, verdict)
);

CREATE TABLE action (
    id uuid PRIMARY KEY,
    about uuid NOT NULL,
    job uuid NOT NULL,
    decision uuid NOT NULL,
    measure text NOT NULL,
    clause text NOT NULL,
    state text NOT NULL,
    taken timestamptz NOT NULL,
    effective timestamptz NOT NULL,
    until timestamptz,
    strikes integer NOT NULL,
    strikes_expire timestamptz,
    scope text, -- what kind of steps its strikes count for; none: for those that count all
    forgiven timestamptz, -- its strikes count no more since, though it stands
    forgiven_by uuid,
    forgiven_reason text,
    ended timestamptz,
    reason text, -- why it ended
    owner uuid, -- who answers for it
    quiet text, -- the ground on which the person is not told; none: they are
    known timestamptz, -- since when they are told after all
    held text, -- why it waits for a second person, or did
    held_until timestamptz,
    confirmed_by uuid,
    alerted timestamptz, -- its end passed while it was quiet, and somebody has to look
    alert_seen timestamptz
);
CREATE INDEX action_about ON action (about, taken);
CREATE INDEX action_of_decision ON action (decision);
CREATE INDEX action_grace ON action (effective) WHERE state = 'grace';
CREATE INDEX action_until ON action (until) WHERE state = 'in_force' AND until IS NOT NULL;
CREATE INDEX action_held ON action (held_until) WHERE state = 'held';
CREATE INDEX action_quiet ON action (until) WHERE state = 'in_force' AND quiet IS NOT NULL AND known IS NULL;
CREATE INDEX action_alerted ON action (alerted) WHERE alerted IS NOT NULL AND alert_seen IS NULL;

-- Strikes (Q42): what a violation gave, for which clause, in which scope, until when, and since when it was taken back or forgiven.
CREATE VIEW strike AS
SELECT id AS action, about, decision, job, clause, scope, strikes AS weight, taken AS given, strikes_expire AS expires,
    CASE WHEN state IN ('undone', 'reversed', 'declined', 'lapsed') THEN ended END AS reversed, forgiven, forgiven_by, forgiven_reason
FROM action WHERE strikes > 0;

-- Somebody asks that a decision is looked at again, and how that ended (Q17).
CREATE TABLE appeal (
    id uuid PRIMARY KEY,
    decision uuid NOT NULL,
    job uuid NOT NULL,
    about uuid NOT NULL,
    appellant text NOT NULL, -- recipient, notifier
    party uuid NOT NULL, -- the subject it restricts, or the reporter
    report uuid,
    language text NOT NULL,
    severity smallint NOT NULL,
    expedited boolean NOT NULL,
    idempotency text NOT NULL UNIQUE,
    text uuid,
    received timestamptz NOT NULL,
    closes timestamptz NOT NULL,
    start_by timestamptz NOT NULL,
    due timestamptz NOT NULL,
    late boolean NOT NULL DEFAULT false,
    state text NOT NULL,
    claimed_by uuid,
    claimed timestamptz,
    lease_until timestamptz,
    escalation text, -- why it is for leads
    -- how it ended
    decided timestamptz,
    decided_by uuid,
    outcome text,
    verdict text,
    clause text,
    clause_version integer,
    heard_severity smallint,
    path jsonb,
    measures text[],
    instead uuid,
    playbook text,
    told uuid,
    note uuid,
    effective timestamptz,
    took_effect timestamptz,
    withdrawn timestamptz
);
-- Expedited ones first, then start-by, which holds the severity already.
CREATE INDEX appeal_next ON appeal (expedited DESC, start_by, id) WHERE state = 'open';
CREATE UNIQUE INDEX appeal_once ON appeal (decision, party) WHERE state <> 'withdrawn';
CREATE UNIQUE INDEX appeal_claimed_by ON appeal (claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX appeal_lease ON appeal (lease_until) WHERE state = 'claimed';
CREATE INDEX appeal_due ON appeal (due) WHERE state IN ('open', 'claimed') AND NOT late;
CREATE INDEX appeal_effective ON appeal (effective) WHERE state = 'decided' AND took_effect IS NULL;
CREATE INDEX appeal_by_state ON appeal (state, received, id);
CREATE INDEX appeal_of_job ON appeal (job);

-- Who shall not hear an appeal (again): they said so, or passed it on.
CREATE TABLE recused (
    appeal uuid NOT NULL,
    person uuid NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (appeal, person)
);

-- Decisions drawn to be looked at again: what was planned, stratum by stratum (Q30).
CREATE TABLE sample_stratum (
    draw uuid NOT NULL,
    place integer NOT NULL,
    plan text NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    drawn timestamptz NOT NULL,
    queue text NOT NULL,
    clause text,
    language text NOT NULL,
    source text NOT NULL,
    left_up boolean NOT NULL,
    automated boolean NOT NULL,
    size integer NOT NULL,
    planned integer NOT NULL,
    PRIMARY KEY (draw, place)
);
CREATE INDEX sample_stratum_until ON sample_stratum (until);
CREATE TABLE sample_end (plan text PRIMARY KEY, until timestamptz NOT NULL);

-- One decision, or one golden item, that somebody looks at again without knowing what was decided.
CREATE TABLE second_look (
    id uuid PRIMARY KEY,
    draw uuid,
    decision uuid,
    job uuid,
    about uuid,
    decider uuid,
    golden_set text,
    golden_item text,
    -- one look at an item of a sample of what nobody reported
    sample uuid,
    item uuid,
    kind text,
    harm text,
    clauses text[],
    texts uuid[],
    first_verdict text, -- what was decided; for a golden item its key; nothing for an item of a sample
    first_clause text,
    first_severity smallint NOT NULL,
    queue text NOT NULL,
    language text NOT NULL,
    source text,
    automated boolean NOT NULL,
    paired boolean NOT NULL,
    opened timestamptz NOT NULL,
    state text NOT NULL, -- open, claimed, settled, withdrawn
    seat text NOT NULL, -- whose turn it is
    claimed_by uuid,
    claimed timestamptz,
    lease_until timestamptz,
    -- what is known now
    "right" boolean,
    verdict text,
    clause text,
    severity smallint,
    grade text,
    settled timestamptz,
    settled_seat text,
    settled_by uuid,
    cause text,
    cause_by uuid,
    disputed timestamptz,
    dispute_note uuid,
    heard timestamptz
);
CREATE INDEX second_look_next ON second_look (first_severity DESC, opened, id) WHERE state = 'open';
CREATE UNIQUE INDEX second_look_of_decision ON second_look (decision) WHERE decision IS NOT NULL;
CREATE UNIQUE INDEX second_look_claimed_by ON second_look (claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX second_look_lease ON second_look (lease_until) WHERE state = 'claimed';
CREATE INDEX second_look_settled ON second_look (settled, id) WHERE settled IS NOT NULL;
CREATE INDEX second_look_decider ON second_look (decider, settled) WHERE settled IS NOT NULL;
CREATE INDEX second_look_of_draw ON second_look (draw);
CREATE INDEX second_look_of_item ON second_look (item) WHERE item IS NOT NULL;
CREATE INDEX second_look_of_sample ON second_look (sample) WHERE sample IS NOT NULL;

-- Samples of activity that nobody reported, the events drawn, and what they were labelled (Q22).
CREATE TABLE prevalence_sample (
    id uuid PRIMARY KEY,
    design text NOT NULL,
    event_kind text NOT NULL,
    harm text,
    clauses text[] NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    score text NOT NULL,
    weighed_by text,
    segments text[] NOT NULL,
    looks integer NOT NULL,
    seed text NOT NULL,
    bands jsonb NOT NULL,
    size bigint NOT NULL,
    planned integer NOT NULL,
    drawn timestamptz NOT NULL,
    drawn_by uuid NOT NULL,
    closed timestamptz,
    closed_why text,
    -- what it came to
    basis text,
    value double precision,
    low double precision,
    high double precision,
    seen double precision,
    labels integer,
    positives integer,
    sensitivity double precision,
    "false" double precision
);
CREATE INDEX prevalence_sample_drawn ON prevalence_sample (drawn, id);
CREATE TABLE prevalence_item (
    id uuid PRIMARY KEY,
    sample uuid NOT NULL,
    event uuid NOT NULL,
    about uuid NOT NULL,
    band integer NOT NULL,
    chance double precision NOT NULL,
    weight double precision NOT NULL,
    segments text[] NOT NULL,
    verified boolean NOT NULL,
    verdict text,
    clause text,
    harm text,
    settled timestamptz,
    looks integer NOT NULL DEFAULT 0
);
CREATE INDEX prevalence_item_of_sample ON prevalence_item (sample);

CREATE TABLE look_taken (
    look uuid NOT NULL,
    person uuid NOT NULL,
    seat text NOT NULL,
    verdict text NOT NULL,
    clause text NOT NULL,
    clause_version integer NOT NULL,
    severity smallint NOT NULL,
    path jsonb NOT NULL,
    agrees boolean NOT NULL,
    taken timestamptz NOT NULL,
    seconds integer NOT NULL,
    note uuid,
    PRIMARY KEY (look, person)
);
CREATE INDEX look_taken_by ON look_taken (person, taken);

CREATE TABLE look_recused (look uuid NOT NULL, person uuid NOT NULL, PRIMARY KEY (look, person));

-- People answer the same items alone, talk, and answer again (Q31).
CREATE TABLE calibration (
    id uuid PRIMARY KEY,
    golden_set text NOT NULL,
    clause text NOT NULL,
    clause_version integer NOT NULL,
    items text[] NOT NULL,
    people uuid[] NOT NULL,
    opened timestamptz NOT NULL,
    opened_by uuid NOT NULL,
    round text NOT NULL, -- before, after
    discussed timestamptz,
    closed timestamptz,
    before jsonb,
    after jsonb
);
CREATE INDEX calibration_opened ON calibration (opened, id);
CREATE INDEX calibration_of_clause ON calibration (clause, clause_version, closed);

CREATE TABLE calibration_answer (
    calibration uuid NOT NULL,
    round text NOT NULL,
    item text NOT NULL,
    person uuid NOT NULL,
    verdict text NOT NULL,
    severity smallint NOT NULL,
    path jsonb NOT NULL,
    agrees boolean NOT NULL,
    answered timestamptz NOT NULL,
    PRIMARY KEY (calibration, round, item, person)
);

-- Keys of golden items that a calibration changed, before their file does.
CREATE TABLE answer_key (
    golden_set text NOT NULL,
    item text NOT NULL,
    changed timestamptz NOT NULL,
    path jsonb NOT NULL,
    verdict text NOT NULL,
    severity smallint NOT NULL,
    before text NOT NULL,
    changed_by uuid NOT NULL,
    calibration uuid NOT NULL,
    PRIMARY KEY (golden_set, item, changed)
);

-- Who read which version of a policy (Q32).
CREATE TABLE acknowledgment (
    person uuid NOT NULL,
    clause text NOT NULL,
    clause_version integer NOT NULL,
    acknowledged timestamptz NOT NULL,
    PRIMARY KEY (person, clause, clause_version)
);
CREATE INDEX acknowledgment_of ON acknowledgment (clause, clause_version);

CREATE TABLE endpoint (
    id uuid PRIMARY KEY,
    address uuid NOT NULL,
    secret uuid NOT NULL,
    former_secret uuid, -- the one before, which signs too
    former_until timestamptz,
    topics text[] NOT NULL DEFAULT '{}', -- what it is told of; nothing here: everything
    measures text[] NOT NULL DEFAULT '{}',
    kinds text[] NOT NULL DEFAULT '{}', -- of subjects
    added timestamptz NOT NULL,
    removed timestamptz
);

CREATE TABLE delivery (
    id uuid PRIMARY KEY,
    endpoint uuid NOT NULL,
    event text NOT NULL, -- action.in_force, action.lifted, appeal.decided ...
    decision uuid NOT NULL,
    action uuid,
    appeal uuid,
    until timestamptz, -- of the action, as it was then
    payload text NOT NULL,
    state text NOT NULL,
    queued timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    status integer,
    attempted timestamptz,
    next_attempt timestamptz
);
CREATE INDEX delivery_next ON delivery (endpoint, next_attempt) WHERE state = 'pending';
CREATE INDEX delivery_by_state ON delivery (state, queued, id);
CREATE INDEX delivery_dead ON delivery (endpoint, queued) WHERE state = 'dead';
CREATE INDEX delivery_of_action ON delivery (action);
CREATE INDEX delivery_of_endpoint ON delivery (endpoint, queued, id);

CREATE TABLE statement (
    id uuid PRIMARY KEY, -- its number (PUID) in the Transparency Database
    decision uuid NOT NULL,
    job uuid NOT NULL,
    state text NOT NULL,
    owed timestamptz NOT NULL,
    text uuid,
    payload text,
    problems jsonb,
    attempts integer NOT NULL DEFAULT 0,
    status integer,
    attempted timestamptz,
    next_attempt timestamptz,
    answer uuid,
    accepted timestamptz,
    public uuid
);
CREATE UNIQUE INDEX statement_of_decision ON statement (decision);
CREATE INDEX statement_owed ON statement (owed, id) WHERE state = 'owed';
CREATE INDEX statement_next ON statement (next_attempt, id) WHERE state = 'ready';
CREATE INDEX statement_by_state ON statement (state, owed, id);

-- Banks of hashes, as their exchanges filled them. `position` is that of the fact that made the version.
CREATE TABLE bank (
    code text PRIMARY KEY,
    exchange text NOT NULL,
    version uuid,
    position bigint NOT NULL DEFAULT 0,
    changed timestamptz,
    asked timestamptz,
    asked_status integer,
    asked_complete boolean,
    asked_reason text
);

CREATE TABLE bank_update (
    version uuid PRIMARY KEY,
    bank text NOT NULL,
    position bigint NOT NULL,
    records bigint NOT NULL,
    gone bigint NOT NULL,
    passed_over bigint NOT NULL,
    updated timestamptz NOT NULL
);
CREATE INDEX bank_update_of_bank ON bank_update (bank, position);

-- Which hash stands in which record of which bank. The hash itself lies in hash_value, under the same id, while it is live.
CREATE TABLE bank_hash (
    bank text NOT NULL,
    record uuid NOT NULL,
    hash uuid NOT NULL,
    kind text NOT NULL,
    opinion text NOT NULL,
    expires timestamptz,
    position bigint NOT NULL,
    PRIMARY KEY (bank, record, hash)
);
CREATE INDEX bank_hash_of ON bank_hash (hash);
CREATE INDEX bank_hash_changed ON bank_hash (bank, position);

CREATE TABLE hash_feedback (
    bank text NOT NULL,
    hash uuid NOT NULL,
    feedback text NOT NULL,
    judged timestamptz NOT NULL,
    judged_by uuid NOT NULL,
    handed_over timestamptz,
    PRIMARY KEY (bank, hash)
);

-- Which media a subject has, to be found by its hash.
CREATE TABLE subject_media (
    kind text NOT NULL,
    digest text NOT NULL,
    about uuid NOT NULL,
    held_by text NOT NULL,
    PRIMARY KEY (kind, digest, about)
);
CREATE INDEX subject_media_of ON subject_media (about);

-- Media of reports that stands in banks.
CREATE TABLE media_match (
    report uuid NOT NULL,
    bank text NOT NULL,
    kind text NOT NULL,
    digest text NOT NULL,
    about uuid NOT NULL,
    version uuid NOT NULL,
    hash uuid NOT NULL,
    distance integer NOT NULL,
    opinion text NOT NULL,
    matched timestamptz NOT NULL,
    PRIMARY KEY (report, bank, kind, digest)
);
CREATE INDEX media_match_of_bank ON media_match (bank, matched);
CREATE INDEX media_match_about ON media_match (about);

-- What was searched for copies of what a job removed.
CREATE TABLE copies_search (
    job uuid PRIMARY KEY,
    about uuid NOT NULL,
    kinds text[] NOT NULL,
    banks jsonb NOT NULL,
    compared integer NOT NULL,
    matched integer NOT NULL,
    platform_matched integer NOT NULL,
    actioned integer NOT NULL,
    reason_left text,
    searched timestamptz NOT NULL,
    searched_by uuid NOT NULL
);
CREATE INDEX copies_search_latest ON copies_search (searched);

CREATE TABLE person (
    id uuid PRIMARY KEY,
    roles text[] NOT NULL,
    skills text[] NOT NULL,
    languages text[] NOT NULL,
    severity_limit smallint NOT NULL,
    joined timestamptz NOT NULL,
    departed timestamptz
);

-- Seconds somebody spent with a job open, by day and severity: the ground of exposure limits (Q13, Q36).
CREATE TABLE exposure (
    person uuid NOT NULL,
    day date NOT NULL,
    severity smallint NOT NULL,
    seconds integer NOT NULL,
    items integer NOT NULL,
    PRIMARY KEY (person, day, severity)
);

-- What somebody had open, one row each: what a cool-down and a change of subject follow from.
CREATE TABLE looked (
    person uuid NOT NULL,
    ended timestamptz NOT NULL,
    work uuid NOT NULL, -- a job, an appeal or a second look
    began timestamptz NOT NULL,
    severity smallint NOT NULL,
    harm text NOT NULL,
    PRIMARY KEY (person, ended, work)
);

-- What somebody told us of themselves: harms they do not work on, and a break.
CREATE TABLE wellbeing (
    person uuid PRIMARY KEY,
    avoids text[] NOT NULL DEFAULT '{}', -- classes of harm, or their families
    break_began timestamptz,
    break_until timestamptz
);

-- How somebody is doing, as every room that hands out work asks: time and items of a day and of the seven days that end with it, by
-- severity 0 to 4; the latest work of the last twelve hours, the latest first; what they opted out of; the break they take.
CREATE FUNCTION wellbeing_of(who uuid, today date) RETURNS TABLE (
    exposure bigint[], items bigint[], week bigint[], week_items bigint[], lately json, avoids text[], break_until timestamptz
) LANGUAGE sql STABLE AS $$
    SELECT spent.exposure, spent.items, spent.week, spent.week_items, seen.lately, coalesce(own.avoids, '{}'), own.break_until
    FROM (
        SELECT array_agg(coalesce(e.seconds, 0) ORDER BY tier.severity) AS exposure,
            array_agg(coalesce(e.items, 0) ORDER BY tier.severity) AS items,
            array_agg(coalesce(e.week, 0) ORDER BY tier.severity) AS week,
            array_agg(coalesce(e.week_items, 0) ORDER BY tier.severity) AS week_items
        FROM generate_series(0, 4) AS tier (severity)
        LEFT JOIN (
            SELECT x.severity, sum(x.seconds) FILTER (WHERE x.day = today) AS seconds,
                sum(x.items) FILTER (WHERE x.day = today) AS items, sum(x.seconds) AS week, sum(x.items) AS week_items
            FROM exposure x WHERE x.person = who AND x.day > today - 7 AND x.day <= today GROUP BY x.severity
        ) e ON e.severity = tier.severity
    ) spent
    CROSS JOIN (
        SELECT coalesce(json_agg(json_build_object(
            'ended', l.ended, 'began', l.began, 'severity', l.severity, 'harm', l.harm
        ) ORDER BY l.ended DESC, l.work DESC), '[]') AS lately
        FROM (
            SELECT * FROM looked x WHERE x.person = who AND x.ended > now() - interval '12 hours'
            ORDER BY x.ended DESC, x.work DESC LIMIT 40
        ) l
    ) seen
    LEFT JOIN wellbeing own ON own.person = who
$$;

CREATE TABLE hold (
    id uuid PRIMARY KEY,
    owner uuid NOT NULL,
    kind text NOT NULL,
    basis text NOT NULL,
    placed timestamptz NOT NULL,
    until timestamptz,
    released timestamptz
);
CREATE INDEX hold_of_owner ON hold (owner) WHERE released IS NULL;

CREATE TABLE playbook_version (
    playbook text PRIMARY KEY,
    applied timestamptz NOT NULL,
    actor uuid NOT NULL
);

-- How often each version of a rule matched in which hour; what a signal brought to its report is counted once, at the signal.
CREATE TABLE rule_hour (
    rule text NOT NULL,
    version text NOT NULL,
    hour timestamptz NOT NULL,
    shadow boolean NOT NULL,
    matches bigint NOT NULL,
    first timestamptz NOT NULL,
    last timestamptz NOT NULL,
    playbook text NOT NULL, -- in force at the first of them
    PRIMARY KEY (rule, version, hour, shadow)
);
CREATE INDEX rule_hour_by_hour ON rule_hour (hour);

-- Which rules matched the same thing, by day; each pair once, in the order of the alphabet.
CREATE TABLE rule_pair (
    rule text NOT NULL,
    beside text NOT NULL,
    day date NOT NULL,
    matches bigint NOT NULL,
    PRIMARY KEY (rule, beside, day)
);
CREATE INDEX rule_pair_beside ON rule_pair (beside, day);

-- How decisions ended on jobs that a version of a rule, in shadow or not, matched; undone and reversed ones do not count.
CREATE TABLE rule_verdict (
    rule text NOT NULL,
    version text NOT NULL,
    verdict text NOT NULL,
    decisions bigint NOT NULL,
    PRIMARY KEY (rule, version, verdict)
);

-- What rules in shadow matched: reports and events.
CREATE TABLE shadow_match (
    subject uuid NOT NULL,
    rule text NOT NULL,
    version text NOT NULL,
    conjuncts integer[] NOT NULL,
    matched timestamptz NOT NULL,
    PRIMARY KEY (subject, rule)
);
CREATE INDEX shadow_match_of_rule ON shadow_match (rule, matched);

-- What people asked the lake. The words are in the vault.
CREATE TABLE query_run (
    id uuid PRIMARY KEY,
    person uuid NOT NULL,
    query uuid,
    digest text NOT NULL,
    text uuid NOT NULL,
    tables text[] NOT NULL,
    outcome text NOT NULL,
    rows bigint NOT NULL,
    cut boolean NOT NULL,
    milliseconds bigint NOT NULL,
    ran timestamptz NOT NULL
);
CREATE INDEX query_run_of_person ON query_run (person, ran DESC);
CREATE INDEX query_run_of_words ON query_run (person, digest);

-- Queries that people keep, in their latest version.
CREATE TABLE saved_query (
    id uuid PRIMARY KEY,
    person uuid NOT NULL,
    name text NOT NULL,
    digest text NOT NULL,
    text uuid NOT NULL,
    tables text[] NOT NULL,
    shared boolean NOT NULL,
    edition integer NOT NULL,
    saved timestamptz NOT NULL
);
CREATE INDEX saved_query_of_person ON saved_query (person, name);
CREATE INDEX saved_query_shared ON saved_query (name) WHERE shared;

-- Rules that somebody switched off or on again.
CREATE TABLE rule_switch (
    rule text PRIMARY KEY,
    off boolean NOT NULL,
    reason text NOT NULL,
    by uuid NOT NULL,
    since timestamptz NOT NULL
);

-- Rules that raised instead of answering.
CREATE TABLE rule_failure (
    rule text NOT NULL,
    version text NOT NULL,
    error text NOT NULL,
    failures bigint NOT NULL,
    first timestamptz NOT NULL,
    last timestamptz NOT NULL,
    PRIMARY KEY (rule, version, error)
);

-- Hours in which a rule matched far more often than it does.
CREATE TABLE firing_alarm (
    id uuid PRIMARY KEY,
    rule text NOT NULL,
    hour timestamptz NOT NULL,
    observed integer NOT NULL,
    expected double precision NOT NULL,
    most integer NOT NULL,
    chance double precision NOT NULL,
    hours integer NOT NULL,
    raised timestamptz NOT NULL,
    acknowledged timestamptz,
    acknowledged_by uuid,
    reason text,
    UNIQUE (rule, hour)
);
CREATE INDEX firing_alarm_open ON firing_alarm (raised) WHERE acknowledged IS NULL;

-- What was last foretold of each queue, and the days of what was foretold before: hours are kept of the latest only.
CREATE TABLE forecast (
    queue text NOT NULL,
    made timestamptz NOT NULL,
    seen_until timestamptz NOT NULL,
    begins timestamptz NOT NULL,
    hours jsonb NOT NULL,
    days jsonb NOT NULL,
    tiers jsonb NOT NULL,
    allowed jsonb NOT NULL,
    handling double precision NOT NULL,
    deviation double precision NOT NULL,
    waiting integer NOT NULL,
    luck jsonb NOT NULL, -- weight, wander, spread, shock
    PRIMARY KEY (queue, made)
);

-- How the forecast of each queue did beside simpler ways, when it was last tested.
CREATE TABLE forecast_test (
    queue text PRIMARY KEY,
    made timestamptz NOT NULL,
    ways jsonb NOT NULL
);

-- What measures said, for good: which definition a version had, and what it said of closed periods.
CREATE TABLE measure_version (
    measure text NOT NULL,
    version integer NOT NULL,
    definition text NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (measure, version)
);

CREATE TABLE measure_period (
    measure text NOT NULL,
    version integer NOT NULL,
    start timestamptz NOT NULL,
    until timestamptz NOT NULL,
    as_of timestamptz NOT NULL,
    closed timestamptz NOT NULL,
    results jsonb NOT NULL,
    recounted timestamptz, -- when somebody last counted it again
    differing integer, -- how many results came out otherwise then
    PRIMARY KEY (measure, version, start)
);

-- Labels that stand on somebody or something, or did.
CREATE TABLE label_standing (
    subject uuid NOT NULL,
    label text NOT NULL,
    until timestamptz, -- none when it was taken
    held timestamptz, -- rules do not put it again on account of events before this
    changed timestamptz NOT NULL,
    by uuid NOT NULL,
    rule text,
    event uuid,
    reason text,
    PRIMARY KEY (subject, label)
);
CREATE INDEX label_standing_until ON label_standing (label, until);

-- What was done with labels, in the order of the ledger: how they stood as of any event.
CREATE TABLE label_change (
    position bigint PRIMARY KEY,
    subject uuid NOT NULL,
    label text NOT NULL,
    after bigint NOT NULL, -- the position of the last event that does not know of it
    until timestamptz, -- none where it was taken
    changed timestamptz NOT NULL,
    by uuid NOT NULL,
    rule text,
    event uuid,
    reason text
);
CREATE INDEX label_change_of_subject ON label_change (subject, label, position);

-- Trusted flaggers (DSA Art. 22): who, for what, where, from when to when. Names are those of their accounts.
CREATE TABLE flagger (
    id uuid PRIMARY KEY,
    account uuid NOT NULL,
    known_as uuid[] NOT NULL,
    harms text[] NOT NULL,
    jurisdictions text[] NOT NULL,
    coordinator text NOT NULL,
    awarded timestamptz NOT NULL,
    until timestamptz,
    registered timestamptz NOT NULL,
    paused timestamptz,
    ended timestamptz,
    reason text
);
CREATE INDEX flagger_account ON flagger (account) WHERE ended IS NULL;

-- How a reporter's decided reports ended, by source and class of harm as it was named; undone and reversed decisions do not count.
CREATE TABLE reporter_record (
    reporter uuid NOT NULL,
    source text NOT NULL,
    harm text NOT NULL, -- the first part of the code
    upheld integer NOT NULL DEFAULT 0,
    turned_down integer NOT NULL DEFAULT 0,
    not_enough integer NOT NULL DEFAULT 0,
    PRIMARY KEY (reporter, source, harm)
);
CREATE INDEX reporter_record_population ON reporter_record (source, harm);

-- How a reporter stands under the rule of misuse (DSA Art. 23); nobody is in it of whom nothing was ever found.
CREATE TABLE reporter_standing (
    reporter uuid PRIMARY KEY,
    state text NOT NULL,
    since timestamptz NOT NULL,
    found timestamptz,
    decided integer NOT NULL DEFAULT 0,
    turned_down integer NOT NULL DEFAULT 0,
    share double precision,
    low double precision,
    high double precision,
    dismissed integer NOT NULL DEFAULT 0, -- turned down by the time somebody said that it is no misuse
    warned timestamptz,
    warned_by uuid,
    warned_until timestamptz,
    suspended timestamptz,
    suspended_by uuid,
    until timestamptz,
    told uuid,
    contested timestamptz,
    contest uuid, -- what they say
    heard timestamptz,
    reason text
);
CREATE INDEX reporter_standing_by_state ON reporter_standing (state, since);
CREATE INDEX reporter_standing_until ON reporter_standing (until) WHERE state = 'suspended';
CREATE INDEX reporter_standing_contested ON reporter_standing (contested) WHERE contested IS NOT NULL;

-- What the words of a report look like: bands of least hashes, one row each, which near copies share.
CREATE TABLE report_sketch (
    report uuid NOT NULL,
    part text NOT NULL, -- text, content
    about uuid NOT NULL,
    sketch text NOT NULL,
    PRIMARY KEY (report, part)
);
CREATE INDEX report_sketch_band_1 ON report_sketch (substr(sketch, 1, 16), part);
CREATE INDEX report_sketch_band_2 ON report_sketch (substr(sketch, 17, 16), part);
CREATE INDEX report_sketch_band_3 ON report_sketch (substr(sketch, 33, 16), part);
CREATE INDEX report_sketch_band_4 ON report_sketch (substr(sketch, 49, 16), part);

-- Reports that look concerted: each signal once a job, as it was seen last.
CREATE TABLE brigade (
    job uuid NOT NULL,
    signal text NOT NULL,
    about uuid NOT NULL,
    reports uuid[] NOT NULL,
    reporters integer NOT NULL,
    looked_at integer NOT NULL,
    first timestamptz NOT NULL,
    last timestamptz NOT NULL,
    PRIMARY KEY (job, signal)
);
CREATE INDEX brigade_last ON brigade (last);

-- ── published: what others publish, in the lake ──────────────────────────────────────────────────────────────────────

-- A table of the lake that was filled from a publisher's file: the last one taken.
CREATE TABLE published (
    name text PRIMARY KEY,
    digest text NOT NULL, -- SHA-256 of the file
    rows bigint NOT NULL,
    first timestamptz,
    last timestamptz,
    taken timestamptz NOT NULL,
    by uuid NOT NULL
);

-- ── vault: text and contacts, encrypted; not folded ─────────────────────────────────────────────────────────────────

-- One data key an owner (a subject, reporter or person), wrapped by the master key. Erasure empties `wrapped`.
CREATE TABLE vault_key (
    owner uuid PRIMARY KEY,
    wrapped bytea,
    generation integer NOT NULL,
    made timestamptz NOT NULL,
    erased timestamptz,
    CHECK ((wrapped IS NULL) = (erased IS NOT NULL))
);
CREATE INDEX vault_key_generation ON vault_key (generation) WHERE wrapped IS NOT NULL;

CREATE TABLE vault_text (
    ref uuid PRIMARY KEY,
    owner uuid NOT NULL,
    sealed bytea NOT NULL -- nonce, then AES-256-GCM ciphertext and tag; `ref` is the associated data
);
CREATE INDEX vault_text_of_owner ON vault_text (owner);

-- ── deliveries on their way; not folded ─────────────────────────────────────────────────────────────────────────────

-- A delivery that some worker is sending right now; after `until` another may take it.
CREATE TABLE delivery_taken (delivery uuid PRIMARY KEY, until timestamptz NOT NULL);

-- The same for statements of reasons.
CREATE TABLE statement_taken (statement uuid PRIMARY KEY, until timestamptz NOT NULL);

-- ── hashes of exchanges; not folded, because what is withdrawn has to be deleted ────────────────────────────────────

CREATE TABLE hash_value (id uuid PRIMARY KEY, kind text NOT NULL, digits text NOT NULL);
CREATE UNIQUE INDEX hash_value_of ON hash_value (digits, kind);

-- What an exchange calls a record, and its case numbers.
CREATE TABLE hash_record (
    bank text NOT NULL,
    record uuid NOT NULL,
    name text NOT NULL,
    reference text NOT NULL,
    PRIMARY KEY (bank, record)
);

-- How far an exchange was read: what to ask it for next.
CREATE TABLE exchange_checkpoint (bank text PRIMARY KEY, checkpoint text NOT NULL, kept timestamptz NOT NULL);

-- ── who has which job open right now; not folded ────────────────────────────────────────────────────────────────────

CREATE TABLE viewing (job uuid NOT NULL, person uuid NOT NULL, until timestamptz NOT NULL, PRIMARY KEY (job, person));
CREATE INDEX viewing_until ON viewing (until);

-- ── activity on its way to the lake; not folded ─────────────────────────────────────────────────────────────────────

CREATE TABLE activity (
    position bigint PRIMARY KEY, -- the order of arrival, from 1 without gaps
    event uuid NOT NULL, -- made from kind, platform and the platform's own number: sent twice it is the same
    kind text NOT NULL,
    about uuid NOT NULL,
    occurred timestamptz NOT NULL, -- as the platform says
    received timestamptz NOT NULL,
    fields json NOT NULL, -- numbers, codes and internal ids; a text field holds its vault reference
    windows json -- what the windows of its kind held when it came in
);
CREATE UNIQUE INDEX activity_event ON activity (event);
CREATE INDEX activity_about ON activity (about, occurred);

-- The position of the last event that arrived: one row, which outlives the events.
CREATE TABLE activity_end (position bigint NOT NULL);
INSERT INTO activity_end VALUES (0);

-- What the windows of a kind held after an event: restored at a start, and caught up with the events after it.
CREATE TABLE window_memory (kind text PRIMARY KEY, position bigint NOT NULL, event uuid NOT NULL, body bytea NOT NULL);

-- Events that have left the table above for the lake: sent again they are still the same events.
CREATE TABLE activity_gone (event uuid PRIMARY KEY);

-- The Parquet files of the lake. A file that does not stand here is not part of it, whatever is in it.
CREATE TABLE lake_file (
    stream text NOT NULL, -- facts, activity, published, or facts exported to a folder
    path text NOT NULL, -- beneath the lake's folder
    kind text NOT NULL,
    day date NOT NULL,
    first bigint NOT NULL, -- positions in the ledger, or in the order of arrival
    last bigint NOT NULL,
    rows bigint NOT NULL,
    digest text NOT NULL,
    written timestamptz NOT NULL,
    PRIMARY KEY (stream, path)
);
-- Up to which position a stream was written (or, with a name of its own, taken away).
CREATE TABLE lake_watermark (stream text PRIMARY KEY, position bigint NOT NULL);

-- ── keys and names; not folded ──────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE account (
    person uuid PRIMARY KEY,
    login text NOT NULL UNIQUE,
    name text NOT NULL,
    password text, -- argon2id
    invitation bytea, -- SHA-256 of the one-time token
    invitation_expires timestamptz
);

CREATE TABLE session (
    id uuid PRIMARY KEY,
    digest bytea NOT NULL UNIQUE, -- SHA-256 of the token in the cookie
    person uuid NOT NULL,
    csrf text NOT NULL,
    created timestamptz NOT NULL,
    seen timestamptz NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX session_of_person ON session (person);

CREATE TABLE api_key (
    id uuid PRIMARY KEY,
    digest bytea NOT NULL UNIQUE,
    person uuid NOT NULL,
    name text NOT NULL,
    permissions text[] NOT NULL,
    created timestamptz NOT NULL,
    expires timestamptz,
    revoked timestamptz,
    last_used timestamptz
);

CREATE TABLE preference (
    person uuid NOT NULL,
    key text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (person, key)
);

-- The public form: what somebody is writing, and how they come back to it. A draft is in the vault under the case's own key.
CREATE TABLE notice_case (
    id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE, -- keyed digest of the case number
    pin text, -- argon2 of the PIN's keyed digest; none until it was asked for
    visit text UNIQUE, -- keyed digest of the token in the browser where the case is open
    visit_until timestamptz,
    language text NOT NULL,
    draft uuid,
    saved timestamptz NOT NULL,
    sent timestamptz
);
CREATE INDEX notice_case_unsent ON notice_case (saved) WHERE sent IS NULL OR draft IS NOT NULL;

-- How often somebody may still try to sign in, or to open a case, by keyed digest of the login or address: a token bucket.
CREATE TABLE sign_in_bucket (
    name text PRIMARY KEY,
    tokens double precision NOT NULL,
    filled timestamptz NOT NULL
);
CREATE INDEX sign_in_bucket_filled ON sign_in_bucket (filled);

-- Alarms of the watch over series, with what the checks said before they rang.
CREATE TABLE trend_alarm (
    id uuid PRIMARY KEY,
    stream text NOT NULL,
    dimension text NOT NULL,
    value text NOT NULL,
    move text NOT NULL,
    day timestamptz NOT NULL,
    since timestamptz NOT NULL,
    observed integer NOT NULL,
    out_of integer,
    expected double precision NOT NULL,
    least integer NOT NULL,
    most integer NOT NULL,
    chance double precision NOT NULL,
    level double precision NOT NULL,
    tests integer NOT NULL,
    checks jsonb NOT NULL,
    cause text NOT NULL,
    focus text,
    focus_value text,
    share double precision,
    silence uuid,
    raised timestamptz NOT NULL,
    owner uuid,
    taken timestamptz,
    explained text,
    explained_by uuid,
    explained_at timestamptz,
    note uuid,
    closed timestamptz,
    closed_by uuid,
    close_reason text
);
CREATE INDEX trend_alarm_of_series ON trend_alarm (stream, dimension, value, day);
CREATE INDEX trend_alarm_open ON trend_alarm (day) WHERE closed IS NULL;

-- Series that rang by the same events as an alarm.
CREATE TABLE trend_spread (
    alarm uuid NOT NULL,
    stream text NOT NULL,
    dimension text NOT NULL,
    value text NOT NULL,
    move text NOT NULL,
    day timestamptz NOT NULL,
    chance double precision NOT NULL
);
CREATE INDEX trend_spread_of_alarm ON trend_spread (alarm);

-- Series that do not ring for a while, and why.
CREATE TABLE trend_silence (
    id uuid PRIMARY KEY,
    stream text NOT NULL,
    dimension text NOT NULL,
    value text NOT NULL,
    reason text NOT NULL,
    by uuid NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    alarm uuid,
    ended timestamptz,
    ended_by uuid
);

-- Days that the whole board was judged on, and at which level.
CREATE TABLE trend_watched (
    day timestamptz PRIMARY KEY,
    series integer NOT NULL,
    tests integer NOT NULL,
    level double precision NOT NULL,
    raised integer NOT NULL,
    silenced integer NOT NULL,
    at timestamptz NOT NULL
);

-- Reports on copies of one thing that stands under several subjects, as they were found together.
CREATE TABLE campaign (
    id uuid PRIMARY KEY,
    tie text NOT NULL, -- words, hash
    found timestamptz NOT NULL,
    grew timestamptz NOT NULL
);
CREATE TABLE campaign_report (
    campaign uuid NOT NULL,
    report uuid NOT NULL,
    PRIMARY KEY (campaign, report)
);

-- Where a long import stands, so that it can be taken up again.
CREATE TABLE import_progress (
    id text PRIMARY KEY, -- digest of file, kind and map
    rows_read bigint NOT NULL,
    rows_taken bigint NOT NULL,
    rows_rejected bigint NOT NULL,
    updated timestamptz NOT NULL
);

-- ── roles: the application may add to the ledger, never change it ───────────────────────────────────────────────────

DO $$
BEGIN
    CREATE ROLE leeward_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA public TO leeward_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO leeward_app;
REVOKE UPDATE, DELETE, TRUNCATE ON fact, seal FROM leeward_app;
