#include "core/features/StoredTable.h"

#include "core/base/Error.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace undertone::features {

namespace {

constexpr std::string_view magic = "undertone-table 1";

/// Takes pieces off the front of the bytes; everything that does not fit is damage.
class Reader
{
public:
    Reader(std::string_view bytes, const std::string& source) : m_bytes(bytes), m_source(source) {}

    void expect(bool condition) const
    {
        if (!condition)
            throw Error(ErrorCode::InvalidFeatures, "The stored feature table is damaged.", m_source,
                        "Import the features again.");
    }

    void magicLine()
    {
        expect(m_bytes.starts_with(magic));
        m_bytes.remove_prefix(magic.size());
    }

    std::size_t number(char before)
    {
        expect(m_bytes.starts_with(before));
        m_bytes.remove_prefix(1);
        std::size_t value = 0;
        const auto [end, code] = std::from_chars(m_bytes.data(), m_bytes.data() + m_bytes.size(), value);
        expect(code == std::errc());
        m_bytes.remove_prefix(static_cast<std::size_t>(end - m_bytes.data()));
        return value;
    }

    std::string_view take(std::size_t count)
    {
        expect(count <= m_bytes.size());
        const auto taken = m_bytes.substr(0, count);
        m_bytes.remove_prefix(count);
        return taken;
    }

    std::string text()
    {
        const auto end = m_bytes.find('\0');
        expect(end != std::string_view::npos);
        std::string value(take(end));
        take(1);
        return value;
    }

    std::size_t left() const { return m_bytes.size(); }

private:
    std::string_view m_bytes;
    const std::string& m_source;
};

} // namespace

std::string storedTableBytes(const FeatureTable& table)
{
    std::string text;
    for (const auto* list : {&table.matrix.names, &table.keys})
        for (const std::string& entry : *list) {
            text += entry;
            text += '\0';
        }
    std::string bytes =
        fmt::format("{} {} {} {}\n", magic, table.matrix.rows, table.matrix.columns(), text.size());
    bytes += text;
    bytes.append(reinterpret_cast<const char*>(table.matrix.values.data()),
                 table.matrix.values.size() * sizeof(float));
    return bytes;
}

FeatureTable parseStoredTable(std::string_view bytes, const std::string& source)
{
    Reader reader(bytes, source);
    reader.magicLine();
    FeatureTable table;
    const std::size_t rows = reader.number(' ');
    const std::size_t columns = reader.number(' ');
    const std::size_t textBytes = reader.number(' ');
    reader.expect(reader.take(1) == "\n" && rows > 0 && columns > 0);
    Reader text(reader.take(textBytes), source);
    reader.expect(rows <= textBytes && columns <= textBytes &&
                  reader.left() / sizeof(float) / columns == rows &&
                  reader.left() == rows * columns * sizeof(float));
    for (std::size_t i = 0; i < columns; ++i)
        table.matrix.names.push_back(text.text());
    for (std::size_t i = 0; i < rows; ++i)
        table.keys.push_back(text.text());
    reader.expect(text.left() == 0);
    table.matrix.rows = rows;
    table.matrix.values.resize(rows * columns);
    const auto values = reader.take(reader.left());
    std::ranges::copy(values, reinterpret_cast<char*>(table.matrix.values.data()));
    for (const float value : table.matrix.values)
        reader.expect(std::isfinite(value));
    checkTable(table, source);
    return table;
}

} // namespace undertone::features
