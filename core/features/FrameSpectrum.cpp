#include "core/features/FrameSpectrum.h"

namespace undertone::features {

FrameSpectrum::FrameSpectrum(const audio::Framing& framing, audio::WindowShape shape)
    : m_framing(framing), m_window(audio::makeWindow(shape, framing.length)), m_frame(framing.length),
      m_fft(audio::nextPowerOfTwo(framing.length)), m_power(m_fft.bins())
{
    double squares = 0;
    for (const float w : m_window)
        squares += static_cast<double>(w) * static_cast<double>(w);
    m_scale = static_cast<float>(1 / squares);
}

std::span<const float> FrameSpectrum::power(std::span<const float> samples, std::size_t frame)
{
    audio::copyFrame(samples, m_framing, frame, m_frame);
    audio::applyWindow(m_frame, m_window);
    audio::powerSpectrum(m_fft.forward(m_frame), m_power);
    for (float& p : m_power)
        p = p * m_scale + static_cast<float>(roundingPower);
    return m_power;
}

} // namespace undertone::features
