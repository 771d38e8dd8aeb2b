#include "core/figure/ResultView.h"

#include "core/attack/LayerAliases.h"
#include "core/experiment/SpecNames.h"
#include "core/experiment/StudyWarnings.h"
#include "core/figure/RepresentationView.h"
#include "core/figure/WarningText.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string_view>

namespace undertone::figure {

using experiment::ExperimentRecord;
using experiment::ResultRow;
using experiment::SweepPoint;

namespace {

/// The budget without a defence is the string "inf".
std::optional<double> numberIn(const std::string& json)
{
    const auto value = nlohmann::json::parse(json, nullptr, false);
    if (value == "inf")
        return std::numeric_limits<double>::infinity();
    return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

void collect(std::vector<SweptAxis>& axes, const SweepPoint& point)
{
    for (const auto& [path, value] : point) {
        auto axis = std::find_if(axes.begin(), axes.end(), [&](const auto& a) { return a.path == path; });
        if (axis == axes.end())
            axis = axes.insert(axes.end(), {path, {}, false});
        if (std::find(axis->values.begin(), axis->values.end(), value) == axis->values.end())
            axis->values.push_back(value);
    }
}

/// Settings of a row that may tell it apart, and the path that sweeps each.
std::vector<std::pair<std::string, std::string>> settings(const ResultRow& row)
{
    return {{"federation.algorithm", row.federation},
            {"attribute", row.attribute},
            {"attack.kind", isLeadingAttacker(row) ? std::string() : row.attack},
            {"attack.adversary", row.adversary},
            {"attack.parts", row.part}};
}

std::string joined(const std::vector<std::string>& parts, const std::string& separator)
{
    return fmt::format("{}", fmt::join(parts, separator));
}

} // namespace

std::vector<SweptAxis> sweptAxes(const ExperimentRecord& record)
{
    std::vector<SweptAxis> axes;
    for (const auto& row : record.rows)
        collect(axes, row.sweep);
    for (const auto& curve : record.curves)
        collect(axes, curve.sweep);
    for (const auto& audit : record.audits)
        collect(axes, audit.sweep);
    for (auto& axis : axes) {
        axis.numeric = std::all_of(axis.values.begin(), axis.values.end(),
                                   [](const auto& value) { return numberIn(value).has_value(); });
        if (axis.numeric)
            std::stable_sort(axis.values.begin(), axis.values.end(),
                             [](const auto& a, const auto& b) { return *numberIn(a) < *numberIn(b); });
    }
    return axes;
}

ExperimentRecord inSweepOrder(const ExperimentRecord& record)
{
    const auto axes = sweptAxes(record);
    const auto place = [&](const SweepPoint& point) {
        std::vector<std::ptrdiff_t> places;
        for (const auto& axis : axes)
            places.push_back(std::find(axis.values.begin(), axis.values.end(), valueAt(point, axis.path)) -
                             axis.values.begin());
        return places;
    };
    const auto before = [&](const auto& a, const auto& b) { return place(a.sweep) < place(b.sweep); };
    ExperimentRecord ordered = record;
    std::stable_sort(ordered.rows.begin(), ordered.rows.end(), before);
    std::stable_sort(ordered.curves.begin(), ordered.curves.end(), before);
    std::stable_sort(ordered.audits.begin(), ordered.audits.end(), before);
    return ordered;
}

std::string valueAt(const SweepPoint& point, const std::string& path)
{
    for (const auto& [name, value] : point)
        if (name == path)
            return value;
    return {};
}

std::string pathWords(const std::string& path)
{
    std::string words = path.substr(path.rfind('.') + 1);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

namespace {

/// "udp, epsilon 10" of a section that is swept as a whole.
std::string sectionWords(const nlohmann::ordered_json& section)
{
    std::vector<std::string> words;
    for (const auto& [key, value] : section.items()) {
        const auto text = valueWords(value.dump());
        words.push_back(value.is_string() && key != "epsilon" ? text : pathWords(key) + " " + text);
    }
    return joined(words, ", ");
}

} // namespace

std::string valueWords(const std::string& json)
{
    const auto value = nlohmann::ordered_json::parse(json, nullptr, false);
    if (value.is_object())
        return sectionWords(value);
    if (!value.is_array())
        return value.is_string() ? value.get<std::string>() : json;
    std::vector<std::string> words;
    for (const auto& element : value)
        words.push_back(valueWords(element.dump()));
    return joined(words, " + ");
}

std::string settingWords(const std::string& path, const std::string& json)
{
    if (json == "\"inf\"")
        return "no noise";
    const bool speaksForItself = json.starts_with('"') || json.starts_with('{') || json.starts_with("[\"");
    return speaksForItself ? valueWords(json) : pathWords(path) + " " + valueWords(json);
}

std::string leakedWords(attack::LeakedUpdates n)
{
    return n == attack::allUpdates ? "all" : std::to_string(n);
}

bool hasAttack(const ResultRow& row)
{
    return !row.attack.empty();
}

std::vector<attack::LeakedUpdates> leakedUpdates(const std::vector<ResultRow>& rows)
{
    std::set<attack::LeakedUpdates> found;
    for (const auto& row : rows)
        if (hasAttack(row))
            found.insert(row.leakedUpdates);
    std::vector<attack::LeakedUpdates> ordered(found.begin(), found.end());
    std::stable_partition(ordered.begin(), ordered.end(), [](auto n) { return n != attack::allUpdates; });
    return ordered;
}

namespace {

constexpr std::string_view familyOpening = "first[";

bool isCeiling(const ResultRow& row)
{
    return row.attack == experiment::attackKindName(attack::AttackKind::Data) || row.layer == "input";
}

/// Leaves the rows whose field is `wanted`, or else as in the first row.
template <typename Field>
void keep(std::vector<ResultRow>& rows, Field field, std::string wanted)
{
    if (std::none_of(rows.begin(), rows.end(), [&](const auto& row) { return field(row) == wanted; }))
        wanted = field(rows.front());
    std::erase_if(rows, [&](const auto& row) { return field(row) != wanted; });
}

void keepLeadingAttackers(std::vector<ResultRow>& rows)
{
    if (std::any_of(rows.begin(), rows.end(), isLeadingAttacker))
        std::erase_if(rows, [](const auto& row) { return !isLeadingAttacker(row); });
}

std::vector<ResultRow> leadingRowsOf(std::vector<ResultRow> rowsOfPoint)
{
    auto rows = attackedRows(rowsOfPoint);
    if (rows.empty())
        return rowsOfPoint;
    const auto layerOf = [](const auto& row) { return row.layer; };
    const bool hasAdversary = std::any_of(
        rows.begin(), rows.end(), [](const auto& row) { return row.layer == attack::adversaryLayer; });
    keep(rows, layerOf, hasAdversary ? attack::adversaryLayer : "first");
    keep(
        rows, [](const auto& row) { return row.part; }, "both");
    keepLeadingAttackers(rows);
    return rows;
}

/// The most that an attack on the attribute has.
attack::LeakedUpdates mostUpdates(std::vector<ResultRow> rows, const std::string& attribute)
{
    std::erase_if(rows, [&](const auto& row) { return row.attribute != attribute; });
    return leakedUpdates(rows).back();
}

bool sameLeak(const ResultRow& a, const ResultRow& b)
{
    return a.attribute == b.attribute && a.attackUar.value == b.attackUar.value &&
           a.attackUar.low == b.attackUar.low && a.attackUar.high == b.attackUar.high;
}

} // namespace

std::string familyOf(const ResultRow& row)
{
    if (!row.layer.starts_with(familyOpening))
        return {};
    return row.layer.substr(familyOpening.size(), row.layer.size() - familyOpening.size() - 1);
}

std::vector<ResultRow> attackedRows(const std::vector<ResultRow>& rows)
{
    std::vector<ResultRow> attacked;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(attacked),
                 [](const auto& row) { return hasAttack(row) && familyOf(row).empty(); });
    if (!std::all_of(attacked.begin(), attacked.end(), isCeiling))
        std::erase_if(attacked, isCeiling);
    return attacked;
}

std::vector<ResultRow> leadingRows(const ExperimentRecord& record)
{
    std::vector<SweepPoint> points;
    for (const auto& row : record.rows)
        if (std::find(points.begin(), points.end(), row.sweep) == points.end())
            points.push_back(row.sweep);
    std::vector<ResultRow> leading;
    for (const auto& point : points) {
        std::vector<ResultRow> rows;
        std::copy_if(record.rows.begin(), record.rows.end(), std::back_inserter(rows),
                     [&](const auto& row) { return row.sweep == point; });
        rows = leadingRowsOf(std::move(rows));
        leading.insert(leading.end(), rows.begin(), rows.end());
    }
    return leading;
}

std::vector<ResultRow> ceilingRows(const ExperimentRecord& record)
{
    std::vector<ResultRow> found;
    const auto isNew = [&](const auto& row) {
        return std::none_of(found.begin(), found.end(), [&](const auto& f) { return sameLeak(f, row); });
    };
    const auto attacked = attackedRows(record.rows);
    if (std::all_of(attacked.begin(), attacked.end(), isCeiling))
        return {};
    const bool ofInput = std::all_of(attacked.begin(), attacked.end(), isOnRepresentation);
    auto rows = record.rows;
    std::erase_if(rows,
                  [&](const auto& row) { return !isCeiling(row) || isOnRepresentation(row) != ofInput; });
    keepLeadingAttackers(rows);
    for (const auto& row : rows)
        if (row.leakedUpdates == mostUpdates(rows, row.attribute) && isNew(row))
            found.push_back(row);
    return found;
}

RowNaming::RowNaming(const std::vector<ResultRow>& rows, const std::string& leftOutPath)
{
    if (rows.empty())
        return;
    std::vector<SweptAxis> axes;
    for (const auto& row : rows)
        collect(axes, row.sweep);
    for (const auto& axis : axes)
        if (axis.path != leftOutPath && axis.values.size() > 1)
            m_paths.push_back(axis.path);
    std::map<std::string, std::set<std::string>> values; // of what is not swept
    for (const auto& row : rows)
        for (const auto& [path, value] : settings(row))
            if (!value.empty() &&
                std::none_of(axes.begin(), axes.end(), [&](const auto& axis) { return axis.path == path; }))
                values[path].insert(value);
    for (const auto& [path, value] : settings(rows.front()))
        m_differs.push_back(values[path].size() > 1);
    for (const auto& row : rows)
        if (const auto text = name(row); std::find(m_names.begin(), m_names.end(), text) == m_names.end())
            m_names.push_back(text);
}

std::vector<std::string> RowNaming::parts(const ResultRow& row) const
{
    std::vector<std::string> words;
    for (const auto& path : m_paths)
        words.push_back(settingWords(path, valueAt(row.sweep, path)));
    const auto own = settings(row);
    for (std::size_t i = 0; i < own.size(); ++i)
        if (m_differs[i] && !own[i].second.empty())
            words.push_back(own[i].second);
    return words;
}

std::string RowNaming::name(const ResultRow& row) const
{
    return joined(parts(row), ", ");
}

std::string intervalWords(const experiment::Interval& interval)
{
    return fmt::format("{:.3f} ({:.3f} to {:.3f})", interval.value, interval.low, interval.high);
}

std::string attributeWords(const std::vector<ResultRow>& rows)
{
    std::set<std::string> attributes;
    for (const auto& row : rows)
        attributes.insert(row.attribute);
    return joined({attributes.begin(), attributes.end()}, " and ");
}

std::string settingWords(const std::vector<ResultRow>& rows)
{
    const auto shared = [&](auto field) {
        std::set<std::string> values;
        for (const auto& row : rows)
            if (!field(row).empty())
                values.insert(field(row));
        return values.size() == 1 ? *values.begin() : std::string();
    };
    std::vector<std::string> words;
    const auto kind = shared([](const auto& row) { return row.attack; });
    const auto layer = shared([](const auto& row) { return row.layer; });
    words.push_back((kind.empty() ? "attack" : kind + " attack") +
                    (layer.empty()          ? ""
                     : layer == "fusion"    ? " on all layers fused"
                     : layer == "embedding" ? " on frozen embeddings"
                                            : " on the " + layer + " layer"));
    if (const auto adversary = shared([](const auto& row) { return row.adversary; }); !adversary.empty())
        words.push_back(adversary + " adversary");
    if (const auto federation = shared([](const auto& row) { return row.federation; }); !federation.empty())
        words.push_back(federation);
    if (const auto attribute = attributeWords(rows); !attribute.empty())
        words.push_back(attribute);
    return joined(words, ", ");
}

std::string speakerWords(const ResultRow& row)
{
    if (row.speakersPerClass.size() < 2)
        return fmt::format("{} speakers", row.speakers);
    return fmt::format("{} speakers ({})", row.speakers, fmt::join(row.speakersPerClass, " + "));
}

std::string basisWords(const std::vector<ResultRow>& rows)
{
    const auto attacked = std::find_if(rows.begin(), rows.end(), hasAttack);
    return (attacked == rows.end() ? "" : speakerWords(*attacked) + "; ") + "95 % intervals over speakers";
}

std::string ceilingWords(const ExperimentRecord& record)
{
    const auto rows = ceilingRows(record);
    const RowNaming naming(rows);
    std::string words;
    for (const auto& row : rows)
        words += fmt::format(" {}{}: {}.", isOnRepresentation(row) ? "Raw input" : "Data, no federation",
                             naming.name(row).empty() ? "" : ", " + naming.name(row),
                             intervalWords(row.attackUar));
    return words;
}

namespace {

std::vector<std::string> sweepLines(const ResultRow& row)
{
    std::vector<std::string> lines;
    for (const auto& [path, value] : row.sweep)
        lines.push_back(pathWords(path) + " " + valueWords(value));
    return lines;
}

} // namespace

std::string attackDetail(const ResultRow& row)
{
    std::vector<std::string> lines = {"attack UAR " + intervalWords(row.attackUar),
                                      "95 % interval over speakers (Wilson, MOVER)",
                                      "AUC " + intervalWords(row.attackAuc),
                                      fmt::format("n = {}, layer {}, {}, {}", leakedWords(row.leakedUpdates),
                                                  row.layer, row.part, row.attack)};
    if (row.attackP)
        lines.push_back(fmt::format("p = {:.3g} against chance, adjusted over all cells", *row.attackP));
    lines.push_back(fmt::format("{}, {} clients", speakerWords(row), row.clients));
    for (const auto& line : sweepLines(row))
        lines.push_back(line);
    return joined(lines, "\n");
}

std::string utilityDetail(const ResultRow& row)
{
    std::vector<std::string> lines = {"SER UAR " + intervalWords(row.serUar),
                                      "95 % interval over speakers (bootstrap)",
                                      "accuracy " + intervalWords(row.serAccuracy)};
    for (const auto& line : sweepLines(row))
        lines.push_back(line);
    return joined(lines, "\n");
}

namespace {

bool isIn(const std::vector<std::string>& warnings, const std::string& warning)
{
    return std::find(warnings.begin(), warnings.end(), warning) != warnings.end();
}

/// The engine says the same of a study that it ran.
std::vector<std::string> warningsOfRows(const ExperimentRecord& record)
{
    std::map<std::string, std::size_t> smallest;
    for (const auto& row : record.rows)
        for (const auto speakers : row.speakersPerClass) {
            auto& known = smallest.try_emplace(row.attribute, speakers).first->second;
            known = std::min(known, speakers);
        }
    std::vector<std::string> warnings;
    if (record.summary.synthetic)
        warnings.push_back(experiment::syntheticSpeechWarning());
    for (const auto& [attribute, speakers] : smallest)
        if (speakers < experiment::fewSpeakers)
            warnings.push_back(experiment::fewSpeakersWarning("private", attribute, speakers));
    return warnings;
}

} // namespace

std::vector<std::string> warningsOf(const ExperimentRecord& record)
{
    auto warnings = warningsOfRows(record);
    const auto& summary = record.summary;
    if (summary.state != experiment::ExperimentState::Succeeded)
        warnings.push_back(fmt::format("Partial results: the study is {}, {} of {} trials are done.",
                                       experiment::stateName(summary.state), summary.trialsDone,
                                       summary.trials));
    for (const auto& warning : record.warnings)
        if (!isIn(warnings, warning))
            warnings.push_back(warning);
    return merged(warnings);
}

std::vector<std::string> briefWarningsOf(const ExperimentRecord& record)
{
    return firstSentences(warningsOf(record));
}

std::string trialWords(const ExperimentRecord& record, const SweepPoint& point)
{
    std::size_t trials = 0;
    std::set<std::size_t> folds;
    std::set<std::uint64_t> seeds;
    for (const auto& curve : record.curves)
        if (curve.sweep == point) {
            ++trials;
            folds.insert(curve.fold);
            seeds.insert(curve.seed);
        }
    if (trials == 0)
        return {};
    return trials == 1 ? "\n1 trial"
                       : fmt::format("\n{} trials: {} folds, {} seeds", trials, folds.size(), seeds.size());
}

} // namespace undertone::figure
