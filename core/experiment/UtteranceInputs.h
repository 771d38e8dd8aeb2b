#pragma once

#include "core/base/Progress.h"
#include "core/experiment/FeatureRows.h"
#include "core/experiment/UtteranceRows.h"
#include "core/representation/EncoderExport.h"
#include "core/representation/InputTable.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace undertone::experiment {

/// What the encoders of a study may read of its utterances. Shared by its trials and never written after it
/// is made.
class UtteranceInputs final : public UtteranceRows
{
public:
    std::size_t rows() const { return m_refs.size(); }
    const std::string& identity() const override { return m_identity; }
    const corpus::Corpus& corpusOf(std::size_t row) const { return (*m_corpora)[m_refs[row].corpus]; }
    const corpus::Utterance& utterance(std::size_t row) const
    {
        return corpusOf(row).utterances[m_refs[row].utterance];
    }
    /// In the order in which they first appear, with the utterances that take part; no attribute.
    const std::vector<corpus::Speaker>& speakers() const { return m_speakers; }
    const std::vector<std::size_t>& speakerOfRow() const { return m_speakerOfRow; }
    const std::vector<std::int64_t>& labels() const override { return m_emotions; }
    std::vector<std::int64_t> rowsOf(const std::vector<corpus::UtteranceRef>& utterances) const override;
    /// Frames of all utterances; 0 when none are read.
    std::size_t frameCount() const;

    /// The inputs alone, without labels. A global normalisation and a learned vocabulary are fitted on
    /// `fitRows`.
    representation::InputTable table(const std::vector<std::int64_t>& fitRows) const;
    /// Each row as one vector, without any encoder: mean and deviation of the frames over time; the mean word
    /// vector, or the shares of the most frequent words where word vectors are learned; the row of features.
    at::Tensor vectors(const std::vector<std::int64_t>& fitRows) const override;
    const std::vector<std::string>& columnNames() const override;
    /// One row of zeros, on which the shape of a model depends where no vocabulary is learned.
    representation::InputTable shapes() const;

    /// Of frames and of features, as table() of the same rows applies them; none of an input that is not
    /// read.
    std::pair<representation::InputNormalizer, representation::InputNormalizer>
    normalizers(const std::vector<std::int64_t>& fitRows) const;

private:
    friend class InputLibrary;

    /// @throws Cancelled between utterances.
    void readFrames(features::FeatureCache& cache, const base::Progress& progress);
    void readWords(const std::string& vectorFile, base::Progress& progress);
    std::vector<at::Tensor> normalisedFrames(const std::vector<std::int64_t>& fitRows) const;
    void addTokens(representation::InputTable& table, const std::vector<std::int64_t>& fitRows) const;

    const std::vector<corpus::Corpus>* m_corpora = nullptr;
    std::string m_identity;
    features::Normalization m_normalization = features::Normalization::Speaker;
    std::vector<corpus::UtteranceRef> m_refs;
    std::vector<corpus::Speaker> m_speakers;
    std::vector<std::size_t> m_speakerOfRow;
    std::vector<std::int64_t> m_emotions;
    std::vector<at::Tensor> m_frames; ///< normalised but for `Global`
    std::vector<std::vector<std::string>> m_words;
    std::vector<std::string> m_vocabulary; ///< of a file's word vectors
    std::vector<std::vector<std::int64_t>> m_tokens;
    at::Tensor m_wordVectors;
    std::shared_ptr<const FeatureRows> m_features;
};

/// Reads what the trials of a study need, once.
class InputLibrary
{
public:
    InputLibrary(const std::vector<corpus::Corpus>& corpora, features::FeatureCache& cache,
                 base::Progress& progress, unsigned workers);

    const FeatureLibrary& features() const { return m_features; }
    /// What a study's clients hold: features, or what an encoder reads.
    std::shared_ptr<const UtteranceRows> rows(const ExperimentSpec& spec);
    /// Of the corpora of both sides.
    /// @throws Error InvalidRequest when a corpus cannot give an input: transcripts alone and frames, or rows
    /// without a transcript (names corpus, count and first row); what reading audio, tables and word vectors
    /// throws.
    std::shared_ptr<const UtteranceInputs> inputs(const ExperimentSpec& spec);

private:
    std::shared_ptr<UtteranceInputs> selected(const std::vector<std::uint32_t>& used,
                                              const ExperimentSpec& spec) const;
    const std::string& hashOf(const std::string& file);
    std::string identityOf(const std::vector<std::uint32_t>& used, const ExperimentSpec& spec);
    void read(UtteranceInputs& inputs, const std::vector<std::uint32_t>& used, const ExperimentSpec& spec);

    const std::vector<corpus::Corpus>& m_corpora;
    features::FeatureCache& m_cache;
    base::Progress& m_progress;
    unsigned m_workers;
    FeatureLibrary m_features;
    std::map<std::string, std::shared_ptr<const UtteranceInputs>> m_inputs; ///< by identity
    std::map<std::string, std::string> m_hashes;                            ///< of files, by path
};

} // namespace undertone::experiment
