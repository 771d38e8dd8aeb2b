#pragma once

#include "core/experiment/StudyComparison.h"

#include <vector>

namespace undertone::session {

/// A study's settings as studies of their own, which compareStudies() can pair: each with its rows and
/// trials, and its swept values in its specification. The undefended ones first, else in the order of the
/// sweep.
/// @throws Error InvalidRequest for a study without results of two settings.
std::vector<experiment::StudyEvidence> settingsOf(const experiment::StudyEvidence& study);

} // namespace undertone::session
