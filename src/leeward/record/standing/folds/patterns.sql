-- campaign_found: Reports belong together.
INSERT INTO campaign (id, tie, found, grew)
SELECT campaign, tie, occurred, occurred
FROM json_to_recordset(%(facts)s) AS f (campaign uuid, tie text, occurred timestamptz);

-- campaign_found.reports: Which.
INSERT INTO campaign_report (campaign, report)
SELECT f.campaign, each.report
FROM json_to_recordset(%(facts)s) AS f (campaign uuid, reports uuid[]), unnest(f.reports) AS each (report)
ON CONFLICT (campaign, report) DO NOTHING;

-- campaign_grew: More do.
UPDATE campaign SET grew = f.occurred
FROM (
    SELECT campaign, max(occurred) AS occurred FROM json_to_recordset(%(facts)s) AS f (campaign uuid, occurred timestamptz)
    GROUP BY campaign
) AS f
WHERE campaign.id = f.campaign;

-- campaign_grew.reports: Which.
INSERT INTO campaign_report (campaign, report)
SELECT f.campaign, each.report
FROM json_to_recordset(%(facts)s) AS f (campaign uuid, reports uuid[]), unnest(f.reports) AS each (report)
ON CONFLICT (campaign, report) DO NOTHING;
