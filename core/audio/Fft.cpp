#include "core/audio/Fft.h"

#include "core/base/FftPlanner.h"

#include <fftw3.h>

#include <algorithm>
#include <bit>
#include <mutex>

namespace undertone::audio {

struct RealFft::Plans
{
    explicit Plans(std::size_t size)
        : signal(fftwf_alloc_real(size)), spectrum(fftwf_alloc_complex(size / 2 + 1))
    {
        const std::scoped_lock lock(base::fftPlannerMutex());
        const int n = static_cast<int>(size);
        forward = fftwf_plan_dft_r2c_1d(n, signal, spectrum, FFTW_ESTIMATE | FFTW_PRESERVE_INPUT);
        inverse = fftwf_plan_dft_c2r_1d(n, spectrum, signal, FFTW_ESTIMATE);
    }
    ~Plans()
    {
        const std::scoped_lock lock(base::fftPlannerMutex());
        fftwf_destroy_plan(forward);
        fftwf_destroy_plan(inverse);
        fftwf_free(signal);
        fftwf_free(spectrum);
    }
    Plans(const Plans&) = delete;
    Plans& operator=(const Plans&) = delete;

    float* signal;
    fftwf_complex* spectrum;
    fftwf_plan forward;
    fftwf_plan inverse;
};

RealFft::RealFft(std::size_t size) : m_size(size), m_plans(std::make_unique<Plans>(size))
{
    std::ranges::fill(signal(), 0.0F);
    std::ranges::fill(spectrum(), std::complex<float>());
}

RealFft::~RealFft() = default;
RealFft::RealFft(RealFft&&) noexcept = default;
RealFft& RealFft::operator=(RealFft&&) noexcept = default;

std::span<float> RealFft::signal()
{
    return {m_plans->signal, m_size};
}

std::span<std::complex<float>> RealFft::spectrum()
{
    return {reinterpret_cast<std::complex<float>*>(m_plans->spectrum), bins()};
}

void RealFft::forward()
{
    fftwf_execute(m_plans->forward);
}

std::span<const std::complex<float>> RealFft::forward(std::span<const float> samples)
{
    const auto used = samples.first(std::min(samples.size(), m_size));
    const auto rest = std::ranges::copy(used, signal().begin()).out;
    std::fill(rest, signal().end(), 0.0F);
    forward();
    return spectrum();
}

void RealFft::inverse()
{
    fftwf_execute(m_plans->inverse);
}

std::size_t nextPowerOfTwo(std::size_t n)
{
    return std::bit_ceil(std::max<std::size_t>(n, 1));
}

void powerSpectrum(std::span<const std::complex<float>> spectrum, std::span<float> power)
{
    for (std::size_t k = 0; k < spectrum.size(); ++k) {
        const float re = spectrum[k].real();
        const float im = spectrum[k].imag();
        power[k] = re * re + im * im;
    }
}

} // namespace undertone::audio
