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

/// Keys that studies of one kind alone have.
struct KeysOf
{
    StudyKind owner;
    StudyKind kind; ///< of the document

    bool apply() const { return owner == kind; }
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
    static constexpr Named<const char*> names[] = {{"first", "first"},
                                                   {"second", "second"},
                                                   {"last", "last"},
                                                   {"adversary", "adversary"},
                                                   {"fusion", "fusion"}};
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
void describe(Archive& a, attack::AttackSpec& s, StudyKind kind)
{
    const KeysOf federated{StudyKind::Federation, kind};
    a.when(federated, [&](auto& b) {
        b.choice("kind", s.kind, attackKindNames(), "The attribute-inference attack; data is the ceiling.");
        b.choices("layers", s.layers, layerNames(), "Layers whose updates are attacked.");
        b.choices("parts", s.parts, partNames(), "Parts of a layer's update that are attacked.");
    });
    a.leakedUpdates("leaked_updates", s.leakedUpdates,
                    "Updates of one client, or utterances of one speaker, that leak; all = every one.");
    a.when(federated, [&](auto& b) {
        b.choice("adversary", s.adversary, adversaryNames(), "What the adversary knows of the defence.");
        b.flag("families", s.families, "Whether each family of features is attacked by itself, too.");
    });
    a.count("repeats", s.repeats, {1, 10000}, "Random draws of what leaks.");
    a.when(federated, [&](auto& b) {
        b.choice("probes", s.probes, probesNames(), "Directions that updates are reduced to.");
        b.choice("validation", s.validation, validationNames(), "What the published CNN is validated on.");
        b.count("epochs", s.epochs, {1, 10000}, "Epochs of the published CNN, at most.");
    });
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

template <class Archive>
void describe(Archive& a, representation::EncoderSpec& s)
{
    a.count("convolutions", s.convolutions, {1, 4},
            "Convolutions over the frames, each with a pooling of 2.");
    a.count("kernel_width", s.kernelWidth, {1, 15}, "Frames that a convolution sees.");
    a.count("kernels", s.kernels, {1, 1024}, "Kernels of a convolution.");
    a.count("gru_layers", s.gruLayers, {1, 8}, "Recurrent layers.");
    a.count("gru_units", s.gruUnits, {1, 1024}, "Units of a recurrent layer.");
    a.count("dense_layers", s.denseLayers, {1, 8}, "Dense layers; the last one's output is the embedding.");
    a.count("dense_units", s.denseUnits, {1, 1024}, "Units of a dense layer.");
    a.number("dropout", s.dropout, {0, 0.95}, "Dropout between the layers.");
    a.freeText("word_vectors", s.wordVectors,
               "A file of word2vec or GloVe vectors; empty: learned from the corpus.");
    a.count("word_dimensions", s.wordDimensions, {1, 1024}, "Size of learned word vectors.");
}

template <class Archive>
void describe(Archive& a, representation::RepresentationSpec& s, StudyKind kind)
{
    a.choices("inputs", s.inputs, inputNames(), "What the encoder reads; several are joined.");
    a.choice("target", s.target, targetNames(), "What is recognised; activation and valence in three bins.");
    a.section("encoder", "The encoder's shape.", [&](auto& b) { describe(b, s.encoder); });
    a.sections("adversary", s.adversary, {1, 20}, "Private attributes that are unlearned and attacked.",
               [](auto& b, representation::AdversarySpec& adversary) {
                   b.text("attribute", adversary.attribute,
                          "A categorical column of the corpora; speaker = who can be linked.");
                   b.number("lambda", adversary.lambda, {0, 10},
                            "Strength of the gradient reversal; 0 = attacked, but not unlearned.");
               });
    a.when(KeysOf{StudyKind::Representation, kind}, [&](auto& b) {
        b.count("warmup", s.warmup, {0, 10000}, "Epochs in which lambda rises linearly to its value.");
        b.count("epochs", s.epochs, {1, 10000}, "Epochs of the training, at most.");
        b.count("patience", s.patience, {1, 10000},
                "Epochs without a better validation UAR before it stops.");
        b.count("batch_size", s.batchSize, {1, 100000}, "Utterances of a mini-batch.");
        b.number("learning_rate", s.learningRate, {0, 100, true}, "Rate of Adam.");
    });
    a.choices("attackers", s.attackers, attackerNames(), "Who reads the attributes off the embeddings.");
}

template <class Archive>
void describe(Archive& a, ShadowSide& s)
{
    a.texts("corpora", s.corpora, {1, 100}, "Names of corpora in the workspace.");
    a.count("federations", s.federations, {1, 1000}, "Shadow federations.");
    a.choice("partition", s.partition, partitionNames(),
             "all: every shadow speaker trains in each; folds: each leaves one fold out.");
}

template <class Archive>
void describe(Archive& a, EvaluationSpec& s)
{
    a.count("folds", s.folds, {1, 1000},
            "Folds of the private side. 1: every private speaker trains, SER is tested on the shadows.");
    a.choice("split", s.split, splitNames(), "How speakers are dealt to folds.");
    a.counts("seeds", s.seeds, {0, 9007199254740991.0}, {1, 1000}, "Seeds of the repetitions.");
}

template <class Archive>
void describeFederated(Archive& a, ExperimentSpec& s)
{
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
}

/// The whole format, once: it is read, written, listed and published as a schema by archives that walk it.
template <class Archive>
void describe(Archive& a, ExperimentSpec& s)
{
    a.version("format", 1, "Version of this format.");
    a.text("name", s.name, "Title of the study.");
    a.freeText("description", s.description, "What the study is about.");
    a.choice("kind", s.kind, studyKindNames(), "What is studied.");
    const KeysOf federated{StudyKind::Federation, s.kind};
    a.section("private", "The speakers who are attacked.", [&](auto& b) {
        b.texts("corpora", s.privateSide.corpora, {1, 100}, "Names of corpora in the workspace.");
    });
    a.when(federated, [&](auto& c) {
        c.section("shadow", "The speakers whom the adversary has.",
                  [&](auto& b) { describe(b, s.shadowSide); });
    });
    a.texts("emotions", s.emotions, {2, 100}, "Emotions that are told apart.");
    a.when(federated, [&](auto& b) {
        b.text("attribute", s.attribute, "The private attribute: a categorical column of the corpora.");
    });
    a.section("features", "What the classifier sees.", [&](auto& b) {
        b.text("set", s.features.set, "functionals, egemaps, or a set imported for the corpora.");
        b.textChoice("normalization", s.features.normalization, normalizationNames(), "z-normalisation.");
    });
    a.when(federated, [&](auto& b) { describeFederated(b, s); });
    a.section("attack", "The attack.", [&](auto& b) { describe(b, s.attack, s.kind); });
    a.when(federated, [&](auto& c) {
        c.optionalSection("audit", s.audit, "A membership game with canaries; null = none.",
                          [](auto& b, AuditSpec& audit) { describe(b, audit); });
    });
    a.omittableSection(
        "representation", s.representation,
        "An encoder that unlearns private attributes, and who attacks its embeddings.",
        [kind = s.kind](auto& b, representation::RepresentationSpec& own) { describe(b, own, kind); });
    a.section("evaluation", "How results are measured.", [&](auto& b) { describe(b, s.evaluation); });
    a.sweep("sweep", s.sweep, "Paths of this document and the values that each takes: a grid.");
}

} // namespace undertone::experiment
