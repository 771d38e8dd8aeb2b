#include "core/representation/Vocabulary.h"

#include <algorithm>
#include <map>

namespace undertone::representation {

Vocabulary::Vocabulary(const std::vector<std::vector<std::string>>& trainingTexts, std::size_t minimumCount)
    : m_words{"<unknown>"}
{
    std::map<std::string, std::size_t> counts;
    for (const auto& text : trainingTexts)
        for (const auto& word : text)
            ++counts[word];
    for (const auto& [word, count] : counts)
        if (count >= minimumCount)
            m_words.push_back(word);
    std::stable_sort(m_words.begin() + 1, m_words.end(),
                     [&](const auto& a, const auto& b) { return counts[a] > counts[b]; });
    for (std::size_t i = 1; i < m_words.size(); ++i)
        m_indices.emplace(m_words[i], i);
}

std::optional<std::size_t> Vocabulary::find(std::string_view word) const
{
    const auto found = m_indices.find(std::string(word));
    return found == m_indices.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::int64_t> Vocabulary::indices(const std::vector<std::string>& text) const
{
    std::vector<std::int64_t> result;
    for (const auto& word : text)
        result.push_back(static_cast<std::int64_t>(find(word).value_or(0)));
    return result;
}

} // namespace undertone::representation
