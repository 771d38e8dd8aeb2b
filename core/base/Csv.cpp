#include "core/base/Csv.h"

#include "core/base/Error.h"
#include "core/base/File.h"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace undertone::base {

namespace {

struct Record
{
    std::size_t line; ///< on which it begins
    std::vector<std::string> fields;
};

struct Reader
{
    std::vector<Record> records;
    Record current{1, {}};
    bool isOpen = false; ///< the last line ended within a quoted field
};

void onField(void* data, std::size_t size, void* context)
{
    const char* text = static_cast<const char*>(data);
    auto& fields = static_cast<Reader*>(context)->current.fields;
    fields.emplace_back(text ? std::string(text, size) : std::string());
}

void onRecord(int, void* context)
{
    auto& reader = *static_cast<Reader*>(context);
    reader.isOpen = false;
    reader.records.push_back(std::move(reader.current));
    reader.current = {};
}

/// Takes a line with its end (LF, CR LF or CR) off the front.
std::string_view takeLine(std::string_view& text)
{
    auto end = std::min(text.find_first_of("\r\n"), text.size() - 1) + 1;
    if (text[end - 1] == '\r' && end < text.size() && text[end] == '\n')
        ++end;
    const auto line = text.substr(0, end);
    text.remove_prefix(end);
    return line;
}

[[noreturn]] void refuseQuotes(std::size_t line, const std::string& source)
{
    throw Error(ErrorCode::InvalidCorpus,
                fmt::format("Row {} is not valid CSV: a quotation mark is misplaced or not closed.", line),
                source, "Quote fields that hold commas or quotes, and double the quotes inside them.");
}

std::vector<Record> parseRecords(std::string_view text, const std::string& source, char separator)
{
    csv_parser parser{};
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        throw Error(ErrorCode::Internal, "The CSV reader cannot start.", source, "");
    const std::unique_ptr<csv_parser, void (*)(csv_parser*)> guard(&parser, csv_free);
    csv_set_delim(&parser, static_cast<unsigned char>(separator));
    Reader reader;
    // Line by line, because the reader skips blank lines without a word.
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto line = takeLine(text);
        if (!reader.isOpen)
            reader.current.line = number;
        reader.isOpen = reader.isOpen || line.find_first_not_of(" \t\r\n") != std::string_view::npos;
        if (csv_parse(&parser, line.data(), line.size(), onField, onRecord, &reader) != line.size())
            refuseQuotes(reader.current.line, source);
    }
    if (csv_fini(&parser, onField, onRecord, &reader) != 0)
        refuseQuotes(reader.current.line, source);
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
    auto records = parseRecords(withoutByteOrderMark(text), source, separator);
    if (records.empty())
        throw Error(ErrorCode::InvalidCorpus, "The file has no header row.", source,
                    "The first row must name the columns.");
    CsvTable table;
    table.source = source;
    table.header = std::move(records.front().fields);
    records.erase(records.begin());
    for (auto& record : records) {
        if (record.fields.size() != table.header.size())
            throw Error(ErrorCode::InvalidCorpus,
                        fmt::format("Row {} has {} fields, the header has {}.", record.line,
                                    record.fields.size(), table.header.size()),
                        source, "Give every row one field for each column.");
        table.rows.push_back(std::move(record.fields));
        table.lines.push_back(record.line);
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
