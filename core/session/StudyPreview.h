#pragma once

#include "core/base/Error.h"
#include "core/corpus/Corpus.h"
#include "core/experiment/ExperimentSpec.h"
#include "core/features/FeatureCache.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace undertone::session {

/// Speakers with one value of the private attribute, by the study's first seed.
struct SideCount
{
    std::string value;
    std::size_t privateSpeakers = 0;
    std::size_t shadowSpeakers = 0;
    bool operator==(const SideCount&) const = default;
};

/// What a study will take and what it is worth, before it runs.
struct StudyPreview
{
    std::size_t trials = 0;
    std::optional<double> seconds;     ///< nullopt: the engine that knows is not there
    bool isMeasured = false;           ///< by the speed of earlier studies here; else a rough guess
    double bytes = 0;                  ///< of memory; 0 when not known
    std::string attribute;             ///< that of the first trial, whose speakers are counted
    std::vector<SideCount> speakers;   ///< none in a study of representations
    std::optional<Error> obstacle;     ///< why it cannot run
    std::vector<std::string> warnings; ///< each with what to change
};

/// Trials, speakers of both sides, and what is wrong with them. `features`: where imported sets are.
StudyPreview previewSpeakers(const experiment::ExperimentSpec& spec,
                             const std::vector<corpus::Corpus>& corpora,
                             const features::FeatureCache& features);

/// What a new study can be made of.
struct StudyMaterial
{
    struct Past
    {
        std::string id;
        std::string name;
    };

    std::vector<experiment::Preset> presets;
    std::vector<Past> past; ///< newest first
    std::vector<std::string> corpora;
    std::vector<std::string> emotions;    ///< of any corpus
    std::vector<std::string> attributes;  ///< of any corpus
    std::vector<std::string> featureSets; ///< the program's own, and those imported for any corpus
    std::string blank;                    ///< a document with every key
};

} // namespace undertone::session
