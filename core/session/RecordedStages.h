#pragma once

#include "core/experiment/StageCache.h"
#include "core/store/ExperimentSink.h"

namespace undertone::session {

/// The workspace's artifacts, noting with the experiment which it made or used.
class RecordedStages : public experiment::StageCache
{
public:
    RecordedStages(experiment::StageCache& artifacts, store::ExperimentSink& sink);

    std::optional<std::string> find(const std::string& key) override;
    void store(const std::string& key, std::string_view bytes) override;
    void remove(const std::string& key) override;
    std::filesystem::path spoolFolder() override;

private:
    experiment::StageCache& m_artifacts;
    store::ExperimentSink& m_sink;
};

} // namespace undertone::session
