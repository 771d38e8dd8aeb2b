#pragma once

#include "core/session/Session.h"
#include "tests/session/EventLog.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace undertone::tests {

/// What a test lets an engine do instead of training.
using EngineBody = std::function<void(const experiment::RunRequest&, experiment::ResultSink&,
                                      experiment::StageCache&, base::Progress&)>;

session::EngineFactory engineThat(EngineBody body);

/// Every trial of the study: one round, one stage of the cache, one row each.
void runEveryTrial(const experiment::RunRequest& request, experiment::ResultSink& sink,
                   experiment::StageCache& stages, base::Progress& progress);

/// A study of two trials with the corpora "one" (or another) and "two".
experiment::ExperimentSpec twoTrials(const std::string& privateCorpus = "one");
/// Speakers of two genders with one utterance of each emotion, without audio.
corpus::Corpus corpusOf(const std::string& name, int women, int men);
/// Puts corpora of these names, without utterances, into the workspace.
void saveEmptyCorpora(const std::filesystem::path& workspace, const std::vector<std::string>& names,
                      const std::string& synthetic = {});

} // namespace undertone::tests
