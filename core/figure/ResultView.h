#pragma once

#include "core/experiment/ExperimentResult.h"

#include <string>
#include <vector>

namespace undertone::figure {

/// A swept path and the distinct values it takes (JSON texts): numbers ascending ("inf" is one), others as
/// they come.
struct SweptAxis
{
    std::string path;
    std::vector<std::string> values;
    bool numeric = false;
};

std::vector<SweptAxis> sweptAxes(const experiment::ExperimentRecord& record);
/// The record with its rows and curves in the order of the swept values, however they came.
experiment::ExperimentRecord inSweepOrder(const experiment::ExperimentRecord& record);
/// The JSON text of the path's value at a point, "" when the point has none.
std::string valueAt(const experiment::SweepPoint& point, const std::string& path);

/// "model.dropout" -> "dropout", "federation.client_fraction" -> "client fraction".
std::string pathWords(const std::string& path);
/// A JSON text for readers: strings without quotes, lists as "acoustic + text".
std::string valueWords(const std::string& json);
/// "dropout 0.2" of a swept path and its value; names, lists of names and sections speak for themselves.
std::string settingWords(const std::string& path, const std::string& json);
/// "1", "10", "all".
std::string leakedWords(attack::LeakedUpdates n);
/// A row of a study without an attack, or of a point whose attack has not ended, tells of utility alone.
bool hasAttack(const experiment::ResultRow& row);
/// Numbers of leaked updates in the rows with an attack, ascending, all last.
std::vector<attack::LeakedUpdates> leakedUpdates(const std::vector<experiment::ResultRow>& rows);

/// The family of features that a row's attack is restricted to (layer "first[f0]": "f0"); "" for none.
std::string familyOf(const experiment::ResultRow& row);
/// The rows of attacks on whole layers' updates and on embeddings; where nothing else was attacked, those of
/// the `data` ceiling or of the raw input.
std::vector<experiment::ResultRow> attackedRows(const std::vector<experiment::ResultRow>& rows);
/// Of each point of the sweep the rows of the layer that stands for the attack: "first", or the first there
/// is; of one part: "both", or the first there is. A point without an attack gives the row of its utility.
std::vector<experiment::ResultRow> leadingRows(const experiment::ExperimentRecord& record);
/// The `data` ceilings that stand beside attacks on updates, equal ones once; beside attacks on embeddings
/// the strongest attackers of the raw input, at the most utterances.
std::vector<experiment::ResultRow> ceilingRows(const experiment::ExperimentRecord& record);

/// Names what tells rows apart: swept values and settings that differ among them. What a row does not have,
/// as one without an attack, does not differ.
class RowNaming
{
public:
    RowNaming(const std::vector<experiment::ResultRow>& rows, const std::string& leftOutPath = {});
    /// Such as "dropout 0.2, cnn"; "" when all rows are alike.
    std::string name(const experiment::ResultRow& row) const;
    /// Distinct names in order of first appearance.
    const std::vector<std::string>& names() const { return m_names; }

private:
    std::vector<std::string> parts(const experiment::ResultRow& row) const;

    std::vector<std::string> m_paths;
    std::vector<bool> m_differs;
    std::vector<std::string> m_names;
};

/// "0.958 (0.911 to 0.981)".
std::string intervalWords(const experiment::Interval& interval);
/// "second-moment attack on the first layer, clean adversary, fedavg, gender": what all the rows share.
std::string settingWords(const std::vector<experiment::ResultRow>& rows);
/// The attributes that were inferred: "gender", "age and gender".
std::string attributeWords(const std::vector<experiment::ResultRow>& rows);
/// Hover text of an attack's cell.
std::string attackDetail(const experiment::ResultRow& row);
std::string utilityDetail(const experiment::ResultRow& row);
/// "24 speakers (12 + 12)".
std::string speakerWords(const experiment::ResultRow& row);
/// Of the first row with an attack: "24 speakers (12 + 12); 95 % intervals over speakers".
std::string basisWords(const std::vector<experiment::ResultRow>& rows);
/// " Data, no federation: 0.988 (0.911 to 0.998)." for each of ceilingRows(); "" without any.
std::string ceilingWords(const experiment::ExperimentRecord& record);

/// What must be printed under everything that shows the record: synthetic speech, few speakers, partial
/// results, and the record's own warnings; those that differ in their numbers alone as one.
std::vector<std::string> warningsOf(const experiment::ExperimentRecord& record);
/// The same under a figure: what is wrong, without what to do about it.
std::vector<std::string> briefWarningsOf(const experiment::ExperimentRecord& record);
/// A line of hover text, after a line break: "8 trials: 4 folds, 2 seeds"; "" when none is known.
std::string trialWords(const experiment::ExperimentRecord& record, const experiment::SweepPoint& point);

} // namespace undertone::figure
