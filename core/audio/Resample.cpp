#include "core/audio/Resample.h"

#include "core/base/Error.h"

#include <soxr.h>

#include <algorithm>
#include <cmath>

namespace undertone::audio {

std::vector<float> resample(std::span<const float> samples, int from, int to)
{
    if (from == to || samples.empty())
        return {samples.begin(), samples.end()};
    const double exact = static_cast<double>(samples.size()) * to / from;
    std::vector<float> result(static_cast<std::size_t>(std::max(1.0, std::round(exact))), 0.0F);
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_VHQ, 0);
    const soxr_runtime_spec_t oneThread = soxr_runtime_spec(1);
    const char* failure = soxr_oneshot(from, to, 1, samples.data(), samples.size(), nullptr, result.data(),
                                       result.size(), nullptr, nullptr, &quality, &oneThread);
    if (failure)
        throw Error(ErrorCode::Internal, std::string("Resampling failed: ") + failure + ".", "", "");
    return result;
}

} // namespace undertone::audio
