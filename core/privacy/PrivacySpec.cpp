#include "core/privacy/PrivacySpec.h"

#include <cmath>

namespace undertone::privacy {

PrivacySpec defaultPrivacy(MechanismKind mechanism)
{
    PrivacySpec spec;
    spec.mechanism = mechanism;
    if (mechanism == MechanismKind::Udp)
        spec.delta = 0.5;
    if (mechanism == MechanismKind::DpFedAvgCentral) {
        spec.sampling = Sampling::Poisson;
        spec.relation = Relation::ReplaceWithNull;
    }
    return spec;
}

Sees defaultSees(Observer observer, MechanismKind mechanism)
{
    return observer == Observer::Recipient || mechanism == MechanismKind::SecureAggregation ? Sees::Sum
                                                                                            : Sees::Update;
}

bool addsNoise(MechanismKind mechanism)
{
    return mechanism == MechanismKind::Udp || clipsUpdates(mechanism);
}

bool clipsUpdates(MechanismKind mechanism)
{
    return mechanism == MechanismKind::DpFedAvgLocal || mechanism == MechanismKind::DpFedAvgCentral;
}

ObservationPoint observationPoint(const ThreatModel& threat)
{
    if (threat.sees == Sees::Update)
        return ObservationPoint::ClientUpdate;
    return threat.observer == Observer::Server ? ObservationPoint::ReceivedSum
                                               : ObservationPoint::ReleasedSum;
}

Guarantee guaranteeOf(MechanismKind mechanism, const ThreatModel& threat)
{
    switch (mechanism) {
    case MechanismKind::Udp:
        return Guarantee::FavourableReading;
    case MechanismKind::DpFedAvgLocal:
        return Guarantee::Holds;
    case MechanismKind::DpFedAvgCentral:
        return threat.observer == Observer::Server || threat.sees == Sees::Update ? Guarantee::None
                                                                                  : Guarantee::Holds;
    case MechanismKind::None:
    case MechanismKind::SecureAggregation:
        return Guarantee::None;
    }
    return Guarantee::None;
}

MechanismKind effectiveMechanism(const PrivacySpec& spec)
{
    return spec.epsilon && std::isinf(*spec.epsilon) ? MechanismKind::None : spec.mechanism;
}

} // namespace undertone::privacy
