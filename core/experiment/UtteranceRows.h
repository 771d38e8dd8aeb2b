#pragma once

#include "core/corpus/SpeakerSplit.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <string>
#include <vector>

namespace undertone::experiment {

/// The utterances that take part in a study, one row each: those of its corpora with one of its emotions.
/// What its clients hold is named by rows.
class UtteranceRows
{
public:
    virtual ~UtteranceRows() = default;

    /// What the numbers depend on, but for the rows that something is fitted on.
    virtual const std::string& identity() const = 0;
    /// Index of each row's emotion.
    virtual const std::vector<std::int64_t>& labels() const = 0;
    virtual std::vector<std::int64_t> rowsOf(const std::vector<corpus::UtteranceRef>& utterances) const = 0;
    /// Each row as one vector, normalised: rows x d, float32. A global normalisation is fitted on `fitRows`.
    virtual at::Tensor vectors(const std::vector<std::int64_t>& fitRows) const = 0;
    /// Of the vectors; none where they have no names.
    virtual const std::vector<std::string>& columnNames() const = 0;
};

} // namespace undertone::experiment
