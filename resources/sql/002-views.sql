-- Stable for outside readers. An epsilon is null where no budget applies.

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
       NULL AS epsilon_nominal, NULL AS epsilon_one_update, NULL AS epsilon_leaked,
       NULL AS epsilon_all_rounds, 'none' AS guarantee, NULL AS delta, NULL AS sigma
FROM leakage l JOIN experiment e ON e.number = l.experiment
WHERE e.deleted = 0;

-- One row for each experiment and point of its sweep. The attack is the one on the first layer, or on the first
-- that the study has; its UAR for the usual numbers of leaked updates, and for every number as a JSON object
-- {"n": [uar, low, high]}.
CREATE VIEW v_tradeoff AS
SELECT e.id AS experiment,
       e.name AS name,
       e.state AS state,
       e.synthetic AS synthetic,
       l.point AS sweep,
       l.federation, l.attribute, l.attack, l.adversary, l.layer, l.part,
       NULL AS epsilon_nominal, NULL AS epsilon_one_update, NULL AS epsilon_all_rounds,
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
