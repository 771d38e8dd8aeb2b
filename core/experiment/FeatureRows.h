#pragma once

#include "core/base/Progress.h"
#include "core/experiment/ExperimentSpec.h"
#include "core/experiment/UtteranceRows.h"
#include "core/features/FeatureCache.h"
#include "core/features/FeatureMatrix.h"
#include "core/features/Normalizer.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace undertone::experiment {

/// The features of every utterance that can take part in a study: those of its corpora with one of its
/// emotions. Shared by the federations of a study, never written after it is made.
class FeatureRows final : public UtteranceRows
{
public:
    /// `matrices[i]` has a row for each utterance of corpora[i]; only the corpora of `used` are looked at.
    FeatureRows(const std::vector<corpus::Corpus>& corpora, const std::vector<std::uint32_t>& used,
                const std::map<std::uint32_t, features::FeatureMatrix>& matrices,
                const std::vector<std::string>& emotions, features::Normalization normalization,
                std::string identity);

    const std::string& identity() const override { return m_identity; }
    const std::vector<std::string>& columnNames() const override { return m_matrix.names; }
    /// All rows, normalised but for a global normalisation.
    const features::FeatureMatrix& matrix() const { return m_matrix; }
    std::int64_t columns() const { return static_cast<std::int64_t>(m_matrix.columns()); }
    const std::vector<std::int64_t>& labels() const override { return m_labels; }
    std::vector<std::int64_t> rowsOf(const std::vector<corpus::UtteranceRef>& utterances) const override;
    at::Tensor vectors(const std::vector<std::int64_t>& fitRows) const override;

private:
    features::FeatureMatrix m_matrix; ///< normalised but for `Global`
    features::Normalization m_normalization;
    std::string m_identity;
    std::vector<std::int64_t> m_labels;
    std::vector<std::size_t> m_speakerOfRow;
    std::map<corpus::UtteranceRef, std::int64_t> m_rowOf;
};

/// Reads every feature table that the trials of a study need, once, and hands out the rows they share.
class FeatureLibrary
{
public:
    FeatureLibrary(const std::vector<corpus::Corpus>& corpora, features::FeatureCache& cache,
                   base::Progress& progress, unsigned workers);

    /// Indices of the corpora. @throws Error NotFound that names the corpora of the study.
    std::vector<std::uint32_t> indicesOf(const std::vector<std::string>& names) const;
    /// Indices of the corpora of both sides, sorted.
    std::vector<std::uint32_t> usedBy(const ExperimentSpec& spec) const;
    /// @throws what features::extractFeatures() does; Error InvalidRequest when the tables of two corpora
    /// differ in their columns.
    std::shared_ptr<const FeatureRows> rows(const ExperimentSpec& spec);

private:
    const features::FeatureMatrix& matrix(std::uint32_t corpus, const std::string& set);
    void requireSameColumns(const std::vector<std::uint32_t>& used, const std::string& set) const;

    const std::vector<corpus::Corpus>& m_corpora;
    features::FeatureCache& m_cache;
    base::Progress& m_progress;
    unsigned m_workers;
    std::map<std::string, std::map<std::uint32_t, features::FeatureMatrix>> m_matrices; ///< by set
    std::map<std::string, std::shared_ptr<const FeatureRows>> m_rows;                   ///< by identity
};

} // namespace undertone::experiment
