#include "core/session/RecordedStages.h"

namespace undertone::session {

RecordedStages::RecordedStages(experiment::StageCache& artifacts, store::ExperimentSink& sink)
    : m_artifacts(artifacts), m_sink(sink)
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
    m_artifacts.store(key, bytes);
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
