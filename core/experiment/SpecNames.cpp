#include "core/experiment/SpecNames.h"

namespace undertone::experiment {

std::span<const Named<federation::Algorithm>> algorithmNames()
{
    using enum federation::Algorithm;
    static constexpr Named<federation::Algorithm> names[] = {
        {"fedsgd", FedSgd}, {"fedavg", FedAvg}, {"centralised", Centralised}, {"local", Local}};
    return names;
}

std::span<const Named<attack::AttackKind>> attackKindNames()
{
    using enum attack::AttackKind;
    static constexpr Named<attack::AttackKind> names[] = {
        {"second-moment", SecondMoment}, {"linear", Linear}, {"cnn", Cnn}, {"data", Data}};
    return names;
}

std::span<const Named<attack::Probes>> probesNames()
{
    static constexpr Named<attack::Probes> names[] = {{"random", attack::Probes::Random},
                                                      {"eigenvectors", attack::Probes::Eigenvectors}};
    return names;
}

std::span<const Named<attack::Validation>> validationNames()
{
    static constexpr Named<attack::Validation> names[] = {{"speakers", attack::Validation::Speakers},
                                                          {"updates", attack::Validation::Updates}};
    return names;
}

std::span<const Named<attack::Part>> partNames()
{
    using enum attack::Part;
    static constexpr Named<attack::Part> names[] = {{"weights", Weights}, {"bias", Bias}, {"both", Both}};
    return names;
}

std::span<const Named<attack::Adversary>> adversaryNames()
{
    using enum attack::Adversary;
    static constexpr Named<attack::Adversary> names[] = {
        {"clean", Clean}, {"same", Same}, {"calibrated", Calibrated}};
    return names;
}

std::span<const Named<ShadowPartition>> partitionNames()
{
    static constexpr Named<ShadowPartition> names[] = {{"all", ShadowPartition::All},
                                                       {"folds", ShadowPartition::Folds}};
    return names;
}

std::span<const Named<SplitOrder>> splitNames()
{
    static constexpr Named<SplitOrder> names[] = {{"stratified", SplitOrder::Stratified},
                                                  {"ordered", SplitOrder::Ordered}};
    return names;
}

std::string leakedUpdatesText(attack::LeakedUpdates n)
{
    return n == attack::allUpdates ? "all" : std::to_string(n);
}

} // namespace undertone::experiment
