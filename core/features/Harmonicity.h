#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace undertone::features {

/// Ratio of the harmonic to the noisy part of a voiced frame, in dB (P. Boersma 1993):
///
///     HNR = 10 log10(r / (1 - r)),  r = max over lags near T0 of (r_x(lag) / r_x(0)) / (r_w(lag) / r_w(0))
///
/// with the autocorrelations of the windowed frame and of its Hann window, interpolated by a parabola; within
/// -40 to 40 dB.
class Harmonicity
{
public:
    /// Frames of `length` samples, periods of at most length / 2.
    explicit Harmonicity(std::size_t length);

    /// `frame` is changed. `period` in samples.
    double decibels(std::span<float> frame, double period);

private:
    std::vector<float> m_window;
    std::vector<float> m_windowCorrelation; ///< r_w(lag) / r_w(0)
    std::vector<double> m_correlation;
};

} // namespace undertone::features
