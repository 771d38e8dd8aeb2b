#include "core/experiment/StudyWarnings.h"

#include "core/privacy/PrivacyWarnings.h"

#include <fmt/format.h>

namespace undertone::experiment {

std::string fewSpeakersWarning(const std::string& side, const std::string& attribute, std::size_t count)
{
    return fmt::format("Few speakers: {} {} in the smallest class of {}; with fewer than {} a class, results "
                       "say little about other speakers.",
                       count, side, attribute, fewSpeakers);
}

std::string unbalancedSideWarning(const std::string& side, const std::string& attribute, std::size_t fewest,
                                  std::size_t most)
{
    return fmt::format(
        "Unbalanced: the classes of {} have {} to {} {} speakers. UAR weighs the classes the same, "
        "and its interval is as wide as the smallest makes it.",
        attribute, fewest, most, side);
}

std::string syntheticSpeechWarning()
{
    return "Synthetic demo speech: these numbers show how the program works and say nothing about people.";
}

namespace {

privacy::PrivacyFacts factsOf(const ExperimentSpec& spec, std::size_t clients, const PrivacySpent& spent)
{
    privacy::PrivacyFacts facts;
    facts.delta = spec.privacy.delta;
    facts.clients = clients;
    const bool isUdp = spec.privacy.mechanism == privacy::MechanismKind::Udp;
    const bool isCentral = spec.privacy.mechanism == privacy::MechanismKind::DpFedAvgCentral &&
                           spent.guarantee != privacy::Guarantee::None;
    if (!isUdp && !isCentral)
        return facts;
    if (isUdp && spec.federation.algorithm == federation::Algorithm::FedAvg)
        facts.rescaledBy = "Adam";
    if (isCentral && spec.threat.knowsCohorts && spec.federation.clientFraction < 1) {
        facts.participation = privacy::Participation::Known;
        facts.observer = privacy::observerName(spec.threat.observer);
    }
    facts.nominalEpsilon = spent.nominal;
    facts.accountedEpsilon = spent.worst.allRounds;
    facts.accountedDelta = spent.delta;
    return facts;
}

} // namespace

std::vector<std::string> defenceWarnings(const ExperimentSpec& spec, std::size_t clients,
                                         const PrivacySpent& spent)
{
    std::vector<std::string> texts;
    if (privacy::effectiveMechanism(spec.privacy) == privacy::MechanismKind::None)
        return texts;
    if (spent.guarantee == privacy::Guarantee::None)
        texts.push_back(fmt::format(
            "The server adds the noise, and the observer ({}) sees what it adds it to: nothing of the budget "
            "holds for it. Study an observer of the noised sums, or use dp-fedavg-local.",
            privacy::observerName(spec.threat.observer)));
    if (spec.privacy.mechanism == privacy::MechanismKind::Udp &&
        spec.federation.algorithm == federation::Algorithm::FedSgd)
        texts.emplace_back(
            "udp with fedsgd is this program's reading, the published code cannot run it: the gradient of "
            "a batch is clipped as a whole, so one utterance may move it by more than is assumed. Use "
            "dp-fedavg-local where a budget is to hold.");
    for (const auto& warning : privacy::privacyWarnings(factsOf(spec, clients, spent)))
        texts.push_back(warning.words + " " + warning.change);
    return texts;
}

std::string budgetSpentWarning(std::size_t rounds, std::size_t planned, double epsilon)
{
    return fmt::format(
        "A federation ended after round {} of {}: another might take a client's epsilon of all "
        "rounds over {:.4g}.",
        rounds, planned, epsilon);
}

} // namespace undertone::experiment
