#pragma once

#include "core/experiment/AuditResult.h"
#include "core/experiment/EmbeddingResult.h"
#include "core/experiment/PrivacyResult.h"
#include "core/experiment/Sweep.h"
#include "core/experiment/TrialResult.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace undertone::experiment {

enum class ExperimentState {
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
    Interrupted, ///< its program ended
    Paused,      ///< stopped by the user; it keeps its place in the queue
};
const char* stateName(ExperimentState state);

/// An estimate and its 95 % interval.
struct Interval
{
    double value = 0;
    double low = 0;
    double high = 0;
};

/// Budgets of a row, of the worst client over folds and seeds; none where no budget applies, infinite where
/// nothing stands between the observer and the clients.
struct RowPrivacy
{
    std::optional<double> epsilonNominal;
    std::optional<double> epsilonOneUpdate;
    std::optional<double> epsilonLeaked; ///< of this row's number of leaked updates
    std::optional<double> epsilonAllRounds;
    privacy::Guarantee guarantee = privacy::Guarantee::None;
    std::optional<double> delta; ///< of the accounted epsilons
    std::optional<double> sigma; ///< least deviation of the noise
    bool operator==(const RowPrivacy&) const = default;
};

/// One row of the result table: a cell aggregated over folds and seeds (design: commands' `rows`).
struct ResultRow
{
    SweepPoint sweep;
    std::string federation; ///< algorithm; empty in a study of representations
    std::string attribute;
    /// Of a representation: linear | shallow | deep | kernel | centroid | strongest | linkability.
    std::string attack;
    std::string adversary;
    std::string layer; ///< of a representation: embedding | input
    std::string part;
    attack::LeakedUpdates leakedUpdates = 1;
    Interval attackUar;            ///< Wilson per class on speakers, MOVER
    Interval attackAuc;            ///< over clients, mean over repeats and trials; Newcombe 2006 on speakers
    Interval attackAccuracy;       ///< share of decisions that are right; Wilson on speakers
    std::optional<double> attackP; ///< against chance, adjusted over all cells; set when the study has ended
    std::size_t clients = 0;
    std::size_t speakers = 0;
    std::vector<std::size_t> speakersPerClass; ///< as many as the attribute has values: chance is 1 / that
    Interval serUar;                           ///< bootstrap over speakers, folds and seeds
    Interval serAccuracy;                      ///< with the same bootstrap
    RowPrivacy privacy;
};

/// Utility and rounds of one point of the sweep, over folds and seeds.
struct RoundCurve
{
    SweepPoint sweep;
    std::size_t fold = 0;
    std::uint64_t seed = 0;
    std::vector<federation::RoundRecord> rounds;
};

struct ExperimentSummary
{
    std::string id;
    std::string name;
    ExperimentState state = ExperimentState::Queued;
    std::string created; ///< ISO 8601, UTC
    std::size_t trials = 0;
    std::size_t trialsDone = 0;
    double fraction = 0; ///< of the work
    bool synthetic = false;
    bool starred = false;
    bool deleted = false; ///< in the bin
    std::vector<std::string> tags;
    std::string note;
    std::vector<std::string> corpora;    ///< of the private side
    std::vector<std::string> mechanisms; ///< one, or those that are swept
    std::optional<double> attackUar;     ///< highest of the result's rows, the ceiling's apart
    std::optional<double> serUar;        ///< highest
    std::optional<double> epsilonLow;    ///< least nominal one; may be infinite
    std::optional<double> epsilonHigh;
    bool operator==(const ExperimentSummary&) const = default;
};

/// Everything the figures and tables are built from.
struct ExperimentRecord
{
    ExperimentSummary summary;
    std::string specification; ///< canonical JSON
    std::vector<ResultRow> rows;
    std::vector<RoundCurve> curves;
    std::vector<AuditRow> audits; ///< in the order of the sweep's points
    std::vector<TrialMap> maps;   ///< of representations, in the order of the trials
    std::vector<std::string> warnings;
    std::vector<std::string> emotions;
    double chanceUtility = 0; ///< 1 / emotions
    double chanceAttack = 0;  ///< 1 / values of the attribute
};

} // namespace undertone::experiment
