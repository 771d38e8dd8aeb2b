#include "core/privacy/DoubleFft.h"

#include "core/base/FftPlanner.h"

#include <fftw3.h>

#include <algorithm>

namespace undertone::privacy {

struct DoubleFft::Plans
{
    explicit Plans(std::size_t size)
        : signal(fftw_alloc_real(size)), spectrum(fftw_alloc_complex(size / 2 + 1))
    {
        const std::scoped_lock lock(base::fftPlannerMutex());
        const int n = static_cast<int>(size);
        forward = fftw_plan_dft_r2c_1d(n, signal, spectrum, FFTW_ESTIMATE | FFTW_PRESERVE_INPUT);
        inverse = fftw_plan_dft_c2r_1d(n, spectrum, signal, FFTW_ESTIMATE);
    }
    ~Plans()
    {
        const std::scoped_lock lock(base::fftPlannerMutex());
        fftw_destroy_plan(forward);
        fftw_destroy_plan(inverse);
        fftw_free(signal);
        fftw_free(spectrum);
    }
    Plans(const Plans&) = delete;
    Plans& operator=(const Plans&) = delete;

    double* signal;
    fftw_complex* spectrum;
    fftw_plan forward;
    fftw_plan inverse;
};

DoubleFft::DoubleFft(std::size_t size) : m_size(size), m_plans(std::make_unique<Plans>(size)) {}

DoubleFft::~DoubleFft() = default;

std::span<double> DoubleFft::signal()
{
    return {m_plans->signal, m_size};
}

std::span<std::complex<double>> DoubleFft::spectrum()
{
    return {reinterpret_cast<std::complex<double>*>(m_plans->spectrum), m_size / 2 + 1};
}

void DoubleFft::forward()
{
    fftw_execute(m_plans->forward);
}

void DoubleFft::inverse()
{
    fftw_execute(m_plans->inverse);
}

std::size_t fastFftSize(std::size_t n)
{
    for (std::size_t power = 1;; power *= 2)
        for (const std::size_t factor : {4, 5, 6, 7})
            if (factor * power >= n && factor * power % 2 == 0)
                return factor * power;
}

} // namespace undertone::privacy
