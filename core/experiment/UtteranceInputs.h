#pragma once

#include "core/base/Progress.h"
#include "core/experiment/FeatureRows.h"
#include "core/representation/EncoderExport.h"
#include "core/representation/InputTable.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace undertone::experiment {

/// The utterances of a study of representations, those of its private corpora with one of its emotions, and
/// what its encoders may read of them. Shared by its trials and never written after it is made.
class UtteranceInputs
{
public:
    std::size_t rows() const { return m_refs.size(); }
    /// What the numbers depend on, but for the rows that something is fitted on.
    const std::string& identity() const { return m_identity; }
    const corpus::Corpus& corpusOf(std::size_t row) const { return (*m_corpora)[m_refs[row].corpus]; }
    const corpus::Utterance& utterance(std::size_t row) const
    {
        return corpusOf(row).utterances[m_refs[row].utterance];
    }
    /// In the order in which they first appear, with the utterances that take part; no attribute.
    const std::vector<corpus::Speaker>& speakers() const { return m_speakers; }
    const std::vector<std::size_t>& speakerOfRow() const { return m_speakerOfRow; }
    /// Index of the row's emotion.
    const std::vector<std::int64_t>& emotions() const { return m_emotions; }
    /// Frames of all utterances; 0 when none are read.
    std::size_t frameCount() const;

    /// The inputs alone, without labels. A global normalisation and a learned vocabulary are fitted on
    /// `fitRows`.
    representation::InputTable table(const std::vector<std::int64_t>& fitRows) const;
    /// Each row as one vector, without any encoder: mean and deviation of the frames over time; the mean word
    /// vector, or the shares of the most frequent words where word vectors are learned; the row of features.
    /// rows x d, float32.
    at::Tensor vectors(const std::vector<std::int64_t>& fitRows) const;

    /// Of frames and of features, as table() of the same rows applies them.
    std::pair<representation::InputNormalizer, representation::InputNormalizer>
    normalizers(const std::vector<std::int64_t>& fitRows) const;

private:
    friend class InputLibrary;

    void readFrames(features::FeatureCache& cache);
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

    /// @throws Error InvalidRequest when a corpus cannot give an input: transcripts alone and frames, or rows
    /// without a transcript (names corpus, count and first row); what reading audio, tables and word vectors
    /// throws.
    std::shared_ptr<const UtteranceInputs> inputs(const ExperimentSpec& spec);

private:
    std::shared_ptr<UtteranceInputs> selected(const std::vector<std::uint32_t>& used,
                                              const ExperimentSpec& spec) const;
    std::string identityOf(const std::vector<std::uint32_t>& used, const ExperimentSpec& spec);
    void read(UtteranceInputs& inputs, const std::vector<std::uint32_t>& used, const ExperimentSpec& spec);

    const std::vector<corpus::Corpus>& m_corpora;
    features::FeatureCache& m_cache;
    base::Progress& m_progress;
    unsigned m_workers;
    FeatureLibrary m_features;
    std::map<std::string, std::shared_ptr<const UtteranceInputs>> m_inputs; ///< by identity
};

} // namespace undertone::experiment
