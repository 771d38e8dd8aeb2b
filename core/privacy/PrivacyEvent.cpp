#include "core/privacy/PrivacyEvent.h"

#include "core/base/Error.h"

#include <fmt/format.h>

#include <cmath>

namespace undertone::privacy {

namespace {

[[noreturn]] void refuse(const std::string& happened, const char* key, const std::string& remedy)
{
    throw Error(ErrorCode::InvalidRequest, happened, key, remedy);
}

} // namespace

double sensitivityInClips(Relation relation)
{
    return relation == Relation::Replace ? 2 : 1;
}

double effectiveNoiseMultiplier(const PrivacyEvent& event)
{
    return event.noiseMultiplier / sensitivityInClips(event.relation);
}

bool isSubsampled(const PrivacyEvent& event)
{
    return event.sampling != Sampling::None && event.sampleRate < 1;
}

void validate(const PrivacyEvent& event)
{
    if (!std::isfinite(event.noiseMultiplier) || event.noiseMultiplier < 0)
        refuse(fmt::format("a noise multiplier of {} is not a finite number of 0 or more",
                           event.noiseMultiplier),
               "noise multiplier", "Give the noise's deviation divided by the clipping norm.");
    if (!(event.sampleRate >= 0 && event.sampleRate <= 1))
        refuse(fmt::format("a sampling rate of {} is no probability", event.sampleRate), "sampling rate",
               "Give a number from 0 to 1.");
    if (event.sampling == Sampling::None && event.sampleRate != 1)
        refuse(fmt::format("a sampling rate of {} without a sampling", event.sampleRate), "sampling rate",
               "Name the sampling (poisson or fixed), or give the rate 1: who is known to take part is not "
               "protected by chance.");
}

const char* relationName(Relation relation)
{
    switch (relation) {
    case Relation::AddOrRemove:
        return "add-remove";
    case Relation::Replace:
        return "replace";
    case Relation::ReplaceWithNull:
        return "null";
    }
    return "";
}

const char* samplingName(Sampling sampling)
{
    switch (sampling) {
    case Sampling::None:
        return "none";
    case Sampling::Poisson:
        return "poisson";
    case Sampling::FixedSize:
        return "fixed";
    }
    return "";
}

Relation relationNamed(std::string_view name)
{
    for (const auto relation : {Relation::AddOrRemove, Relation::Replace, Relation::ReplaceWithNull})
        if (name == relationName(relation))
            return relation;
    refuse(fmt::format("there is no neighbouring relation \"{}\"", name), "relation",
           "Choose add-remove, replace or null.");
}

Sampling samplingNamed(std::string_view name)
{
    for (const auto sampling : {Sampling::None, Sampling::Poisson, Sampling::FixedSize})
        if (name == samplingName(sampling))
            return sampling;
    refuse(fmt::format("there is no sampling \"{}\"", name), "sampling", "Choose none, poisson or fixed.");
}

} // namespace undertone::privacy
