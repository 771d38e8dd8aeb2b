#include "core/privacy/PrivacyWarnings.h"

#include <fmt/format.h>

#include <algorithm>

namespace undertone::privacy {

namespace {

using Warnings = std::vector<PrivacyWarning>;

void warnAboutDelta(Warnings& warnings, const PrivacyFacts& facts)
{
    if (!facts.delta)
        return;
    const double delta = *facts.delta;
    const auto clients = facts.clients.value_or(0);
    const std::string change = clients > 0
                                   ? fmt::format("Choose a delta well below 1 / {}, such as {:.1g}.", clients,
                                                 std::min(1e-5, 0.1 / static_cast<double>(clients)))
                                   : "Choose a delta well below 1 / (number of clients), such as 1e-5.";
    if (delta >= 0.5)
        warnings.push_back(
            {PrivacyWarningCode::HalfDelta,
             fmt::format("With a delta of {:.4g} the guarantee may fail altogether with "
                         "probability {:.4g}: whatever epsilon is, it promises next to nothing.",
                         delta, delta),
             change});
    else if (clients > 0 && delta > 1 / static_cast<double>(clients))
        warnings.push_back(
            {PrivacyWarningCode::LargeDelta,
             fmt::format("A delta of {:.4g} is above 1 / {} clients: publishing the whole data of a client "
                         "chosen at random would satisfy it, with an epsilon of 0.",
                         delta, clients),
             change});
}

void warnAboutRescaling(Warnings& warnings, const PrivacyFacts& facts)
{
    if (facts.rescaledBy.empty())
        return;
    warnings.push_back(
        {PrivacyWarningCode::RescaledUpdate,
         fmt::format(
             "{} rescales the gradients after they were clipped, so the clip does not bound the update "
             "that is released: no epsilon holds for it. What is shown is the most favourable reading.",
             facts.rescaledBy),
         "Choose a mechanism that clips the whole update, such as dp-fedavg-local."});
}

void warnAboutParticipation(Warnings& warnings, const PrivacyFacts& facts)
{
    if (facts.participation == Participation::Known)
        warnings.push_back(
            {PrivacyWarningCode::KnownParticipation,
             fmt::format("This epsilon counts on sampling, but the observer{} knows who took part: sampling "
                         "hides nothing from it, and the epsilon is larger for it.",
                         facts.observer.empty() ? "" : " (" + facts.observer + ")"),
             "Quote the epsilon that is accounted without sampling, or study an observer who does not know "
             "the cohorts (knows_cohorts: false)."});
    if (facts.participation == Participation::Unstated)
        warnings.push_back(
            {PrivacyWarningCode::UnstatedParticipation,
             "This epsilon counts on sampling: it holds only for an observer who cannot tell who took part "
             "in which release. Whoever sees the updates of single clients can.",
             "For such an observer leave the sampling rate at 1 and count the updates of one client that it "
             "sees."});
}

void warnAboutNominal(Warnings& warnings, const PrivacyFacts& facts)
{
    if (!facts.nominalEpsilon)
        return;
    const std::string change = "Quote what the accountant pld finds, or calibrate the noise with it.";
    if (!facts.accountedEpsilon)
        warnings.push_back({PrivacyWarningCode::NominalOnly,
                            "This epsilon is nominal: it is what a published formula gives, and no guarantee "
                            "follows from it.",
                            change});
    else if (*facts.nominalEpsilon < *facts.accountedEpsilon)
        warnings.push_back(
            {PrivacyWarningCode::NominalBelowAccounted,
             fmt::format("The nominal epsilon of {:.4g} understates what may be lost: an accountant "
                         "of the same releases arrives at {:.4g}{}.",
                         *facts.nominalEpsilon, *facts.accountedEpsilon,
                         facts.accountedDelta ? fmt::format(" (at a delta of {:.4g})", *facts.accountedDelta)
                                              : ""),
             change});
}

} // namespace

const char* warningName(PrivacyWarningCode code)
{
    switch (code) {
    case PrivacyWarningCode::HalfDelta:
        return "half-delta";
    case PrivacyWarningCode::LargeDelta:
        return "large-delta";
    case PrivacyWarningCode::RescaledUpdate:
        return "rescaled-update";
    case PrivacyWarningCode::KnownParticipation:
        return "known-participation";
    case PrivacyWarningCode::UnstatedParticipation:
        return "unstated-participation";
    case PrivacyWarningCode::NominalOnly:
        return "nominal-only";
    case PrivacyWarningCode::NominalBelowAccounted:
        return "nominal-below-accounted";
    }
    return "";
}

std::vector<PrivacyWarning> privacyWarnings(const PrivacyFacts& facts)
{
    Warnings warnings;
    warnAboutDelta(warnings, facts);
    warnAboutRescaling(warnings, facts);
    warnAboutParticipation(warnings, facts);
    warnAboutNominal(warnings, facts);
    return warnings;
}

} // namespace undertone::privacy
