#include "core/experiment/InputRules.h"

#include "core/base/Error.h"

#include <fmt/format.h>

#include <algorithm>

namespace undertone::experiment {

bool reads(const std::vector<representation::Input>& inputs, representation::Input input)
{
    return std::find(inputs.begin(), inputs.end(), input) != inputs.end();
}

void requireInputs(const corpus::Corpus& corpus, const std::vector<std::string>& emotions,
                   const std::vector<representation::Input>& inputs)
{
    if (corpus.transcriptsOnly && reads(inputs, representation::Input::Acoustic))
        throw Error(
            ErrorCode::InvalidRequest,
            fmt::format("The corpus \"{}\" has transcripts alone: none of its {} utterances has audio.",
                        corpus.name, corpus.utterances.size()),
            corpus.name, "Use \"representation.inputs\": [\"text\"], or a corpus with audio.");
    if (!reads(inputs, representation::Input::Text))
        return;
    std::size_t missing = 0;
    std::size_t all = 0;
    std::string first;
    for (const auto& utterance : corpus.utterances) {
        if (std::find(emotions.begin(), emotions.end(), utterance.emotion) == emotions.end())
            continue;
        ++all;
        if (utterance.text.find_first_not_of(" \t\r\n") != std::string::npos)
            continue;
        if (missing++ == 0)
            first = utterance.path;
    }
    if (missing > 0)
        throw Error(
            ErrorCode::InvalidRequest,
            fmt::format(
                "{} of the {} utterances that the study takes of \"{}\" have no transcript; the first is "
                "{}.",
                missing, all, corpus.name, first),
            corpus.name,
            "Give every row of the manifest a \"text\", leave these rows out, or use the input "
            "\"acoustic\".");
}

} // namespace undertone::experiment
