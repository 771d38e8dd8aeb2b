#pragma once

#include "core/audio/AudioFile.h"
#include "core/features/ClipReport.h"

namespace undertone::features {

/// What ClipReport.h describes.
ClipReport analyseClip(const audio::Signal& signal);

} // namespace undertone::features
