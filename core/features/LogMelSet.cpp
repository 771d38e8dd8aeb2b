#include "core/features/LogMelSet.h"

#include "core/features/FrameSpectrum.h"
#include "core/features/MelFilterbank.h"

#include <cmath>

namespace undertone::features {

namespace {

constexpr std::size_t bandCount = 40;
constexpr double lowestHertz = 20;
constexpr double highestHertz = 8000;

std::vector<std::string> bandNames()
{
    std::vector<std::string> names;
    for (std::size_t b = 1; b <= bandCount; ++b)
        names.push_back("logmel" + std::to_string(b));
    return names;
}

class LogMelSet final : public FeatureSet
{
public:
    std::string name() const override { return "logmel"; }
    int version() const override { return 1; }
    const std::vector<std::string>& columns() const override { return m_columns; }
    bool isFrames() const override { return true; }

    std::vector<float> extract(const audio::Signal& signal) const override
    {
        const auto samplesIn = [&](double seconds) {
            return static_cast<std::size_t>(std::lround(seconds * signal.sampleRate));
        };
        const audio::Framing framing{samplesIn(0.025), samplesIn(0.010), 0};
        FrameSpectrum spectrum(framing, audio::WindowShape::Hamming);
        const MelFilterbank mel(bandCount, lowestHertz, highestHertz, spectrum.fftSize(), signal.sampleRate);
        std::vector<float> rows(audio::frameCount(signal.samples.size(), framing) * bandCount);
        std::span<float> rest(rows);
        for (std::size_t frame = 0; !rest.empty(); ++frame, rest = rest.subspan(bandCount))
            mel.apply(spectrum.power(signal.samples, frame), rest.first(bandCount));
        for (float& value : rows)
            value = std::log(value);
        return rows;
    }

private:
    std::vector<std::string> m_columns = bandNames();
};

} // namespace

const FeatureSet& logMelSet()
{
    static const LogMelSet set;
    return set;
}

} // namespace undertone::features
