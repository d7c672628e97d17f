-- A row an action.
SELECT taken AS moment, measure, clause, harm, platform, queue, about FROM actions
