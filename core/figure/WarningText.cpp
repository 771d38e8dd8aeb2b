#include "core/figure/WarningText.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace undertone::figure {

namespace {

bool isDigit(char c)
{
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

/// A number as it is written, from its first digit: "0.5", "1e-05", "37.41" (not the full stop after it).
std::size_t numberLength(const std::string& text, std::size_t begin)
{
    std::size_t end = begin;
    const auto digits = [&] {
        while (end < text.size() && isDigit(text[end]))
            ++end;
    };
    digits();
    if (end + 1 < text.size() && text[end] == '.' && isDigit(text[end + 1])) {
        ++end;
        digits();
    }
    if (end + 2 < text.size() && text[end] == 'e' && (text[end + 1] == '-' || text[end + 1] == '+') &&
        isDigit(text[end + 2])) {
        end += 2;
        digits();
    }
    return end - begin;
}

/// Words between numbers, and the numbers: one more of the former.
struct Pieces
{
    std::vector<std::string> words = {""};
    std::vector<std::string> numbers;
};

Pieces piecesOf(const std::string& text)
{
    Pieces pieces;
    for (std::size_t i = 0; i < text.size();) {
        const bool startsNumber =
            isDigit(text[i]) && (i == 0 || std::isalpha(static_cast<unsigned char>(text[i - 1])) == 0);
        if (!startsNumber) {
            pieces.words.back() += text[i++];
            continue;
        }
        const auto length = numberLength(text, i);
        pieces.numbers.push_back(text.substr(i, length));
        pieces.words.emplace_back();
        i += length;
    }
    return pieces;
}

/// Several texts of the same words.
struct Kin
{
    std::vector<std::string> words;
    std::vector<std::vector<std::string>> numbers;
};

bool isLess(const std::string& a, const std::string& b)
{
    return std::strtod(a.c_str(), nullptr) < std::strtod(b.c_str(), nullptr);
}

std::string textOf(const Kin& kin)
{
    std::string text = kin.words.front();
    for (std::size_t i = 0; i + 1 < kin.words.size(); ++i) {
        std::vector<std::string> values;
        for (const auto& one : kin.numbers)
            values.push_back(one[i]);
        const auto [low, high] = std::minmax_element(values.begin(), values.end(), isLess);
        text += isLess(*low, *high) ? *low + " to " + *high : *low;
        text += kin.words[i + 1];
    }
    return text;
}

std::string firstSentence(const std::string& text)
{
    for (std::size_t i = 0; i + 2 < text.size(); ++i)
        if (text[i] == '.' && text[i + 1] == ' ' &&
            std::isupper(static_cast<unsigned char>(text[i + 2])) != 0)
            return text.substr(0, i + 1);
    return text;
}

} // namespace

std::vector<std::string> merged(const std::vector<std::string>& texts)
{
    std::vector<Kin> kins;
    for (const auto& text : texts) {
        auto pieces = piecesOf(text);
        const auto same =
            std::find_if(kins.begin(), kins.end(), [&](const Kin& kin) { return kin.words == pieces.words; });
        auto& kin = same == kins.end() ? kins.emplace_back(Kin{std::move(pieces.words), {}}) : *same;
        kin.numbers.push_back(std::move(pieces.numbers));
    }
    std::vector<std::string> result;
    for (const auto& kin : kins)
        result.push_back(textOf(kin));
    return result;
}

std::vector<std::string> firstSentences(const std::vector<std::string>& texts)
{
    std::vector<std::string> sentences;
    for (const auto& text : texts)
        if (auto sentence = firstSentence(text);
            std::find(sentences.begin(), sentences.end(), sentence) == sentences.end())
            sentences.push_back(std::move(sentence));
    return sentences;
}

} // namespace undertone::figure
