#include "core/store/SearchWords.h"

#include <algorithm>
#include <cctype>

namespace undertone::store {

namespace {

/// Whether the index has a word for it: punctuation alone is none.
bool isSearchable(const std::string& phrase)
{
    return std::any_of(phrase.begin(), phrase.end(),
                       [](unsigned char c) { return std::isalnum(c) != 0 || c >= 0x80; });
}

void add(std::string& query, std::string& phrase, const char* end)
{
    if (isSearchable(phrase))
        query += (query.empty() ? "\"" : " \"") + phrase + end;
    phrase.clear();
}

} // namespace

std::string searchWords(std::string_view text)
{
    std::string query;
    std::string phrase;
    bool isQuoted = false;
    for (const char c : text) {
        if (c == '"') {
            add(query, phrase, isQuoted ? "\"" : "\"*");
            isQuoted = !isQuoted;
        } else if (c == '\0' || (!isQuoted && (c == ' ' || c == '\t' || c == '\n' || c == '\r'))) {
            add(query, phrase, "\"*");
        } else {
            phrase += c;
        }
    }
    add(query, phrase, "\"*"); // a quote that is not closed yet is being typed
    return query;
}

} // namespace undertone::store
