#include "core/representation/ScriptErrors.h"

#include "core/learning/Torch.h"

#include <fmt/format.h>

#include <regex>
#include <sstream>

namespace undertone::representation {

namespace {

std::string firstMatch(const std::string& text, const char* pattern)
{
    std::smatch match;
    return std::regex_search(text, match, std::regex(pattern)) ? match[1].str() : std::string();
}

std::string firstLine(const std::string& text)
{
    std::istringstream lines(text);
    std::string line;
    while (std::getline(lines, line))
        if (line.find_first_not_of(" \t\r") != std::string::npos)
            return line;
    return text;
}

Error refusal(const std::string& happened, const std::string& file, const std::string& remedy)
{
    return {ErrorCode::InvalidRequest, happened, file, remedy};
}

} // namespace

Error loadingError(const std::string& file, const std::string& what)
{
    const std::string newer = fmt::format("Export the encoder with PyTorch {} or older, or with operators "
                                          "that it has, or build Undertone with a "
                                          "newer LibTorch (CMAKE_PREFIX_PATH).",
                                          learning::torchVersion());
    if (const auto name = firstMatch(what, R"(Unknown builtin op: ([\w:.]+\w))"); !name.empty())
        return refusal(fmt::format("The encoder uses the operator {}, which LibTorch {} does not know.", name,
                                   learning::torchVersion()),
                       file, newer);
    if (what.find("Arguments for call are not valid") != std::string::npos)
        return refusal(
            fmt::format("The encoder calls the operator {} in a way that LibTorch {} does not know.",
                        firstMatch(what, R"(([a-z_]+::\w+))"), learning::torchVersion()),
            file, newer);
    if (const auto version = firstMatch(what, R"(PyTorch file with version (\d+))"); !version.empty())
        return refusal(fmt::format("The encoder's file has format {}, which is newer than LibTorch {}.",
                                   version, learning::torchVersion()),
                       file, newer);
    const std::string script =
        "Save it in Python with torch.jit.script(model).save(file) or torch.jit.trace.";
    if (what.find("failed locating file constants.pkl") != std::string::npos)
        return refusal("The file holds PyTorch weights or objects, not a TorchScript module.", file, script);
    if (what.find("failed reading zip archive") != std::string::npos)
        return refusal("The file is not a TorchScript module.", file, script);
    return refusal("The TorchScript module cannot be loaded: " + firstLine(what), file, script);
}

std::string scriptReason(const std::string& what)
{
    const auto reason = firstMatch(what, R"((?:^|\n)\w*Error: ([^\n]*))");
    return reason.empty() ? firstLine(what) : reason;
}

} // namespace undertone::representation
