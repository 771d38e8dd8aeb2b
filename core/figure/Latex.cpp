#include "core/figure/Latex.h"

#include <map>

namespace undertone::figure {

namespace {

const std::map<char, std::string> specials = {
    {'\\', "\\textbackslash{}"},
    {'{', "\\{"},
    {'}', "\\}"},
    {'&', "\\&"},
    {'%', "\\%"},
    {'$', "\\$"},
    {'#', "\\#"},
    {'_', "\\_"},
    {'~', "\\textasciitilde{}"},
    {'^', "\\textasciicircum{}"},
    {'<', "\\textless{}"},
    {'>', "\\textgreater{}"},
    {'|', "\\textbar{}"},
    {'[', "{[}"}, // a row that begins with it would be an option of the \\ before
    {']', "{]}"},
    {'*', "{*}"},
    {'\n', " "},
    {'\t', " "}};

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

const std::map<std::string, std::string> symbols = {
    {"\u00b1", "$\\pm$"},      {"\u00d7", "$\\times$"},  {"\u03b1", "$\\alpha$"}, {"\u03b4", "$\\delta$"},
    {"\u03b5", "$\\epsilon$"}, {"\u03bb", "$\\lambda$"}, {"\u03c3", "$\\sigma$"}, {"\u2013", "--"},
    {"\u2014", "---"},         {"\u2018", "`"},          {"\u2019", "'"},         {"\u201c", "``"},
    {"\u201d", "''"},          {"\u2264", "$\\leq$"},    {"\u2265", "$\\geq$"},   {"\u221e", "$\\infty$"}};

std::size_t sequenceLength(char lead)
{
    const auto byte = static_cast<unsigned char>(lead);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// Letters of Latin-1 (U+00C0 to U+00FF) that every LaTeX sets: not eth and thorn.
bool isLatinLetter(const std::string& sequence)
{
    if (sequence.size() != 2 || sequence[0] != '\xC3')
        return false;
    const auto low = static_cast<unsigned char>(sequence[1]) & 0x1F;
    return low != 0x10 && low != 0x17 && low != 0x1E;
}

} // namespace

std::string latexText(const std::string& utf8)
{
    std::string text;
    for (std::size_t i = 0; i < utf8.size();) {
        const std::string sequence = utf8.substr(i, sequenceLength(utf8[i]));
        i += sequence.size();
        if (sequence.size() == 1) {
            const auto special = specials.find(sequence[0]);
            if (special != specials.end())
                text += special->second;
            else if (!isControl(sequence[0]))
                text += sequence;
            continue;
        }
        const auto symbol = symbols.find(sequence);
        text += symbol != symbols.end() ? symbol->second : isLatinLetter(sequence) ? sequence : "?";
    }
    return text;
}

} // namespace undertone::figure
