#pragma once

namespace undertone::representation {

/// What an encoder that is not ours reads of an utterance.
enum class EncoderInput {
    Waveform, ///< samples at audio::analysisRate: n, or 1 x n
    LogMel,   ///< frames of the set "logmel": T x 40, or 1 x T x 40
};

} // namespace undertone::representation
