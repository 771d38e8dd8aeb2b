-- Filters by these numbers, as by attack_uar < 0.6, find a study's rows without reading them all.
CREATE INDEX leakage_by_attack_uar ON leakage(experiment, attack_uar);
CREATE INDEX leakage_by_ser_uar ON leakage(experiment, ser_uar);
CREATE INDEX leakage_by_epsilon ON leakage(experiment, epsilon_nominal);
