-- How often another playbook came into force than the one before; the first of a house is none.
SELECT count(*) FROM playbook_applied WHERE before IS NOT NULL AND occurred >= DATE '{begin}' AND occurred < DATE '{end}'
