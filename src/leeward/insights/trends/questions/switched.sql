-- Rules that somebody switched.
SELECT DISTINCT rule FROM (
    SELECT rule, occurred FROM rule_switched_off UNION ALL SELECT rule, occurred FROM rule_switched_on
) WHERE occurred >= DATE '{begin}' AND occurred < DATE '{end}' ORDER BY rule
