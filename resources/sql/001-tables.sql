-- Schema of undertone.db. Outside readers rely on the views of 002-views.sql; tables may change with the schema.

CREATE TABLE corpus (
    name TEXT PRIMARY KEY,
    folder TEXT NOT NULL,
    layout TEXT NOT NULL,
    synthetic INTEGER NOT NULL,
    transcripts_only INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    report TEXT NOT NULL, -- the import's audit, JSON
    imported TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE utterance (
    corpus TEXT NOT NULL REFERENCES corpus(name) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    path TEXT NOT NULL,
    speaker TEXT NOT NULL,
    emotion TEXT NOT NULL,
    recording TEXT NOT NULL,
    text TEXT NOT NULL,
    attributes TEXT NOT NULL, -- JSON object
    seconds REAL NOT NULL,
    audio_hash TEXT NOT NULL,
    PRIMARY KEY (corpus, position)
) WITHOUT ROWID;

CREATE TABLE experiment (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    specification TEXT NOT NULL, -- canonical JSON
    state TEXT NOT NULL,
    error TEXT,                  -- JSON of the error that ended it
    created TEXT NOT NULL,       -- ISO 8601, UTC
    trials INTEGER NOT NULL DEFAULT 0,
    fraction REAL NOT NULL DEFAULT 0,
    synthetic INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    attribute_values TEXT,       -- JSON array
    holder_pid INTEGER,          -- the process that writes it: pid, its start, the boot it belongs to
    holder_started INTEGER,
    holder_boot TEXT
);
CREATE INDEX experiment_by_state ON experiment(state);

CREATE TABLE trial (
    number INTEGER PRIMARY KEY,
    experiment INTEGER NOT NULL REFERENCES experiment(number) ON DELETE CASCADE,
    id TEXT NOT NULL, -- SHA-256 of its own specification
    point TEXT NOT NULL, -- JSON object: swept path -> value
    point_index INTEGER NOT NULL,
    fold INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    finished INTEGER NOT NULL DEFAULT 0,
    UNIQUE (experiment, id)
);
CREATE INDEX trial_by_experiment ON trial(experiment, finished);
CREATE INDEX trial_by_id ON trial(id);

CREATE TABLE round (
    trial INTEGER NOT NULL REFERENCES trial(number) ON DELETE CASCADE,
    round INTEGER NOT NULL,
    training_loss REAL,
    validation_uar REAL,
    validation_loss REAL,
    validation TEXT NOT NULL, -- confusion, JSON rows of counts: true class by predicted class
    participants INTEGER NOT NULL,
    PRIMARY KEY (trial, round)
) WITHOUT ROWID;

CREATE TABLE utility (
    trial INTEGER PRIMARY KEY REFERENCES trial(number) ON DELETE CASCADE,
    selected_round INTEGER NOT NULL,
    uar REAL NOT NULL,
    accuracy REAL NOT NULL,
    confusion TEXT NOT NULL
);

CREATE TABLE speaker_utility (
    trial INTEGER NOT NULL REFERENCES utility(trial) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    speaker TEXT NOT NULL,
    confusion TEXT NOT NULL,
    PRIMARY KEY (trial, position)
) WITHOUT ROWID;

CREATE TABLE cell (
    number INTEGER PRIMARY KEY,
    trial INTEGER NOT NULL REFERENCES trial(number) ON DELETE CASCADE,
    layer TEXT NOT NULL,
    part TEXT NOT NULL,
    leaked_updates INTEGER NOT NULL, -- 0 = all
    UNIQUE (trial, layer, part, leaked_updates)
);

CREATE TABLE client_score (
    cell INTEGER NOT NULL REFERENCES cell(number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    speaker TEXT NOT NULL,
    client INTEGER NOT NULL,
    label INTEGER NOT NULL,
    updates INTEGER NOT NULL,
    scores TEXT NOT NULL,    -- JSON array of arrays, a repeat, per class
    decisions TEXT NOT NULL, -- JSON array, per class
    PRIMARY KEY (cell, position)
) WITHOUT ROWID;

-- The result's rows, aggregated over folds and seeds; replaced as a whole.
CREATE TABLE leakage (
    experiment INTEGER NOT NULL REFERENCES experiment(number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    point TEXT NOT NULL,
    federation TEXT NOT NULL,
    attribute TEXT NOT NULL,
    attack TEXT NOT NULL,
    adversary TEXT NOT NULL,
    layer TEXT NOT NULL,
    part TEXT NOT NULL,
    leaked_updates INTEGER NOT NULL, -- 0 = all
    attack_uar REAL,
    attack_uar_low REAL,
    attack_uar_high REAL,
    attack_auc REAL,
    attack_auc_low REAL,
    attack_auc_high REAL,
    attack_accuracy REAL,
    attack_accuracy_low REAL,
    attack_accuracy_high REAL,
    attack_p REAL,
    clients INTEGER NOT NULL,
    speakers INTEGER NOT NULL,
    speakers_per_class TEXT NOT NULL,
    ser_uar REAL,
    ser_uar_low REAL,
    ser_uar_high REAL,
    ser_accuracy REAL,
    ser_accuracy_low REAL,
    ser_accuracy_high REAL,
    PRIMARY KEY (experiment, position)
) WITHOUT ROWID;

-- What a mechanism did, append-only; accountants read it.
CREATE TABLE privacy_event (
    trial INTEGER NOT NULL REFERENCES trial(number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    round INTEGER NOT NULL,
    kind TEXT NOT NULL,
    parameters TEXT NOT NULL,
    PRIMARY KEY (trial, position)
) WITHOUT ROWID;

-- Files below artifacts/ that an experiment made or used.
CREATE TABLE artifact (
    experiment INTEGER NOT NULL REFERENCES experiment(number) ON DELETE CASCADE,
    key TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (experiment, key)
) WITHOUT ROWID;
CREATE INDEX artifact_by_key ON artifact(key);

CREATE TABLE warning (
    number INTEGER PRIMARY KEY,
    experiment INTEGER NOT NULL REFERENCES experiment(number) ON DELETE CASCADE,
    text TEXT NOT NULL,
    UNIQUE (experiment, text)
);

CREATE TABLE tag (
    experiment INTEGER NOT NULL REFERENCES experiment(number) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (experiment, tag)
) WITHOUT ROWID;

CREATE TABLE note (
    experiment INTEGER PRIMARY KEY REFERENCES experiment(number) ON DELETE CASCADE,
    text TEXT NOT NULL
);
