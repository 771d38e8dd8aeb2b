#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace undertone::representation {

/// The words that an encoder knows, each with an index; index 0 stands for every other word.
class Vocabulary
{
public:
    /// The words that occur at least `minimumCount` times (1 or more) in the texts, most frequent first,
    /// equals in the order of their bytes. Only texts of training rows may be given: the words of others are
    /// unseen.
    explicit Vocabulary(const std::vector<std::vector<std::string>>& trainingTexts, std::size_t minimumCount);

    /// [0] is "<unknown>", which no text can hold as a word.
    const std::vector<std::string>& words() const { return m_words; }
    std::size_t size() const { return m_words.size(); }
    std::optional<std::size_t> find(std::string_view word) const;
    /// Of each word its index, 0 for a word that is not known.
    std::vector<std::int64_t> indices(const std::vector<std::string>& text) const;

private:
    std::vector<std::string> m_words;
    std::unordered_map<std::string, std::size_t> m_indices;
};

} // namespace undertone::representation
