#include "core/session/RecordedStages.h"

namespace undertone::session {

RecordedStages::RecordedStages(store::ArtifactStore& artifacts, store::ExperimentSink& sink,
                               std::stop_token stop)
    : m_artifacts(artifacts), m_sink(sink), m_stop(std::move(stop))
{
}

std::optional<std::string> RecordedStages::find(const std::string& key)
{
    auto bytes = m_artifacts.find(key);
    if (bytes)
        m_sink.artifactUsed(key, bytes->size());
    return bytes;
}

void RecordedStages::store(const std::string& key, std::string_view bytes)
{
    store(key, bytes, base::Flush::Now);
}

void RecordedStages::storeUnflushed(const std::string& key, std::string_view bytes)
{
    store(key, bytes, base::Flush::Later);
}

void RecordedStages::store(const std::string& key, std::string_view bytes, base::Flush flush)
{
    m_artifacts.store(key, bytes, flush, m_stop);
    m_sink.artifactUsed(key, bytes.size());
}

void RecordedStages::remove(const std::string& key)
{
    m_artifacts.remove(key);
    m_sink.artifactRemoved(key);
}

std::filesystem::path RecordedStages::spoolFolder()
{
    return m_artifacts.spoolFolder();
}

} // namespace undertone::session
