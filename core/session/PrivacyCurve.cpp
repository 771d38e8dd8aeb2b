#include "core/session/PrivacyCurve.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace undertone::session {

using figure::FigureSpec;
using figure::Point;
using figure::Series;
using privacy::PrivacyEvent;

namespace {

constexpr double curveTolerance = 1e-3;
constexpr int pointsPerDecade = 8;
constexpr double mostRounds = 1e12;

/// Numbers of rounds, evenly on a log axis, that asked for among them.
std::set<std::size_t> abscissae(std::size_t rounds)
{
    const double reach = std::ceil(std::log10(static_cast<double>(std::max<std::size_t>(rounds, 10)) * 2));
    const double last = std::min(std::pow(10, reach), mostRounds);
    std::set<std::size_t> places = {rounds};
    for (int i = 0;; ++i) {
        const double place = std::pow(10, static_cast<double>(i) / pointsPerDecade);
        if (place > last * (1 + 1e-9))
            break;
        places.insert(static_cast<std::size_t>(std::llround(place)));
    }
    return places;
}

/// A log axis has no place for 0 and infinity.
bool canBeDrawn(double epsilon)
{
    return epsilon > 0 && std::isfinite(epsilon);
}

std::string lineName(const std::string& accountant)
{
    if (accountant == "wei")
        return "nominal (Wei et al.), no guarantee";
    if (accountant == "gaussian")
        return "exact Gaussian";
    return "accounted (" + accountant + ")";
}

Point pointAt(std::size_t rounds, const privacy::PrivacyBound& bound, const std::string& name)
{
    Point point;
    point.x = static_cast<double>(rounds);
    point.y = bound.epsilon;
    point.detail =
        fmt::format("{}\n{} rounds: epsilon {:.4g} at delta {:g}", name, rounds, bound.epsilon, bound.delta);
    return point;
}

Series lineOf(const EpsilonReading& reading, PrivacyEvent event, double delta,
              const std::function<void()>& check)
{
    Series line;
    line.name = lineName(reading.accountant);
    line.markers = false;
    const auto accountant = privacy::makeAccountant(reading.accountant, curveTolerance);
    const auto asked = event.count;
    for (const auto rounds : abscissae(asked)) {
        check();
        event.count = rounds;
        const auto bound = rounds == asked ? *reading.bound : accountant->epsilon({&event, 1}, delta);
        if (canBeDrawn(bound.epsilon))
            line.points.push_back(pointAt(rounds, bound, line.name));
    }
    if (reading.bound->kind == privacy::BoundKind::Nominal)
        line.pattern = figure::LinePattern::Dotted;
    return line;
}

Series levelOf(const ExposureReadings& leaked, const std::set<std::size_t>& places, double delta)
{
    Series level;
    level.role = figure::SeriesRole::Reference;
    level.pattern = figure::LinePattern::Dotted;
    level.markers = false;
    level.name = leaked.event.count == 1 ? std::string("one leaked update")
                                         : fmt::format("{} leaked updates", leaked.event.count);
    const auto* bound = leaked.guaranteed();
    if (!bound || !canBeDrawn(bound->epsilon))
        return level;
    for (const auto place : {*places.begin(), *places.rbegin()}) {
        level.points.push_back(pointAt(place, *bound, level.name));
        level.points.back().detail =
            fmt::format("{}: epsilon {:.4g} at delta {:g}", level.name, bound->epsilon, delta);
    }
    return level;
}

Series settingOf(const privacy::PrivacyBound& bound, std::size_t rounds)
{
    Series here;
    here.name =
        rounds == 1 ? std::string("this setting: one round") : fmt::format("this setting: {} rounds", rounds);
    here.points.push_back(pointAt(rounds, bound, "this setting"));
    return here;
}

std::string captionOf(const PrivacyQuestion& question, const ExposureReadings& all)
{
    std::string caption = fmt::format(
        "Epsilon at delta = {:g} against rounds: Gaussian mechanism with noise multiplier {:.4g}, ",
        question.delta, question.noiseMultiplier);
    caption += all.event.sampling == privacy::Sampling::None
                   ? "every client in every round or participation known"
                   : fmt::format("{} sampling at rate {:.4g} in secret",
                                 all.event.sampling == privacy::Sampling::Poisson ? "Poisson" : "fixed-size",
                                 all.event.sampleRate);
    caption += fmt::format(", neighbouring relation {}.", privacy::relationName(question.relation));
    if (const auto* bound = all.guaranteed())
        caption += fmt::format(" {} rounds: epsilon {:.4g} ({}).", all.event.count, bound->epsilon,
                               bound->accountant);
    return caption + " Lower is more private.";
}

} // namespace

FigureSpec privacyCurve(const PrivacyAnswer& answer, const std::function<void()>& check)
{
    FigureSpec figure;
    figure.id = "privacy";
    figure.title = "Epsilon against rounds";
    figure.x.label = "rounds";
    figure.left.label = fmt::format("epsilon at delta = {:g}", answer.question.delta);
    figure.x.scale = figure.left.scale = figure::AxisScale::Log;
    const auto& leaked = answer.exposures[static_cast<std::size_t>(Exposure::LeakedUpdates)];
    const auto& all = answer.exposures[static_cast<std::size_t>(Exposure::AllRounds)];
    for (const auto& reading : all.readings)
        if (reading.bound)
            figure.series.push_back(lineOf(reading, all.event, answer.question.delta, check));
    figure.series.push_back(levelOf(leaked, abscissae(all.event.count), answer.question.delta));
    if (const auto* bound = all.guaranteed(); bound && canBeDrawn(bound->epsilon))
        figure.series.push_back(settingOf(*bound, all.event.count));
    std::erase_if(figure.series, [](const Series& series) { return series.points.empty(); });
    for (std::size_t i = 0; i < figure.series.size(); ++i)
        figure.series[i].style = static_cast<int>(i);
    figure.caption = captionOf(answer.question, all);
    return figure;
}

} // namespace undertone::session
