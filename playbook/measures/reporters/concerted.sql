-- name: Concerted reports
-- question: Of what several people reported, how much looks concerted? A lead, not a finding.
-- grain: one job with more than one report
-- unit: share
-- numerator: some of its reports look concerted
-- denominator: jobs with more than one report
-- clock: the opening of the job
-- exclusions: jobs with one report
-- owner: policy lead
-- guardrail: quality/missed_violations
-- version: 1
-- interval: wilson
-- minimum: 10
SELECT
    j.opened AS at,
    EXISTS (SELECT b.subject FROM brigade_suspected AS b WHERE b.subject = j.job) AS hit,
    j.family AS family, j.queue AS queue, j.market AS market, j.platform AS platform
FROM jobs AS j
WHERE j.reports > 1
