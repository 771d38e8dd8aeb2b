-- Representations: cells of several attributes and attackers, and maps of the embeddings.

ALTER TABLE cell RENAME TO former_cell;
ALTER TABLE client_score RENAME TO former_client_score;
CREATE TABLE cell (
    number INTEGER PRIMARY KEY,
    trial INTEGER NOT NULL REFERENCES trial(number) ON DELETE CASCADE,
    layer TEXT NOT NULL,
    part TEXT NOT NULL,
    leaked_updates INTEGER NOT NULL,    -- 0 = all
    attribute TEXT NOT NULL DEFAULT '', -- '' = the study's
    attack TEXT NOT NULL DEFAULT '',    -- '' = the study's
    UNIQUE (trial, layer, part, leaked_updates, attribute, attack)
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
INSERT INTO cell (number, trial, layer, part, leaked_updates)
    SELECT number, trial, layer, part, leaked_updates FROM former_cell;
INSERT INTO client_score SELECT * FROM former_client_score;
DROP TABLE former_client_score;
DROP TABLE former_cell;

-- The first two principal components of a trial's embeddings, and its test speakers' utterances in them.
CREATE TABLE embedding_map (
    trial INTEGER PRIMARY KEY REFERENCES trial(number) ON DELETE CASCADE,
    x_share REAL NOT NULL, -- of the training embeddings' variance
    y_share REAL NOT NULL
);
CREATE TABLE embedded_utterance (
    trial INTEGER NOT NULL REFERENCES trial(number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    corpus TEXT NOT NULL,
    path TEXT NOT NULL,
    speaker TEXT NOT NULL,
    emotion TEXT NOT NULL,
    attributes TEXT NOT NULL, -- JSON object
    x REAL NOT NULL,
    y REAL NOT NULL,
    PRIMARY KEY (trial, position)
) WITHOUT ROWID;

-- Stable for outside readers.
CREATE VIEW v_embedding AS
SELECT e.id AS experiment, e.name AS name, e.synthetic AS synthetic,
       t.point AS sweep, t.fold AS fold, t.seed AS seed,
       u.corpus, u.path, u.speaker, u.emotion, u.attributes, u.x, u.y
FROM embedded_utterance u
JOIN trial t ON t.number = u.trial
JOIN experiment e ON e.number = t.experiment
WHERE e.deleted = 0;

-- The attributes of a study of representations stand in its section.
DROP VIEW specification_fact;
CREATE VIEW specification_fact AS
SELECT e.number AS experiment, k.kind AS kind, t.atom AS value
FROM experiment e
JOIN (SELECT 'corpus' AS kind, 'private.corpora' AS path UNION ALL SELECT 'shadow', 'shadow.corpora'
      UNION ALL SELECT 'mechanism', 'privacy.mechanism' UNION ALL SELECT 'federation', 'federation.algorithm'
      UNION ALL SELECT 'attribute', 'attribute' UNION ALL SELECT 'attribute', 'representation.adversary'
      UNION ALL SELECT 'features', 'features.set') k
JOIN json_tree(CASE WHEN json_valid(e.specification) THEN e.specification ELSE '{}' END,
               CASE WHEN json_valid(e.specification) AND json_type(e.specification, '$.sweep."' || k.path || '"') IS NOT NULL
                    THEN '$.sweep."' || k.path || '"' ELSE '$.' || k.path END) t
WHERE t.type = 'text';
