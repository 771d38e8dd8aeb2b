#include "core/figure/Figures.h"
#include "core/figure/RepresentationView.h"
#include "core/figure/ResultView.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace undertone::figure {

using experiment::ExperimentRecord;

namespace {

std::string noteOn(const std::vector<attack::LeakedUpdates>& counts)
{
    std::vector<std::string> read;
    for (const auto n : counts)
        read.push_back(n == 1 ? std::string("one utterance") : leakedWords(n) + " utterances of a speaker");
    return fmt::format(
        "Attackers: fresh ones on the frozen embeddings of {}; the strongest on held-out speakers "
        "is shown.",
        fmt::join(read, " or "));
}

} // namespace

FigureSpec representationFigure(const ExperimentRecord& record)
{
    auto shown = representationsOf(record);
    if (std::none_of(shown.rows.begin(), shown.rows.end(), isOnRepresentation))
        shown.rows.clear();
    const auto counts = leakedUpdates(shown.rows);
    TradeoffOptions options;
    if (counts.size() == 1)
        options.onlyLeaked = counts.front();
    auto figure = tradeoffFigure(shown, options);
    figure.id = "representation";
    figure.title = "Representation";
    figure.warnings = briefWarningsOf(record);
    if (figure.series.empty())
        return figure;
    if (const auto attributes = attributeWords(attackedRows(shown.rows));
        attributes.find(" and ") == std::string::npos)
        figure.right->label += fmt::format(" ({})", attributes);
    figure.notes.push_back(noteOn(counts));
    return figure;
}

} // namespace undertone::figure
