#pragma once

#include "core/store/ArtifactStore.h"
#include "core/store/ExperimentSink.h"

namespace undertone::session {

/// The workspace's artifacts, noting with the experiment which it made or used.
class RecordedStages : public experiment::StageCache
{
public:
    /// A large entry that is being stored is given up when a stop is requested.
    RecordedStages(store::ArtifactStore& artifacts, store::ExperimentSink& sink, std::stop_token stop);

    std::optional<std::string> find(const std::string& key) override;
    void store(const std::string& key, std::string_view bytes) override;
    void storeUnflushed(const std::string& key, std::string_view bytes) override;
    void remove(const std::string& key) override;
    std::filesystem::path spoolFolder() override;

private:
    void store(const std::string& key, std::string_view bytes, base::Flush flush);

    store::ArtifactStore& m_artifacts;
    store::ExperimentSink& m_sink;
    std::stop_token m_stop;
};

} // namespace undertone::session
