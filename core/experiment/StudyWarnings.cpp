#include "core/experiment/StudyWarnings.h"

#include <fmt/format.h>

namespace undertone::experiment {

std::string fewSpeakersWarning(const std::string& side, const std::string& attribute, std::size_t count)
{
    return fmt::format("Few speakers: {} {} in the smallest class of {}; with fewer than {} a class, results "
                       "say little about other speakers.",
                       count, side, attribute, fewSpeakers);
}

std::string syntheticSpeechWarning()
{
    return "Synthetic demo speech: these numbers show how the program works and say nothing about people.";
}

} // namespace undertone::experiment
