#pragma once

#include "tests/support/TemporaryFolder.h"

#include <cstddef>
#include <string>

namespace undertone::tests {

/// A 16-bit mono WAV file at 16 kHz: half a second of a tone with overtones and a little noise.
std::string toneWav(double pitch, double loudness, unsigned noiseSeed);

/// Writes FOLDER/NAME with a manifest: `speakers` speakers, half of them women (higher tones), two emotions
/// (neu: soft, hap: loud), `clips` clips of each.
std::filesystem::path writeSmallCorpus(const TemporaryFolder& folder, const std::string& name,
                                       std::size_t speakers, std::size_t clips);

} // namespace undertone::tests
