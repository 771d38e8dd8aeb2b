#include "core/session/ExportText.h"

#include "core/base/Error.h"
#include "core/figure/FigureText.h"

#include <fmt/ranges.h>

#include <map>

namespace undertone::session {

namespace {

template <typename Spec>
using Writers = std::map<std::string, std::string (*)(const Spec&)>;

template <typename Spec>
std::string written(const Spec& spec, const Writers<Spec>& writers, const std::string& format)
{
    const auto found = writers.find(format);
    if (found != writers.end())
        return found->second(spec);
    std::vector<std::string> names;
    for (const auto& [name, writer] : writers)
        names.push_back(name);
    throw Error(ErrorCode::InvalidRequest, "There is no format \"" + format + "\" for this.", format,
                fmt::format("Choose one of: {}.", fmt::join(names, ", ")));
}

} // namespace

std::string textOf(const figure::FigureSpec& figure, const std::string& format,
                   const figure::PrintedSize& size)
{
    if (format == "tex")
        return figure::figureAsTex(figure, size);
    return written<figure::FigureSpec>(figure,
                                       {{"caption", figure::figureCaption},
                                        {"csv", figure::figureAsCsv},
                                        {"tex", [](const auto& spec) { return figure::figureAsTex(spec); }},
                                        {"json", figure::figureAsJson}},
                                       format);
}

std::string textOf(const figure::TableSpec& table, const std::string& format)
{
    return written<figure::TableSpec>(table,
                                      {{"csv", figure::tableAsCsv},
                                       {"json", figure::tableAsJson},
                                       {"tex", figure::tableAsTex},
                                       {"md", figure::tableAsMarkdown},
                                       {"text", figure::tableAsText}},
                                      format);
}

} // namespace undertone::session
