#pragma once

#include "core/session/Session.h"
#include "tests/session/EventLog.h"

#include <functional>
#include <memory>

namespace undertone::tests {

/// What a test lets an engine do instead of training.
using EngineBody = std::function<void(const experiment::RunRequest&, experiment::ResultSink&,
                                      experiment::StageCache&, base::Progress&)>;

session::EngineFactory engineThat(EngineBody body);

/// Every trial of the study: one round, one stage of the cache, one row each.
void runEveryTrial(const experiment::RunRequest& request, experiment::ResultSink& sink,
                   experiment::StageCache& stages, base::Progress& progress);

} // namespace undertone::tests
