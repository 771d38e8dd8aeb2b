#include "core/corpus/Emotions.h"

#include "core/corpus/Text.h"

#include <algorithm>
#include <array>
#include <map>

namespace undertone::corpus {

bool isCommonEmotion(std::string_view code)
{
    static constexpr std::array<std::string_view, 11> codes = {"neu", "calm", "hap", "exc", "sad", "ang",
                                                               "fea", "dis",  "sur", "bor", "fru"};
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

std::string emotionOfWord(std::string_view word)
{
    static const std::map<std::string, std::string> codes = {
        {"neutral", "neu"},  {"happiness", "hap"}, {"happy", "hap"},  {"joy", "hap"},  {"sadness", "sad"},
        {"sad", "sad"},      {"anger", "ang"},     {"angry", "ang"},  {"fear", "fea"}, {"disgust", "dis"},
        {"surprise", "sur"}, {"surprised", "sur"}, {"boredom", "bor"}};
    const auto found = codes.find(lowerCase(word));
    return found == codes.end() ? std::string() : found->second;
}

} // namespace undertone::corpus
