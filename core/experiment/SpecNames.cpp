#include "core/experiment/SpecNames.h"

namespace undertone::experiment {

std::span<const Named<StudyKind>> studyKindNames()
{
    static constexpr Named<StudyKind> names[] = {{"federation", StudyKind::Federation},
                                                 {"representation", StudyKind::Representation}};
    return names;
}

std::span<const Named<representation::Input>> inputNames()
{
    using enum representation::Input;
    static constexpr Named<representation::Input> names[] = {
        {"acoustic", Acoustic}, {"text", Text}, {"features", Features}};
    return names;
}

std::span<const Named<representation::Target>> targetNames()
{
    using enum representation::Target;
    static constexpr Named<representation::Target> names[] = {
        {"emotion", Emotion}, {"activation", Activation}, {"valence", Valence}};
    return names;
}

std::span<const Named<representation::Attacker>> attackerNames()
{
    using enum representation::Attacker;
    static constexpr Named<representation::Attacker> names[] = {
        {"linear", Linear}, {"shallow", Shallow}, {"deep", Deep}, {"kernel", Kernel}, {"centroid", Centroid}};
    return names;
}

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

std::span<const Named<privacy::MechanismKind>> mechanismNames()
{
    using enum privacy::MechanismKind;
    static constexpr Named<privacy::MechanismKind> names[] = {
        {privacy::mechanismName(None), None},
        {privacy::mechanismName(Udp), Udp},
        {privacy::mechanismName(DpFedAvgLocal), DpFedAvgLocal},
        {privacy::mechanismName(DpFedAvgCentral), DpFedAvgCentral},
        {privacy::mechanismName(SecureAggregation), SecureAggregation}};
    return names;
}

std::span<const Named<privacy::Relation>> relationNames()
{
    using enum privacy::Relation;
    static constexpr Named<privacy::Relation> names[] = {
        {"replace", Replace}, {"null", ReplaceWithNull}, {"add-remove", AddOrRemove}};
    return names;
}

std::span<const Named<privacy::Sampling>> samplingNames()
{
    static constexpr Named<privacy::Sampling> names[] = {{"fixed", privacy::Sampling::FixedSize},
                                                         {"poisson", privacy::Sampling::Poisson}};
    return names;
}

std::span<const Named<privacy::AccountantKind>> accountantNames()
{
    using enum privacy::AccountantKind;
    static constexpr Named<privacy::AccountantKind> names[] = {
        {"pld", Pld}, {"rdp", Rdp}, {"gaussian", Gaussian}};
    return names;
}

std::span<const Named<privacy::Observer>> observerNames()
{
    using enum privacy::Observer;
    static constexpr Named<privacy::Observer> names[] = {{privacy::observerName(Eavesdropper), Eavesdropper},
                                                         {privacy::observerName(Server), Server},
                                                         {privacy::observerName(Recipient), Recipient}};
    return names;
}

std::span<const Named<privacy::Sees>> seesNames()
{
    static constexpr Named<privacy::Sees> names[] = {{"update", privacy::Sees::Update},
                                                     {"sum", privacy::Sees::Sum}};
    return names;
}

std::span<const Named<privacy::Guarantee>> guaranteeNames()
{
    using enum privacy::Guarantee;
    static constexpr Named<privacy::Guarantee> names[] = {
        {"holds", Holds}, {"favourable-reading", FavourableReading}, {"none", None}};
    return names;
}

privacy::Guarantee guaranteeNamed(std::string_view name)
{
    for (const auto& entry : guaranteeNames())
        if (name == entry.name)
            return entry.value;
    return privacy::Guarantee::None;
}

std::vector<std::string> binNames()
{
    return {"low", "middle", "high"};
}

std::vector<std::string> targetClasses(const ExperimentSpec& spec)
{
    if (spec.representation && spec.representation->target != representation::Target::Emotion)
        return binNames();
    return spec.emotions;
}

std::string leakedUpdatesText(attack::LeakedUpdates n)
{
    return n == attack::allUpdates ? "all" : std::to_string(n);
}

} // namespace undertone::experiment
