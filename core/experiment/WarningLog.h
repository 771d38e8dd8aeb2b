#pragma once

#include "core/corpus/Corpus.h"
#include "core/experiment/ResultSink.h"

#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace undertone::experiment {

/// Tells a sink of each warning once. Thread-safe.
class WarningLog
{
public:
    explicit WarningLog(ResultSink& sink) : m_sink(sink) {}
    void add(const std::string& text);
    /// That speech is synthetic, and that CUDA does not repeat its numbers.
    void addOrigins(const std::vector<corpus::Corpus>& corpora, const std::string& device);

private:
    ResultSink& m_sink;
    std::mutex m_mutex;
    std::set<std::string> m_told;
};

} // namespace undertone::experiment
