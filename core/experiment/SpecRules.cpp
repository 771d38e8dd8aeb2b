#include "core/experiment/SpecRules.h"

#include "core/attack/LayerAliases.h"
#include "core/experiment/AuditRules.h"
#include "core/experiment/PrivacyRules.h"
#include "core/experiment/RepresentationRules.h"

#include <algorithm>

namespace undertone::experiment {

namespace {

bool contains(const std::vector<std::string>& list, const std::string& text)
{
    return std::find(list.begin(), list.end(), text) != list.end();
}

void checkAttack(const Rules& rules, const ExperimentSpec& spec)
{
    const auto& attack = spec.attack;
    rules.refuse(contains(attack.layers, undertone::attack::adversaryLayer) && !spec.representation,
                 "/attack/layers", "There is no adversary in the clients' training.",
                 "Leave \"adversary\" out, or add the section \"representation\".");
    rules.refuse(contains(attack.layers, "second") && spec.model.hidden.size() < 2, "/attack/layers",
                 "A model with one hidden layer has no layer between the first and the last.",
                 "Leave \"second\" out, or give the model two hidden layers.");
    const bool isProbed =
        attack.kind == attack::AttackKind::SecondMoment || attack.kind == attack::AttackKind::Linear;
    rules.refuse(attack.families && !isProbed, "/attack/families",
                 "Families of features are told apart by the attacks \"second-moment\" and \"linear\" alone.",
                 "Choose one of them, or leave \"families\" out.");
    rules.refuse(attack.families && spec.features.set == "logmel", "/attack/families",
                 "\"logmel\" has bands, no families of features.",
                 "Use \"functionals\" or \"egemaps\", or leave \"families\" out.");
}

void checkFederatedRules(const Rules& rules, const ExperimentSpec& spec)
{
    rules.refuse(spec.attribute == "speaker", "/attribute",
                 "\"speaker\" cannot be inferred from updates: private and shadow speakers are different "
                 "people, so no class is known to the adversary.",
                 "Use an attribute that speakers share, such as \"gender\".");
    rules.refuse(spec.attribute == "emotion", "/attribute",
                 "\"emotion\" is what the model learns, and a speaker has several.",
                 "Use an attribute of the speaker, such as \"gender\".");
    rules.refuse(spec.shadowSide.partition == ShadowPartition::Folds && spec.shadowSide.federations < 2,
                 "/shadow/federations",
                 "With \"partition\": \"folds\" each shadow federation leaves one of their number of folds "
                 "out: one federation would have no speakers.",
                 "Use at least 2 federations, or \"partition\": \"all\".");
    rules.refuse(spec.federation.algorithm == federation::Algorithm::FedSgd &&
                     spec.federation.localEpochs != 1,
                 "/federation/local_epochs",
                 "In fedsgd a client sends the gradient of one batch: there are no local epochs.",
                 "Use \"local_epochs\": 1, or \"algorithm\": \"fedavg\".");
    checkAttack(rules, spec);
    checkPrivacyRules(rules, spec);
    checkAuditRules(rules, spec);
}

} // namespace

void checkRules(const ExperimentSpec& spec, const std::string& source)
{
    const Rules rules(source);
    if (spec.representation)
        checkRepresentationRules(rules, spec);
    if (spec.kind == StudyKind::Federation)
        checkFederatedRules(rules, spec);
}

double publishedLearningRate(federation::Algorithm algorithm)
{
    return algorithm == federation::Algorithm::FedSgd ? 0.1 : 0.0005;
}

} // namespace undertone::experiment
