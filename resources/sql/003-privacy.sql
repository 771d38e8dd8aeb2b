-- Budgets: what each row, and each round of a trial, is worth. An epsilon is null where no budget applies.

ALTER TABLE leakage ADD COLUMN epsilon_nominal REAL;
ALTER TABLE leakage ADD COLUMN epsilon_one_update REAL;
ALTER TABLE leakage ADD COLUMN epsilon_leaked REAL;
ALTER TABLE leakage ADD COLUMN epsilon_all_rounds REAL;
ALTER TABLE leakage ADD COLUMN guarantee TEXT NOT NULL DEFAULT 'none';
ALTER TABLE leakage ADD COLUMN delta REAL;
ALTER TABLE leakage ADD COLUMN sigma REAL;

-- What was accounted after a round, by the events of privacy_event.
CREATE TABLE privacy_reading (
    trial INTEGER NOT NULL REFERENCES trial(number) ON DELETE CASCADE,
    round INTEGER NOT NULL,
    client INTEGER NOT NULL, -- one that took part in the round; -1 = the worst of all so far
    noise_multiplier REAL,   -- of the client's event in this round
    epsilon_nominal REAL,
    epsilon_one_update REAL NOT NULL,
    epsilon_leaked TEXT NOT NULL, -- JSON object: number of updates ("0" = all) -> epsilon, or "inf"
    epsilon_all_rounds REAL NOT NULL,
    epsilon_speaker REAL, -- of all rounds, for the worst speaker, where one is several clients
    guarantee TEXT NOT NULL,
    delta REAL NOT NULL,
    sigma REAL NOT NULL,
    PRIMARY KEY (trial, round, client)
) WITHOUT ROWID;

DROP VIEW v_leakage;
DROP VIEW v_tradeoff;

-- Stable for outside readers. An infinite epsilon is the text 'inf'.
CREATE VIEW v_leakage AS
SELECT e.id AS experiment,
       e.name AS name,
       e.state AS state,
       e.synthetic AS synthetic,
       l.position AS position,
       l.point AS sweep,
       l.federation, l.attribute, l.attack, l.adversary, l.layer, l.part,
       CASE l.leaked_updates WHEN 0 THEN 'all' ELSE l.leaked_updates END AS leaked_updates,
       l.attack_uar, l.attack_uar_low, l.attack_uar_high,
       l.attack_auc, l.attack_auc_low, l.attack_auc_high,
       l.attack_accuracy, l.attack_accuracy_low, l.attack_accuracy_high, l.attack_p,
       l.clients, l.speakers,
       l.ser_uar, l.ser_uar_low, l.ser_uar_high, l.ser_accuracy, l.ser_accuracy_low, l.ser_accuracy_high,
       CASE WHEN l.epsilon_nominal > 1e308 THEN 'inf' ELSE l.epsilon_nominal END AS epsilon_nominal,
       CASE WHEN l.epsilon_one_update > 1e308 THEN 'inf' ELSE l.epsilon_one_update END AS epsilon_one_update,
       CASE WHEN l.epsilon_leaked > 1e308 THEN 'inf' ELSE l.epsilon_leaked END AS epsilon_leaked,
       CASE WHEN l.epsilon_all_rounds > 1e308 THEN 'inf' ELSE l.epsilon_all_rounds END AS epsilon_all_rounds,
       l.guarantee, l.delta, l.sigma
FROM leakage l JOIN experiment e ON e.number = l.experiment
WHERE e.deleted = 0;

-- One row for each experiment and point of its sweep. The attack is the one on the first layer, or on the first
-- that the study has; its UAR for the usual numbers of leaked updates, and for every number as a JSON object
-- {"n": [uar, low, high]}, as the epsilons of n updates in another.
CREATE VIEW v_tradeoff AS
SELECT e.id AS experiment,
       e.name AS name,
       e.state AS state,
       e.synthetic AS synthetic,
       l.point AS sweep,
       l.federation, l.attribute, l.attack, l.adversary, l.layer, l.part,
       CASE WHEN MAX(l.epsilon_nominal) > 1e308 THEN 'inf' ELSE MAX(l.epsilon_nominal) END AS epsilon_nominal,
       CASE WHEN MAX(l.epsilon_one_update) > 1e308 THEN 'inf' ELSE MAX(l.epsilon_one_update) END AS epsilon_one_update,
       CASE WHEN MAX(l.epsilon_all_rounds) > 1e308 THEN 'inf' ELSE MAX(l.epsilon_all_rounds) END AS epsilon_all_rounds,
       json_group_object(CASE l.leaked_updates WHEN 0 THEN 'all' ELSE CAST(l.leaked_updates AS TEXT) END,
                         CASE WHEN l.epsilon_leaked > 1e308 THEN 'inf' ELSE l.epsilon_leaked END)
           AS epsilon_leaked,
       c.guarantee, MAX(l.delta) AS delta, MAX(l.sigma) AS sigma,
       MAX(l.ser_uar) AS ser_uar, MAX(l.ser_uar_low) AS ser_uar_low, MAX(l.ser_uar_high) AS ser_uar_high,
       MAX(CASE l.leaked_updates WHEN 1 THEN l.attack_uar END) AS attack_uar_1,
       MAX(CASE l.leaked_updates WHEN 1 THEN l.attack_uar_low END) AS attack_uar_1_low,
       MAX(CASE l.leaked_updates WHEN 1 THEN l.attack_uar_high END) AS attack_uar_1_high,
       MAX(CASE l.leaked_updates WHEN 5 THEN l.attack_uar END) AS attack_uar_5,
       MAX(CASE l.leaked_updates WHEN 5 THEN l.attack_uar_low END) AS attack_uar_5_low,
       MAX(CASE l.leaked_updates WHEN 5 THEN l.attack_uar_high END) AS attack_uar_5_high,
       MAX(CASE l.leaked_updates WHEN 10 THEN l.attack_uar END) AS attack_uar_10,
       MAX(CASE l.leaked_updates WHEN 10 THEN l.attack_uar_low END) AS attack_uar_10_low,
       MAX(CASE l.leaked_updates WHEN 10 THEN l.attack_uar_high END) AS attack_uar_10_high,
       MAX(CASE l.leaked_updates WHEN 0 THEN l.attack_uar END) AS attack_uar_all,
       MAX(CASE l.leaked_updates WHEN 0 THEN l.attack_uar_low END) AS attack_uar_all_low,
       MAX(CASE l.leaked_updates WHEN 0 THEN l.attack_uar_high END) AS attack_uar_all_high,
       json_group_object(CASE l.leaked_updates WHEN 0 THEN 'all' ELSE CAST(l.leaked_updates AS TEXT) END,
                         json_array(l.attack_uar, l.attack_uar_low, l.attack_uar_high)) AS attack_uar
FROM leakage l
JOIN experiment e ON e.number = l.experiment
JOIN (SELECT experiment, point,
             COALESCE(MIN(CASE layer WHEN 'first' THEN position END), MIN(position)) AS position
      FROM leakage GROUP BY experiment, point) chosen
  ON chosen.experiment = l.experiment AND chosen.point = l.point
JOIN leakage c ON c.experiment = chosen.experiment AND c.position = chosen.position
WHERE e.deleted = 0
  AND l.federation = c.federation AND l.attribute = c.attribute AND l.attack = c.attack
  AND l.adversary = c.adversary AND l.layer = c.layer AND l.part = c.part
GROUP BY l.experiment, l.point;
