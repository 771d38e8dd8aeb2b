#include "core/experiment/WarningLog.h"

#include "core/experiment/StudyWarnings.h"

#include <algorithm>

namespace undertone::experiment {

void WarningLog::add(const std::string& text)
{
    const std::scoped_lock lock(m_mutex);
    if (m_told.insert(text).second)
        m_sink.warningFound(text);
}

void WarningLog::addOrigins(const std::vector<corpus::Corpus>& corpora, const std::string& device)
{
    if (std::any_of(corpora.begin(), corpora.end(), [](const auto& corpus) { return corpus.synthetic; }))
        add(syntheticSpeechWarning());
    if (device != "cpu")
        add("Computed on CUDA: running this study again may give slightly different numbers.");
}

} // namespace undertone::experiment
