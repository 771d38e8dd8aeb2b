#include "core/base/Csv.h"

#include "core/base/Error.h"
#include "core/base/File.h"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace undertone::base {

namespace {

struct Reader
{
    std::vector<std::vector<std::string>> records;
    std::vector<std::string> current;
};

void onField(void* data, std::size_t size, void* context)
{
    const char* text = static_cast<const char*>(data);
    static_cast<Reader*>(context)->current.emplace_back(text ? std::string(text, size) : std::string());
}

void onRecord(int, void* context)
{
    auto& reader = *static_cast<Reader*>(context);
    reader.records.push_back(std::move(reader.current));
    reader.current.clear();
}

std::vector<std::vector<std::string>> parseRecords(std::string_view text, const std::string& source,
                                                   char separator)
{
    csv_parser parser{};
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        throw Error(ErrorCode::Internal, "The CSV reader cannot start.", source, "");
    const std::unique_ptr<csv_parser, void (*)(csv_parser*)> guard(&parser, csv_free);
    csv_set_delim(&parser, static_cast<unsigned char>(separator));
    Reader reader;
    const std::size_t parsed = csv_parse(&parser, text.data(), text.size(), onField, onRecord, &reader);
    if (parsed != text.size() || csv_fini(&parser, onField, onRecord, &reader) != 0)
        throw Error(ErrorCode::InvalidCorpus,
                    fmt::format("Row {} is not valid CSV: a quotation mark is misplaced or not closed.",
                                reader.records.size() + 1),
                    source, "Quote fields that hold commas or quotes, and double the quotes inside them.");
    return std::move(reader.records);
}

} // namespace

std::optional<std::size_t> CsvTable::column(std::string_view name) const
{
    const auto found = std::find(header.begin(), header.end(), name);
    if (found == header.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - header.begin());
}

CsvTable parseCsv(std::string_view text, const std::string& source, char separator)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    auto records = parseRecords(text, source, separator);
    if (records.empty())
        throw Error(ErrorCode::InvalidCorpus, "The file has no header row.", source,
                    "The first row must name the columns.");
    CsvTable table;
    table.source = source;
    table.header = std::move(records.front());
    for (std::size_t i = 1; i < records.size(); ++i) {
        if (records[i].size() != table.header.size())
            throw Error(ErrorCode::InvalidCorpus,
                        fmt::format("Row {} has {} fields, the header has {}.", i + 1, records[i].size(),
                                    table.header.size()),
                        source, "Give every row one field for each column.");
        table.rows.push_back(std::move(records[i]));
        table.lines.push_back(i + 1);
    }
    return table;
}

CsvTable readCsv(const std::filesystem::path& file, char separator)
{
    return parseCsv(readFile(file), file.string(), separator);
}

std::string csvField(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

} // namespace undertone::base
