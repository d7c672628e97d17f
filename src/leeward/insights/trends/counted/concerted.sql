-- A row for each suspicion that reports on a subject are concerted.
SELECT occurred AS moment, signal, about FROM brigade_suspected
