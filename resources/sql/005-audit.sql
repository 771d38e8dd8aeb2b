-- Membership games: what canaries in or out of a trial's federation showed, and what is accounted of the same.

CREATE TABLE membership_audit (
    trial INTEGER PRIMARY KEY REFERENCES trial(number) ON DELETE CASCADE,
    mechanism TEXT NOT NULL,
    observer TEXT NOT NULL,
    sees TEXT NOT NULL,
    relation TEXT NOT NULL,   -- of the accounted epsilon
    leaked_updates INTEGER,   -- of one canary; null = all
    rounds INTEGER NOT NULL,
    canaries INTEGER NOT NULL,
    guesses INTEGER NOT NULL, -- about the canaries that the auditor was surest of
    correct INTEGER NOT NULL,
    true_positives INTEGER NOT NULL, -- decisions about every canary
    positives INTEGER NOT NULL,
    false_positives INTEGER NOT NULL,
    negatives INTEGER NOT NULL,
    confidence REAL NOT NULL, -- of each lower bound
    delta REAL NOT NULL,
    epsilon_one_run REAL NOT NULL,
    epsilon_clopper_pearson REAL, -- where the observer sees each canary's own updates
    epsilon_accounted REAL,       -- upper bound of the worst canary; null where nothing is proved
    epsilon_nominal REAL
);

-- Stable for outside readers: one row for each trial with an audit.
CREATE VIEW v_audit AS
SELECT e.id AS experiment,
       e.name AS name,
       e.synthetic AS synthetic,
       t.point AS sweep,
       t.fold AS fold,
       t.seed AS seed,
       a.mechanism, a.observer, a.sees, a.relation,
       COALESCE(a.leaked_updates, 'all') AS leaked_updates,
       a.rounds, a.canaries, a.guesses, a.correct,
       a.true_positives, a.positives, a.false_positives, a.negatives, a.confidence, a.delta,
       a.epsilon_one_run, a.epsilon_clopper_pearson, a.epsilon_accounted,
       CASE WHEN a.epsilon_nominal > 1e308 THEN 'inf' ELSE a.epsilon_nominal END AS epsilon_nominal
FROM membership_audit a
JOIN trial t ON t.number = a.trial
JOIN experiment e ON e.number = t.experiment
WHERE e.deleted = 0;
