#pragma once

#include "core/experiment/SpecNames.h"

namespace undertone::experiment {

/// Bounds of a number, both included unless `aboveLow`.
struct Range
{
    double low;
    double high;
    bool aboveLow = false;
};

/// The names of values that are kept as text.
inline std::span<const Named<const char*>> normalizationNames()
{
    static constexpr Named<const char*> names[] = {
        {"speaker", "speaker"}, {"global", "global"}, {"none", "none"}};
    return names;
}
inline std::span<const Named<const char*>> layerNames()
{
    static constexpr Named<const char*> names[] = {
        {"first", "first"}, {"second", "second"}, {"last", "last"}, {"fusion", "fusion"}};
    return names;
}
template <class Archive>
void describe(Archive& a, federation::FederationSpec& f)
{
    a.choice("algorithm", f.algorithm, algorithmNames(), "How the clients train together.");
    a.count("rounds", f.rounds, {1, 100000}, "Communication rounds.");
    a.number("client_fraction", f.clientFraction, {0, 1, true}, "Share of the training clients in a round.");
    a.count("shards_per_speaker", f.shardsPerSpeaker, {1, 1000}, "Clients that one speaker's data make.");
    a.count("local_epochs", f.localEpochs, {1, 1000}, "Passes over a client's data in one round of FedAvg.");
    a.count("batch_size", f.batchSize, {1, 100000}, "Utterances of a mini-batch.");
    a.number("learning_rate", f.learningRate, {0, 100, true},
             "Rate of the local Adam, or of the server's step for fedsgd. Left out: the published rate of "
             "the algorithm.");
}

template <class Archive>
void describe(Archive& a, privacy::PrivacySpec& p)
{
    a.choice("mechanism", p.mechanism, mechanismNames(), "What protects the updates.");
    a.budget("epsilon", p.epsilon,
             "Budget: of all rounds by the formula of Wei et al. (udp), of one update (dp-fedavg-local), of "
             "all rounds (dp-fedavg-central); inf = no noise and no clipping.");
    a.optionalNumber("noise_multiplier", p.noiseMultiplier, {0, 1e6, true},
                     "Deviation of the noise divided by the clip (udp: by 2 clip / utterances).");
    a.optionalNumber("sigma", p.sigma, {0, 1e6, true}, "Deviation of the noise.");
    a.number("delta", p.delta, {0, 0.999, true}, "Probability that the budget does not hold.");
    a.number("clip", p.clip, {0, 1e6, true},
             "Largest norm: of a gradient (udp), of a client's whole update.");
    a.choice("relation", p.relation, relationNames(), "Neighbours whom the guarantee tells apart.");
    a.choice("sampling", p.sampling, samplingNames(), "How the cohorts are drawn.");
    a.optionalSection("adaptive_clip", p.adaptiveClip, "A clip that follows a quantile of the norms.",
                      [](auto& b, privacy::AdaptiveClip& c) {
                          b.number("quantile", c.quantile, {0, 1}, "Share of updates within the clip.");
                          b.number("sigma_b", c.sigmaB, {0, 1e6, true}, "Deviation of the count's noise.");
                          b.number("rate", c.rate, {0, 10, true}, "Rate of the clip's steps.");
                      });
    a.optionalNumber("stop_at_epsilon", p.stopAtEpsilon, {0, 1e6, true},
                     "Accounted budget at which the training stops.");
    a.optionalNumber("nominal_q", p.nominalQ, {0, 1, true}, "q of udp's formula; null = client_fraction.");
    a.optionalCount("nominal_rounds", p.nominalRounds, {1, 1000000}, "T of udp's formula; null = rounds.");
    a.choice("accountant", p.accountant, accountantNames(), "What computes the accounted epsilons.");
}

template <class Archive>
void describe(Archive& a, attack::AttackSpec& s)
{
    a.choice("kind", s.kind, attackKindNames(), "The attribute-inference attack; data is the ceiling.");
    a.choices("layers", s.layers, layerNames(), "Layers whose updates are attacked.");
    a.choices("parts", s.parts, partNames(), "Parts of a layer's update that are attacked.");
    a.leakedUpdates("leaked_updates", s.leakedUpdates, "Updates of one client that leak; all = every one.");
    a.choice("adversary", s.adversary, adversaryNames(), "What the adversary knows of the defence.");
    a.flag("families", s.families, "Whether each family of features is attacked by itself, too.");
    a.count("repeats", s.repeats, {1, 10000}, "Random draws of the leaked updates.");
    a.choice("probes", s.probes, probesNames(), "Directions that updates are reduced to.");
    a.choice("validation", s.validation, validationNames(), "What the published CNN is validated on.");
    a.count("epochs", s.epochs, {1, 10000}, "Epochs of the published CNN, at most.");
}

template <class Archive>
void describe(Archive& a, AuditSpec& s)
{
    a.count("canaries", s.canaries, {2, 10000}, "Whole synthetic clients, each in or out by a fair coin.");
    a.optionalCount("guesses", s.guesses, {1, 10000},
                    "The auditor's guesses, half of them in and half out; null = half of the canaries.");
    a.optionalCount("leaked_updates", s.leakedUpdates, {1, 1000000},
                    "Updates of one canary that the auditor gets; null = all.");
    a.number("confidence", s.confidence, {0.5, 0.999999}, "Of each lower bound.");
}

/// The whole format, once: it is read, written, listed and published as a schema by archives that walk it.
template <class Archive>
void describe(Archive& a, ExperimentSpec& s)
{
    a.version("format", 1, "Version of this format.");
    a.text("name", s.name, "Title of the study.");
    a.text("description", s.description, "What the study is about.");
    a.constant("kind", "federation", "What is studied.");
    a.section("private", "The speakers who are attacked.", [&](auto& b) {
        b.texts("corpora", s.privateSide.corpora, {1, 100}, "Names of corpora in the workspace.");
    });
    a.section("shadow", "The speakers whom the adversary has.", [&](auto& b) {
        b.texts("corpora", s.shadowSide.corpora, {1, 100}, "Names of corpora in the workspace.");
        b.count("federations", s.shadowSide.federations, {1, 1000}, "Shadow federations.");
        b.choice("partition", s.shadowSide.partition, partitionNames(),
                 "all: every shadow speaker trains in each; folds: each leaves one fold out.");
    });
    a.texts("emotions", s.emotions, {2, 100}, "Emotions that are told apart.");
    a.text("attribute", s.attribute, "The private attribute: a categorical column of the corpora.");
    a.section("features", "What the classifier sees.", [&](auto& b) {
        b.text("set", s.features.set, "functionals, egemaps, or a set imported for the corpora.");
        b.textChoice("normalization", s.features.normalization, normalizationNames(), "z-normalisation.");
    });
    a.section("model", "The emotion classifier.", [&](auto& b) {
        b.counts("hidden", s.model.hidden, {1, 65536}, {1, 8}, "Units of the hidden layers.");
        b.number("dropout", s.model.dropout, {0, 0.95}, "Dropout after the first layer.");
    });
    a.section("federation", "How the model is trained.", [&](auto& b) { describe(b, s.federation); });
    a.section("threat", "Who attacks, and what is seen.", [&](auto& b) {
        b.choice("observer", s.threat.observer, observerNames(), "Who attacks.");
        b.choice("sees", s.threat.sees, seesNames(), "Updates of single clients, or sums over the cohort.");
        b.flag("knows_cohorts", s.threat.knowsCohorts, "Whether the observer knows who took part.");
    });
    a.section("privacy", "The defence.", [&](auto& b) { describe(b, s.privacy); });
    a.section("attack", "The attack.", [&](auto& b) { describe(b, s.attack); });
    a.optionalSection("audit", s.audit, "A membership game with canaries; null = none.",
                      [](auto& b, AuditSpec& audit) { describe(b, audit); });
    a.section("evaluation", "How results are measured.", [&](auto& b) {
        b.count("folds", s.evaluation.folds, {1, 1000},
                "Folds of the private side. 1: every private speaker trains, SER is tested on the shadows.");
        b.choice("split", s.evaluation.split, splitNames(), "How speakers are dealt to folds.");
        b.counts("seeds", s.evaluation.seeds, {0, 9007199254740991.0}, {1, 1000},
                 "Seeds of the repetitions.");
    });
    a.sweep("sweep", s.sweep, "Paths of this document and the values that each takes: a grid.");
}

} // namespace undertone::experiment
