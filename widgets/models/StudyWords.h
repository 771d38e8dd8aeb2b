#pragma once

#include "core/session/DefencePreview.h"
#include "core/session/StudyPreview.h"

#include <QString>

namespace undertone::widgets {

/// "40 s", "25 min", "3 h 20 min", "4 days".
QString durationWords(double seconds);
/// "12 trials, about 25 min by the speed of earlier studies here, about 1.2 GB of memory".
QString costWords(const session::StudyPreview& preview);
/// "gender: F 12 private and 10 shadow, M 12 private and 11 shadow speakers"; empty when not known.
QString speakerWords(const std::string& attribute, const std::vector<session::SideCount>& speakers);
/// "sigma = 0.013, epsilon after all rounds = 40 (server), 9.4 (one update) ...", and what it is worth.
QString defenceWords(const session::DefencePreview& preview);

} // namespace undertone::widgets
