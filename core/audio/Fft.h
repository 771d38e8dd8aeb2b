#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <span>

namespace undertone::audio {

/// Discrete Fourier transform of real signals (FFTW, single precision, estimated plans so that results
/// repeat). Owns its buffers: one object for each thread, made once and used for every frame.
///
///     X_k = sum_n x_n exp(-2 pi i k n / N),  k = 0 ... N/2
class RealFft
{
public:
    explicit RealFft(std::size_t size);
    ~RealFft();
    RealFft(RealFft&&) noexcept;
    RealFft& operator=(RealFft&&) noexcept;

    std::size_t size() const { return m_size; }
    std::size_t bins() const { return m_size / 2 + 1; }
    std::span<float> signal();
    std::span<std::complex<float>> spectrum();

    /// signal() -> spectrum(). Leaves the signal as it is.
    void forward();
    /// Copies at most size() samples to signal(), zeros behind them, and transforms.
    std::span<const std::complex<float>> forward(std::span<const float> samples);
    /// spectrum() -> signal(), not divided by N. Destroys the spectrum.
    void inverse();

private:
    struct Plans;
    std::size_t m_size;
    std::unique_ptr<Plans> m_plans;
};

/// The smallest power of two that is not below `n`.
std::size_t nextPowerOfTwo(std::size_t n);

/// |X_k|^2 of each bin.
void powerSpectrum(std::span<const std::complex<float>> spectrum, std::span<float> power);

} // namespace undertone::audio
