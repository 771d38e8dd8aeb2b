#pragma once

namespace undertone::figure {

/// What a reader asks of a defence: the attack's UAR at every number of leaked updates and for every
/// adversary of the study at most `attackUar`, and SER UAR at most `uarLoss` below that without noise (the
/// best setting's when all have noise).
struct Bounds
{
    double attackUar = 0.6;
    double uarLoss = 0.02;
    bool operator==(const Bounds&) const = default;
};

} // namespace undertone::figure
