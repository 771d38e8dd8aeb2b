#include "core/experiment/RepresentationRules.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace undertone::experiment {

namespace {

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

} // namespace

void checkRepresentationRules(const Rules& rules, const ExperimentSpec& spec)
{
    const auto& own = *spec.representation;
    checkAdversaries(rules, own);
    rules.refuse(own.warmup > own.epochs, "/representation/warmup",
                 fmt::format("lambda would reach its value after {} epochs, and there are {}.", own.warmup,
                             own.epochs),
                 "Use a warmup of at most as many epochs as there are.");
    const bool readsFeatures =
        std::find(own.inputs.begin(), own.inputs.end(), representation::Input::Features) != own.inputs.end();
    rules.refuse(readsFeatures && spec.features.set == "logmel", "/features/set",
                 "\"logmel\" gives frames, and the input \"features\" is one row for each utterance.",
                 "Use the input \"acoustic\" for frames, or another set.");
    rules.refuse(spec.evaluation.folds < 2, "/evaluation/folds",
                 "A study of representations is tested on private speakers whom the encoder has not seen: "
                 "with one fold there are none.",
                 "Use 2 folds or more.");
    rules.refuse(spec.kind == StudyKind::Federation, "/representation",
                 "This version trains encoders in one place only, not in the clients of a federation.",
                 "Use \"kind\": \"representation\", or leave the section out.");
}

} // namespace undertone::experiment
