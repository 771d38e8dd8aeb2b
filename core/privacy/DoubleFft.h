#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <span>

namespace undertone::privacy {

/// Discrete Fourier transform of real signals in double precision (FFTW, estimated plans so that results
/// repeat); owns its buffers. See audio::RealFft for the formula.
class DoubleFft
{
public:
    explicit DoubleFft(std::size_t size);
    ~DoubleFft();
    DoubleFft(const DoubleFft&) = delete;
    DoubleFft& operator=(const DoubleFft&) = delete;

    std::size_t size() const { return m_size; }
    std::span<double> signal();
    std::span<std::complex<double>> spectrum();
    /// signal() -> spectrum(); the signal is kept.
    void forward();
    /// spectrum() -> signal(), not divided by the size; the spectrum is destroyed.
    void inverse();

private:
    struct Plans;
    std::size_t m_size;
    std::unique_ptr<Plans> m_plans;
};

/// The smallest of 4, 5, 6 or 7 times a power of two that is not below `n`: fast, and few, so that plans can
/// be used again.
std::size_t fastFftSize(std::size_t n);

} // namespace undertone::privacy
