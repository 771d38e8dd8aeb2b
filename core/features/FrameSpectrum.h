#pragma once

#include "core/audio/Fft.h"
#include "core/audio/Framing.h"

#include <cstddef>
#include <span>
#include <vector>

namespace undertone::features {

/// Mean power of the rounding to 16 bits, 2^-30 / 12: added to every spectrum here, so that the logarithms of
/// silence are finite and what lies far below it does not count.
inline constexpr double roundingPower = 7.76e-11;

/// Power spectra of the windowed frames of a signal, zeros behind them up to a power of two:
///
///     P_k = |X_k|^2 / sum_n w_n^2 + roundingPower,
///
/// so that white noise of variance v has a mean of v in every bin, whatever the window.
class FrameSpectrum
{
public:
    FrameSpectrum(const audio::Framing& framing, audio::WindowShape shape);

    /// Valid until the next call.
    std::span<const float> power(std::span<const float> samples, std::size_t frame);
    std::size_t fftSize() const { return m_fft.size(); }

private:
    audio::Framing m_framing;
    std::vector<float> m_window;
    std::vector<float> m_frame;
    audio::RealFft m_fft;
    std::vector<float> m_power;
    float m_scale = 1;
};

} // namespace undertone::features
