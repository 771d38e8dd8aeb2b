#pragma once

#include "core/features/FeatureSet.h"

namespace undertone::features {

/// "egemaps": the 88 parameters of the extended Geneva minimalistic acoustic parameter set (Eyben et al.
/// 2016) under their customary names. Contours (EgemapsDescriptors.h) are smoothed over three frames; names
/// with V and UV are of the voiced and the unvoiced frames alone, smoothed within them; descriptors of the
/// voice are of the voiced frames. Segments are stretches of voiced and of unvoiced frames; lengths are in
/// seconds, slopes of contours in units a second. 0 where a clip has nothing to measure, such as the pitch of
/// a whisper. The level of equivalentSoundLevel_dBp is relative to full scale.
const FeatureSet& egemapsSet();

} // namespace undertone::features
