-- The queue of studies, and how fast studies have run on this machine.

ALTER TABLE experiment ADD COLUMN place INTEGER; -- among those that wait, run or are paused; null for all others
-- Of what was computed rather than taken over: what the rough estimate expected, in seconds of one core, and what it took,
-- in seconds of one worker.
ALTER TABLE experiment ADD COLUMN work_expected REAL NOT NULL DEFAULT 0;
ALTER TABLE experiment ADD COLUMN work_seconds REAL NOT NULL DEFAULT 0;
