-- The history: stars, what the list of studies shows of each, and full-text search.

ALTER TABLE experiment ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
-- Over the result's rows without the ceiling's, replaced with them: the highest UARs, the least and greatest nominal
-- epsilon.
ALTER TABLE experiment ADD COLUMN attack_uar REAL;
ALTER TABLE experiment ADD COLUMN ser_uar REAL;
ALTER TABLE experiment ADD COLUMN epsilon_low REAL;
ALTER TABLE experiment ADD COLUMN epsilon_high REAL;
UPDATE experiment SET (attack_uar, ser_uar, epsilon_low, epsilon_high) =
    (SELECT MAX(CASE WHEN attack <> 'data' THEN attack_uar END), MAX(ser_uar), MIN(epsilon_nominal), MAX(epsilon_nominal)
     FROM leakage WHERE leakage.experiment = experiment.number);

-- What a specification says that studies are found and grouped by; a swept key has all its values.
CREATE TABLE study_fact (
    kind TEXT NOT NULL, -- corpus | shadow | mechanism | federation | attribute | features
    experiment INTEGER NOT NULL REFERENCES experiment(number) ON DELETE CASCADE,
    value TEXT NOT NULL,
    PRIMARY KEY (kind, experiment, value)
) WITHOUT ROWID;
CREATE INDEX study_fact_by_experiment ON study_fact(experiment);

CREATE VIEW specification_fact AS
SELECT e.number AS experiment, k.kind AS kind, t.atom AS value
FROM experiment e
JOIN (SELECT 'corpus' AS kind, 'private.corpora' AS path UNION ALL SELECT 'shadow', 'shadow.corpora'
      UNION ALL SELECT 'mechanism', 'privacy.mechanism' UNION ALL SELECT 'federation', 'federation.algorithm'
      UNION ALL SELECT 'attribute', 'attribute' UNION ALL SELECT 'features', 'features.set') k
JOIN json_tree(CASE WHEN json_valid(e.specification) THEN e.specification ELSE '{}' END,
               CASE WHEN json_valid(e.specification) AND json_type(e.specification, '$.sweep."' || k.path || '"') IS NOT NULL
                    THEN '$.sweep."' || k.path || '"' ELSE '$.' || k.path END) t
WHERE t.type = 'text';

INSERT OR IGNORE INTO study_fact SELECT kind, experiment, value FROM specification_fact;

CREATE TRIGGER experiment_facts AFTER INSERT ON experiment BEGIN
    INSERT OR IGNORE INTO study_fact
        SELECT kind, experiment, value FROM specification_fact WHERE experiment = NEW.number;
END;

-- Names, notes and tags; the row is the experiment's number.
CREATE VIRTUAL TABLE study_text USING fts5(name, note, tags, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');

CREATE VIEW study_words AS
SELECT e.number AS experiment, e.name AS name, COALESCE(n.text, '') AS note,
       COALESCE((SELECT group_concat(tag, ' ') FROM tag WHERE tag.experiment = e.number), '') AS tags
FROM experiment e LEFT JOIN note n ON n.experiment = e.number;

INSERT INTO study_text (rowid, name, note, tags) SELECT experiment, name, note, tags FROM study_words;

CREATE TRIGGER experiment_words AFTER INSERT ON experiment BEGIN
    INSERT INTO study_text (rowid, name, note, tags)
        SELECT experiment, name, note, tags FROM study_words WHERE experiment = NEW.number;
END;
CREATE TRIGGER experiment_renamed AFTER UPDATE OF name ON experiment BEGIN
    UPDATE study_text SET name = NEW.name WHERE rowid = NEW.number;
END;
CREATE TRIGGER experiment_gone AFTER DELETE ON experiment BEGIN
    DELETE FROM study_text WHERE rowid = OLD.number;
END;
CREATE TRIGGER note_written AFTER INSERT ON note BEGIN
    UPDATE study_text SET note = NEW.text WHERE rowid = NEW.experiment;
END;
CREATE TRIGGER note_removed AFTER DELETE ON note BEGIN
    UPDATE study_text SET note = '' WHERE rowid = OLD.experiment;
END;
CREATE TRIGGER tag_added AFTER INSERT ON tag BEGIN
    UPDATE study_text SET tags = (SELECT tags FROM study_words WHERE experiment = NEW.experiment)
    WHERE rowid = NEW.experiment;
END;
CREATE TRIGGER tag_removed AFTER DELETE ON tag BEGIN
    UPDATE study_text SET tags = (SELECT tags FROM study_words WHERE experiment = OLD.experiment)
    WHERE rowid = OLD.experiment;
END;

-- Stable for outside readers: one row for each study outside the bin. An infinite epsilon is the text 'inf'.
CREATE VIEW v_study AS
SELECT e.id AS experiment, e.name AS name, e.state AS state, e.created AS created, e.trials AS trials,
       (SELECT COUNT(*) FROM trial t WHERE t.experiment = e.number AND t.finished = 1) AS trials_done,
       e.synthetic AS synthetic, e.starred AS starred, w.tags AS tags, w.note AS note,
       e.attack_uar AS attack_uar, e.ser_uar AS ser_uar,
       CASE WHEN e.epsilon_low > 1e308 THEN 'inf' ELSE e.epsilon_low END AS epsilon_low,
       CASE WHEN e.epsilon_high > 1e308 THEN 'inf' ELSE e.epsilon_high END AS epsilon_high
FROM experiment e JOIN study_words w ON w.experiment = e.number
WHERE e.deleted = 0;
