#include "core/base/Error.h"
#include "core/corpus/Manifest.h"
#include "core/corpus/Text.h"
#include "tests/fuzz/FuzzTarget.h"

#include <filesystem>
#include <set>

using namespace undertone;

namespace {

/// What a manifest promises of the rows that it accepts.
void requireSound(const corpus::Utterance& utterance)
{
    fuzz::require(!utterance.path.empty() && !utterance.speaker.empty() && !utterance.emotion.empty());
    fuzz::require(utterance.attribute("gender") == "F" || utterance.attribute("gender") == "M");
    const auto inside = (std::filesystem::path("/corpus") / utterance.path).lexically_normal().string();
    fuzz::require(inside.starts_with("/corpus/"));
    for (const auto* text : {&utterance.path, &utterance.speaker, &utterance.emotion, &utterance.text})
        fuzz::require(corpus::isUtf8(*text));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    try {
        const auto utterances =
            corpus::utterancesOfManifest(base::parseCsv(fuzz::textOf(data, size), "input"));
        fuzz::require(!utterances.empty());
        std::set<std::string> paths;
        for (const auto& utterance : utterances) {
            requireSound(utterance);
            fuzz::require(paths.insert(utterance.path).second);
        }
    } catch (const Error& error) {
        fuzz::require(error.code() == ErrorCode::InvalidCorpus && !error.remedy().empty());
    }
    return 0;
}
