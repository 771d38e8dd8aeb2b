#pragma once

#include "tests/experiment/StudyFixture.h"

namespace undertone::tests {

/// A corpus of transcripts alone, "talk". Every utterance has a word of its emotion and one of its speaker's
/// gender, each in nine of ten; the rest of its words say nothing.
class TranscriptStudy
{
public:
    explicit TranscriptStudy(std::size_t speakers = 12);

private:
    TemporaryFolder m_folder;

public:
    std::vector<corpus::Corpus> corpora;
    features::FeatureCache features;

    /// Values by path on top of a small study of representations.
    experiment::ExperimentSpec spec(const std::vector<std::pair<std::string, std::string>>& edits = {}) const;
    void run(const experiment::ExperimentSpec& spec, MemorySink& sink, experiment::StageCache& cache,
             unsigned workers = 1, std::stop_token stop = {}, double checkpointSeconds = 0) const;
    /// Deals the genders anew over the speakers; the words stay.
    void permuteGenders(std::uint64_t seed);
};

} // namespace undertone::tests
