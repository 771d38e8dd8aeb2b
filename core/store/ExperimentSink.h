#pragma once

#include "core/experiment/ResultSink.h"

#include <cstddef>
#include <string>

namespace undertone::store {

/// Where a running experiment's results go: written in batches, at most once a second, and at the end. When a
/// batch could not be written, the next call throws why (Error StorageFailed), so that the job ends.
class ExperimentSink : public experiment::ResultSink
{
public:
    virtual void progressed(double fraction) = 0; ///< of the whole experiment
    virtual void artifactUsed(const std::string& key, std::size_t bytes) = 0;
    virtual void artifactRemoved(const std::string& key) = 0;
    /// Everything said so far is in the store when it returns. The destructor does the same, but cannot say
    /// that it failed.
    virtual void flush() = 0;
};

} // namespace undertone::store
