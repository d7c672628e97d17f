-- A row a decision.
SELECT decided AS moment, harm, queue, language, platform, market, source, clause, person, about FROM decisions
