#pragma once

#include "core/features/FeatureSet.h"

namespace undertone::features {

/// "logmel": natural logarithms of 40 mel bands, 20 to 8000 Hz (MelFilterbank.h), of the power spectrum
/// (FrameSpectrum.h) of frames of 25 ms every 10 ms under a Hamming window; columns logmel1 ... logmel40. As
/// many frames as fit wholly into the clip, one for a shorter clip.
const FeatureSet& logMelSet();

} // namespace undertone::features
