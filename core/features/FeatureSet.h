#pragma once

#include "core/audio/AudioFile.h"

#include <string>
#include <vector>

namespace undertone::features {

/// A native feature set: from a clip to numbers. Stateless and thread-safe.
class FeatureSet
{
public:
    virtual ~FeatureSet() = default;
    virtual std::string name() const = 0;
    /// Changes whenever the numbers change: part of the cache key.
    virtual int version() const = 0;
    /// Names of the columns.
    virtual const std::vector<std::string>& columns() const = 0;
    /// True when extract() returns frames (rows = time, T x columns) rather than one row.
    virtual bool isFrames() const = 0;
    /// Row-major, a multiple of columns().size() values, all finite for any signal of at least one sample at
    /// 16 kHz.
    virtual std::vector<float> extract(const audio::Signal& signal) const = 0;
};

/// "functionals" (988), "egemaps" (88) or "logmel" (40 per frame).
/// @throws Error InvalidRequest that names the sets when there is none of that name.
const FeatureSet& featureSet(const std::string& name);
std::vector<std::string> featureSetNames();

} // namespace undertone::features
