#pragma once

#include "core/attack/AttackSpec.h"
#include "core/experiment/ExperimentSpec.h"
#include "core/federation/FederationSpec.h"
#include "core/privacy/PrivacySpec.h"

#include <span>
#include <string>
#include <string_view>

namespace undertone::experiment {

/// A value and its name in specifications, result rows and tables.
template <class Value>
struct Named
{
    const char* name;
    Value value;
};

std::span<const Named<StudyKind>> studyKindNames();
std::span<const Named<representation::Input>> inputNames();
std::span<const Named<representation::Target>> targetNames();
std::span<const Named<representation::Attacker>> attackerNames();
std::span<const Named<federation::Algorithm>> algorithmNames();
std::span<const Named<attack::AttackKind>> attackKindNames();
std::span<const Named<attack::Probes>> probesNames();
std::span<const Named<attack::Validation>> validationNames();
std::span<const Named<attack::Part>> partNames();
std::span<const Named<attack::Adversary>> adversaryNames();
std::span<const Named<ShadowPartition>> partitionNames();
std::span<const Named<SplitOrder>> splitNames();
std::span<const Named<privacy::MechanismKind>> mechanismNames();
std::span<const Named<privacy::Relation>> relationNames();
std::span<const Named<privacy::Sampling>> samplingNames();
std::span<const Named<privacy::AccountantKind>> accountantNames();
std::span<const Named<privacy::Observer>> observerNames();
std::span<const Named<privacy::Sees>> seesNames();
std::span<const Named<privacy::Guarantee>> guaranteeNames();
/// None for a name that is not known.
privacy::Guarantee guaranteeNamed(std::string_view name);

template <class Value>
const char* nameOf(std::span<const Named<Value>> names, const Value& value)
{
    for (const auto& entry : names)
        if (entry.value == value)
            return entry.name;
    return "";
}

inline const char* algorithmName(federation::Algorithm value)
{
    return nameOf(algorithmNames(), value);
}
inline const char* attackKindName(attack::AttackKind value)
{
    return nameOf(attackKindNames(), value);
}
inline const char* attackerName(representation::Attacker value)
{
    return nameOf(attackerNames(), value);
}
inline const char* partName(attack::Part value)
{
    return nameOf(partNames(), value);
}
inline const char* adversaryName(attack::Adversary value)
{
    return nameOf(adversaryNames(), value);
}
// What is attacked of a representation, and by whom beside its attackers: as layer and attack of cells.
inline constexpr auto embeddingLayer = "embedding";
inline constexpr auto inputLayer = "input";
inline constexpr auto strongestAttack = "strongest";
inline constexpr auto linkabilityAttack = "linkability";

/// "1", "5", "10" or "all".
std::string leakedUpdatesText(attack::LeakedUpdates n);

} // namespace undertone::experiment
