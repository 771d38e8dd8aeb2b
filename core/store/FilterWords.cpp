#include "core/store/FilterWords.h"

#include "core/experiment/ExperimentResult.h"
#include "core/experiment/SpecKeys.h"
#include "core/experiment/SpecNames.h"

#include <algorithm>
#include <cctype>
#include <limits>

namespace undertone::store {

namespace {

FilterWord studyWord(const char* name, FilterType type)
{
    return {name, type, std::string("e.") + name, false, {}};
}

FilterWord rowWord(const std::string& name, FilterType type)
{
    return {name, type, "l." + name, true, {}};
}

FilterWord factWord(const char* name)
{
    return {name,
            FilterType::Texts,
            std::string("SELECT value FROM study_fact WHERE kind = '") + name + "' AND experiment = e.number",
            false,
            {}};
}

std::vector<std::string> stateNames()
{
    using enum experiment::ExperimentState;
    std::vector<std::string> names;
    for (const auto state : {Queued, Running, Paused, Succeeded, Failed, Cancelled, Interrupted})
        names.emplace_back(experiment::stateName(state));
    return names;
}

std::vector<std::string> guarantees()
{
    std::vector<std::string> names;
    for (const auto& entry : experiment::guaranteeNames())
        names.emplace_back(entry.name);
    return names;
}

void addStudyWords(std::vector<FilterWord>& words)
{
    words.push_back(studyWord("name", FilterType::Text));
    words.push_back(studyWord("id", FilterType::Text));
    words.push_back(
        {"note", FilterType::Text, "(SELECT text FROM note WHERE experiment = e.number)", false, {}});
    words.push_back(
        {"tag", FilterType::Texts, "SELECT tag AS value FROM tag WHERE experiment = e.number", false, {}});
    words.push_back(studyWord("starred", FilterType::Flag));
    words.push_back(studyWord("synthetic", FilterType::Flag));
    words.push_back({"state", FilterType::Choice, "e.state", false, stateNames()});
    words.push_back(studyWord("created", FilterType::Date));
    words.push_back(studyWord("trials", FilterType::Number));
    words.push_back({"trials_done",
                     FilterType::Number,
                     "(SELECT COUNT(*) FROM trial WHERE experiment = e.number AND finished = 1)",
                     false,
                     {}});
    for (const char* fact : {"corpus", "shadow", "mechanism", "federation", "attribute", "features"})
        words.push_back(factWord(fact));
}

void addRowWords(std::vector<FilterWord>& words)
{
    for (const char* value : {"attack_uar", "attack_auc", "attack_accuracy", "ser_uar", "ser_accuracy"})
        for (const char* end : {"", "_low", "_high"})
            words.push_back(rowWord(std::string(value) + end, FilterType::Number));
    words.push_back({"epsilon", FilterType::Number, "l.epsilon_nominal", true, {}});
    for (const char* number : {"attack_p", "epsilon_nominal", "epsilon_one_update", "epsilon_leaked",
                               "epsilon_all_rounds", "delta", "sigma", "clients", "speakers"})
        words.push_back(rowWord(number, FilterType::Number));
    words.push_back({"guarantee", FilterType::Choice, "l.guarantee", true, guarantees()});
    for (const char* text : {"attack", "adversary", "layer", "part"})
        words.push_back(rowWord(text, FilterType::Text));
    words.push_back({"leaked_updates",
                     FilterType::Count,
                     "CASE l.leaked_updates WHEN 0 THEN 9e999 ELSE l.leaked_updates END",
                     true,
                     {}});
}

std::string lowerCase(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

/// Keys are letters, dots and underscores: they can stand in a JSON path as they are.
FilterWord keyWord(const std::string& key)
{
    return {key,
            FilterType::Key,
            "COALESCE(json_extract(l.point, '$.\"" + key + "\"'), json_extract(e.specification, '$." + key +
                "'))",
            true,
            {}};
}

} // namespace

const std::vector<FilterWord>& filterWords()
{
    static const std::vector<FilterWord> words = [] {
        std::vector<FilterWord> made;
        addStudyWords(made);
        addRowWords(made);
        return made;
    }();
    return words;
}

std::optional<FilterWord> filterWordNamed(std::string_view name)
{
    const auto wanted = lowerCase(name);
    for (const auto& word : filterWords())
        if (word.name == wanted)
            return word;
    const auto& keys = experiment::knownKeys();
    if (wanted.find('.') != std::string::npos && std::find(keys.begin(), keys.end(), wanted) != keys.end())
        return keyWord(wanted);
    return std::nullopt;
}

std::string nearestFilterWord(const std::string& name)
{
    const auto wanted = lowerCase(name);
    std::string nearest;
    std::size_t least = std::numeric_limits<std::size_t>::max();
    const auto consider = [&](const std::string& word) {
        if (const auto distance = experiment::editDistance(wanted, word); distance < least) {
            least = distance;
            nearest = word;
        }
    };
    if (wanted.find('.') == std::string::npos)
        for (const auto& word : filterWords())
            consider(word.name);
    else
        for (const auto& key : experiment::knownKeys())
            consider(key);
    return nearest;
}

} // namespace undertone::store
