#include "core/experiment/RepresentationRules.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace undertone::experiment {

namespace {

bool reads(const representation::RepresentationSpec& spec, representation::Input input)
{
    return std::find(spec.inputs.begin(), spec.inputs.end(), input) != spec.inputs.end();
}

void checkAdversaries(const Rules& rules, const representation::RepresentationSpec& spec)
{
    std::set<std::string> attributes;
    for (std::size_t i = 0; i < spec.adversary.size(); ++i) {
        const auto& attribute = spec.adversary[i].attribute;
        const auto place = fmt::format("/representation/adversary/{}/attribute", i);
        rules.refuse(attribute == "emotion", place,
                     "\"emotion\" is what the encoder is to tell, and cannot be what it hides.",
                     "Use an attribute of the speaker, such as \"gender\".");
        rules.refuse(!attributes.insert(attribute).second, place,
                     fmt::format("\"{}\" is given twice.", attribute), "Keep one of the two.");
    }
}

/// What the clients of a federation cannot train, or not without telling each other what they hold.
void checkClients(const Rules& rules, const ExperimentSpec& spec)
{
    const auto& own = *spec.representation;
    for (std::size_t i = 0; i < own.adversary.size(); ++i)
        rules.refuse(own.adversary[i].attribute == "speaker",
                     fmt::format("/representation/adversary/{}/attribute", i),
                     "A client is one speaker: it has nobody to be told apart from.",
                     "Use an attribute that speakers share, or \"kind\": \"representation\".");
    rules.refuse(
        own.target != representation::Target::Emotion, "/representation/target",
        "The bins are thirds of all training speakers' values, which clients do not tell each other.",
        "Use \"target\": \"emotion\", or \"kind\": \"representation\".");
    rules.refuse(reads(own, representation::Input::Text) && own.encoder.wordVectors.empty(),
                 "/representation/encoder/word_vectors",
                 "Clients cannot agree on the words whose vectors they learn without telling each other what "
                 "they say.",
                 "Name a file of word vectors, or use \"kind\": \"representation\".");
    rules.refuse(spec.federation.algorithm == federation::Algorithm::Local, "/federation/algorithm",
                 "With the algorithm \"local\" there is no global model whose embeddings could be attacked.",
                 "Use another algorithm, or leave \"representation\" out.");
}

/// An encoder in the clients, attacked by its updates and by its embeddings.
void checkFederatedEncoder(const Rules& rules, const ExperimentSpec& spec)
{
    checkClients(rules, spec);
    const auto& first = spec.representation->adversary.front().attribute;
    rules.refuse(first != spec.attribute, "/representation/adversary/0/attribute",
                 fmt::format("Updates are attacked for \"{}\" and embeddings for \"{}\": the two cannot be "
                             "compared.",
                             spec.attribute, first),
                 fmt::format("Name \"{}\" first, with \"lambda\": 0 where it is not to be unlearned.",
                             spec.attribute));
    rules.refuse(spec.model != learning::ModelSpec(), "/model",
                 "The clients train the encoder of \"representation\": there is no classifier of this shape.",
                 "Leave \"model\" out, and use \"representation.encoder\".");
    rules.refuse(spec.attack.kind == attack::AttackKind::Cnn, "/attack/kind",
                 "The published network is made for the layers of the emotion classifier.",
                 "Use \"second-moment\" or \"linear\".");
    rules.refuse(spec.attack.families, "/attack/families",
                 "The first layer of an encoder does not weigh single features.", "Leave \"families\" out.");
    rules.refuse(spec.audit.has_value(), "/audit",
                 "Canaries are rows of features, and the encoder reads utterances.",
                 "Use \"audit\": null, or leave \"representation\" out.");
}

} // namespace

void checkRepresentationRules(const Rules& rules, const ExperimentSpec& spec)
{
    const auto& own = *spec.representation;
    checkAdversaries(rules, own);
    rules.refuse(
        own.warmup >= own.epochs, "/representation/warmup",
        fmt::format(
            "lambda would reach its value after {} epochs, and there are {}: none is trained with it.",
            own.warmup, own.epochs),
        "Use a warmup of fewer epochs than there are.");
    rules.refuse(reads(own, representation::Input::Features) && spec.features.set == "logmel",
                 "/features/set",
                 "\"logmel\" gives frames, and the input \"features\" is one row for each utterance.",
                 "Use the input \"acoustic\" for frames, or another set.");
    rules.refuse(spec.evaluation.folds < 2, "/evaluation/folds",
                 "Representations are tested on private speakers whom the encoder has not seen: "
                 "with one fold there are none.",
                 "Use 2 folds or more.");
    if (spec.kind == StudyKind::Federation)
        checkFederatedEncoder(rules, spec);
}

} // namespace undertone::experiment
