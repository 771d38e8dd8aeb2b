#include "core/figure/ReferenceSpec.h"

#include "core/figure/ResultView.h"

#include <fmt/format.h>

namespace undertone::figure {

namespace {

constexpr char separator = '\t';
constexpr char clipSeparator = '\n';

} // namespace

std::string referenceTo(const std::string& experiment, const experiment::SweepPoint& point)
{
    return experiment + separator + experiment::pointText(point);
}

std::string referenceTo(const std::string& experiment, const experiment::ResultRow& row)
{
    return fmt::format("{}{}{} {} {} {} {} n={}", referenceTo(experiment, row.sweep), separator,
                       row.attribute, row.attack, row.adversary, row.layer, row.part,
                       leakedWords(row.leakedUpdates));
}

std::string referenceToClip(const ClipPlace& clip)
{
    return clip.corpus + clipSeparator + clip.path;
}

std::optional<ClipPlace> clipOfReference(const std::string& reference)
{
    const auto corpus = reference.find(clipSeparator);
    if (corpus == std::string::npos)
        return std::nullopt;
    return ClipPlace{reference.substr(0, corpus), reference.substr(corpus + 1)};
}

std::string pointOfReference(const std::string& reference)
{
    const auto study = reference.find(separator);
    return study == std::string::npos ? reference : reference.substr(0, reference.find(separator, study + 1));
}

bool isSamePoint(const std::string& a, const std::string& b)
{
    return !a.empty() && !b.empty() && pointOfReference(a) == pointOfReference(b);
}

} // namespace undertone::figure
