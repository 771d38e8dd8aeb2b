#include "core/base/ContentHash.h"
#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/base/ZipFile.h"
#include "core/store/RunStore.h"
#include "tests/fuzz/FuzzTarget.h"
#include "tests/support/TemporaryFolder.h"

#include <fmt/format.h>

#include <string>

using namespace undertone;

namespace {

constexpr std::string_view mark = "\n@@ ";

/// The entries of an input: "@@ NAME", a line each, then the text of the entry; with a manifest that fits, so
/// that the readers behind the checksums are reached.
base::ZipEntries entriesOf(const std::string& text)
{
    base::ZipEntries entries;
    for (auto at = text.find(mark); at != std::string::npos;) {
        const auto name = at + mark.size();
        const auto line = text.find('\n', name);
        if (line == std::string::npos)
            break;
        at = text.find(mark, line);
        const auto length = at == std::string::npos ? at : at - line - 1;
        entries["0123456789ab/" + text.substr(name, line - name) + ".json"] = text.substr(line + 1, length);
    }
    std::string files;
    for (const auto& [name, bytes] : entries)
        if (name.find_first_of("\"\\") == std::string::npos)
            files += fmt::format("{}\"{}\": {{\"sha256\": \"{}\"}}", files.empty() ? "" : ", ", name,
                                 base::sha256(bytes));
    entries["manifest.json"] =
        fmt::format("{{\"format\": \"undertone-bundle\", \"version\": 1, \"schema\": 4, "
                    "\"studies\": [\"0123456789ab\"], \"files\": {{{}}}}}",
                    files);
    return entries;
}

std::size_t imported(store::RunStore& store, const std::filesystem::path& file)
{
    try {
        return store.importBundle(file).imported.size();
    } catch (const Error& error) {
        fuzz::require(error.isRequestError() && !error.remedy().empty());
        return 0;
    }
}

} // namespace

/// A bundle is taken over whole and can be read, or leaves nothing behind; as a study's texts and as a file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const tests::TemporaryFolder folder;
    static store::RunStore store(folder.path() / "undertone.db");
    const std::string text(fuzz::textOf(data, size));
    const auto file = folder.path() / "input.zip";
    if (text.starts_with("PK"))
        base::writeFileAtomically(file, text);
    else
        try {
            base::writeZip(file, entriesOf(text));
        } catch (const Error&) {
            return 0; // no name that an entry can have
        }
    const auto count = imported(store, file);
    const auto studies = store.experiments();
    fuzz::require(studies.size() == count);
    for (const auto& study : studies) {
        store.evidence(study.id);
        store.privacyLedgers(study.id);
        store.discardExperiment(study.id);
    }
    return 0;
}
