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

[[noreturn]] void refuseEmpty(const std::string& kind, const std::string& name,
                              const std::string& experimentId)
{
    throw Error(
        ErrorCode::InvalidRequest, fmt::format("The study has no numbers for the {} \"{}\".", kind, name),
        experimentId,
        name == "audit"      ? "Only a study whose specification has an \"audit\" plays the game of canaries."
        : name == "features" ? "Only a study with \"attack.families\" in its specification repeats the "
                               "attack on families of features."
                             : "Run or resume the study first; a kind of study that has none of this "
                               "cannot show it.");
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

void requireContent(const figure::FigureSpec& figure, const std::string& experimentId)
{
    if (figure.isEmpty())
        refuseEmpty("figure", figure.id, experimentId);
}

void requireContent(const figure::TableSpec& table, const std::string& experimentId)
{
    if (table.rows.empty())
        refuseEmpty("table", table.id, experimentId);
}

} // namespace undertone::session
