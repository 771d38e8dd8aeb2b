#pragma once

#include "core/audio/AudioFile.h"
#include "core/base/SeedTree.h"

namespace undertone::corpus {

/// Slow random wobble of pitch and tempo by a relative `depth`: the signal read at t + d(t), d being three
/// sines of 2 to 7 Hz whose derivative has the standard deviation `depth`.
void addFlutter(audio::Signal& signal, double depth, base::RandomStream& random);

/// Raises what is above 1 kHz by `decibels` against what is below (a first-order shelf).
void tilt(audio::Signal& signal, double decibels);

/// Scales to an RMS of `decibels` relative to full scale.
void setLevel(audio::Signal& signal, double decibels);

/// The signal at the analysis rate with seconds of room before and after, and white noise of RMS `noise`.
audio::Signal inRoom(const audio::Signal& signal, double noise, double before, double after,
                     base::RandomStream& random);

} // namespace undertone::corpus
