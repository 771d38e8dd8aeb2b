#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace undertone::privacy {

/// Which two data sets must be told apart with difficulty only.
enum class Relation {
    AddOrRemove,     ///< one unit is there or not: sensitivity C
    Replace,         ///< one unit becomes another: sensitivity 2 C
    ReplaceWithNull, ///< one unit becomes a zero that is noised all the same: sensitivity C
};

/// How the units of a release were chosen, seen from the observer: `None` when it knows who took part.
enum class Sampling {
    None,      ///< everyone, or an observer who knows who took part: no amplification
    Poisson,   ///< each unit independently with probability q, in secret
    FixedSize, ///< a cohort of fixed size without replacement, in secret
};

/// `count` releases of one Gaussian mechanism: a vector clipped to norm C for each unit, summed over the
/// chosen units, plus N(0, (z C)^2) in every coordinate. A plain value: what was done, not what it costs.
struct PrivacyEvent
{
    /// z = (deviation of the noise) / (clipping norm C), whatever the relation. 0 = no noise.
    double noiseMultiplier = 0;
    Sampling sampling = Sampling::None;
    /// q in [0, 1]: the sampling probability, or the sampled fraction of the units. 1 without sampling.
    double sampleRate = 1;
    std::size_t count = 1;
    Relation relation = Relation::AddOrRemove;
    std::string unit;      ///< of privacy: "client", "record", "speaker"
    std::string observer;  ///< who saw the release: "eavesdropper", "server", "recipient"
    std::string mechanism; ///< "udp", "dp-fedavg-local", ...

    bool operator==(const PrivacyEvent&) const = default;
};

/// Sensitivity of the sum in units of C: 2 under `Replace`, else 1.
double sensitivityInClips(Relation relation);

/// z over the sensitivity in clips: what a Gaussian mechanism of sensitivity 1 has for its deviation.
double effectiveNoiseMultiplier(const PrivacyEvent& event);

/// True when sampling amplifies: a sampling and a rate below 1.
bool isSubsampled(const PrivacyEvent& event);

/// Throws Error(InvalidRequest) unless the noise multiplier is finite and not negative, the rate in [0, 1],
/// and the rate 1 without sampling.
void validate(const PrivacyEvent& event);

/// "add-remove", "replace", "null".
const char* relationName(Relation relation);
/// "none", "poisson", "fixed".
const char* samplingName(Sampling sampling);
/// Throw Error(InvalidRequest) on an unknown name.
Relation relationNamed(std::string_view name);
Sampling samplingNamed(std::string_view name);

} // namespace undertone::privacy
