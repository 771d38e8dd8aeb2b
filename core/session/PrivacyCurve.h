#pragma once

#include "core/session/PrivacyAnswer.h"

namespace undertone::session {

/// Epsilon of all rounds against their number, a line for each accountant that covers the releases, from
/// one round to ten times as many as asked and more; the epsilon of the leaked updates as a level. The
/// bounds' grid is coarser than the readings': they lie up to max(1e-3, 1e-4 epsilon) above the smallest.
/// `check` is called between the points. @throws Error InvalidRequest.
figure::FigureSpec privacyCurve(const PrivacyAnswer& answer, const std::function<void()>& check);

} // namespace undertone::session
