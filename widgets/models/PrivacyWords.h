#pragma once

#include "core/experiment/PrivacyResult.h"
#include "core/session/PrivacyAnswer.h"

#include <QString>

namespace undertone::widgets {

/// "9.0701", "\u221e" for no bound.
QString numberWords(double value, int digits = 5);

/// "\u03b5 \u2264 (pld)", "nominal \u03b5"; "10 updates", "200 rounds".
QString boundWords(const std::string& accountant);
QString exposureWords(const session::ExposureReadings& readings);

/// What a number is, or why there is none: a sentence or two.
QString readingWords(const session::EpsilonReading& reading);
/// How often the best guess which of two neighbours it was is right at most, (e^epsilon + delta) / (1 +
/// e^epsilon): "73.1 %".
QString guessWords(const privacy::PrivacyBound& bound);

/// An upper bound as text, never below it; a lower one, never above.
QString upperWords(const session::EpsilonReading& reading);
QString lowerWords(double epsilon);

/// What is wrong with what was asked, each with what would mend it; rich text, empty when nothing is.
QString warningWords(const std::vector<privacy::PrivacyWarning>& warnings);

/// What the epsilons mean for someone who does not know the definition and which end is more private, and why
/// an observer has no bound, as rich text.
QString meaningWords(const session::PrivacyAnswer& answer);

/// What a trial released and what its ledger reads after the last round, as rich text: "epsilon 10, fold 1,
/// seed 8: 200 rounds; epsilon 9.38 of one update, ... of all rounds, for the worst client".
QString ledgerWords(const experiment::TrialLedger& ledger);
/// "The bounds hold." and the like.
QString guaranteeWords(privacy::Guarantee guarantee);

/// What was solved for, in words.
QString solvedWords(const session::PrivacyAnswer& answer);

} // namespace undertone::widgets
