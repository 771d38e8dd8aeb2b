#include "core/features/NpyArray.h"

#include "core/base/Error.h"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>

namespace undertone::features {

namespace {

static_assert(std::endian::native == std::endian::little, "the values are copied as they lie in the file");

constexpr std::string_view magic = "\x93NUMPY";

[[noreturn]] void fail(const std::string& happened, const std::string& source,
                       const std::string& remedy = "Save the array again with numpy.save.")
{
    throw Error(ErrorCode::InvalidFeatures, happened, source, remedy);
}

std::size_t littleEndian(std::string_view bytes)
{
    std::size_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

/// Takes the header's text off the front of the file.
std::string_view takeHeader(std::string_view& bytes, const std::string& source)
{
    if (!bytes.starts_with(magic) || bytes.size() < 10)
        fail("This is not a NumPy .npy file.", source);
    const int version = bytes[6];
    if (version < 1 || version > 3)
        fail(fmt::format("The .npy format version {} is not known.", version), source);
    const std::size_t lengthBytes = version == 1 ? 2 : 4;
    const std::size_t begin = 8 + lengthBytes;
    const std::size_t length = bytes.size() < begin ? 0 : littleEndian(bytes.substr(8, lengthBytes));
    if (bytes.size() < begin || length > bytes.size() - begin)
        fail("The file ends within its header.", source);
    const std::string_view header = bytes.substr(begin, length);
    bytes.remove_prefix(begin + length);
    return header;
}

/// Reads the header, a Python dictionary literal: {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
class HeaderReader
{
public:
    HeaderReader(std::string_view text, const std::string& source) : m_text(text), m_source(source) {}

    void expect(char c)
    {
        if (!accept(c))
            malformed();
    }

    bool accept(char c)
    {
        m_text.remove_prefix(std::min(m_text.find_first_not_of(" \t\n\r"), m_text.size()));
        if (!m_text.starts_with(c))
            return false;
        m_text.remove_prefix(1);
        return true;
    }

    std::string_view string()
    {
        const char quote = accept('\'') ? '\'' : '"';
        if (quote == '"')
            expect('"');
        const auto end = m_text.find(quote);
        if (end == std::string_view::npos)
            malformed();
        const auto value = m_text.substr(0, end);
        m_text.remove_prefix(end + 1);
        return value;
    }

    bool boolean()
    {
        for (const std::string_view word : {"True", "False"})
            if (accept(word.front()) && m_text.starts_with(word.substr(1))) {
                m_text.remove_prefix(word.size() - 1);
                return word == "True";
            }
        malformed();
    }

    std::vector<std::size_t> tuple()
    {
        std::vector<std::size_t> sizes;
        expect('(');
        while (!accept(')')) {
            sizes.push_back(size());
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return sizes;
    }

    void end()
    {
        if (m_text.find_first_not_of(std::string_view(" \t\n\r\0", 5)) != std::string_view::npos)
            malformed();
    }

    [[noreturn]] void malformed() const { fail("The .npy header cannot be read.", m_source); }

private:
    std::size_t size()
    {
        accept(' ');
        std::size_t value = 0;
        const auto [stop, code] = std::from_chars(m_text.data(), m_text.data() + m_text.size(), value);
        if (code != std::errc())
            malformed();
        m_text.remove_prefix(static_cast<std::size_t>(stop - m_text.data()));
        return value;
    }

    std::string_view m_text;
    const std::string& m_source;
};

struct Header
{
    std::optional<std::string_view> type;
    std::optional<bool> fortranOrder;
    std::optional<std::vector<std::size_t>> shape;
};

Header parseHeader(std::string_view text, const std::string& source)
{
    HeaderReader reader(text, source);
    Header header;
    reader.expect('{');
    while (!reader.accept('}')) {
        const auto key = reader.string();
        reader.expect(':');
        if (key == "descr")
            header.type = reader.string();
        else if (key == "fortran_order")
            header.fortranOrder = reader.boolean();
        else if (key == "shape")
            header.shape = reader.tuple();
        else
            reader.malformed();
        if (!reader.accept(',')) {
            reader.expect('}');
            break;
        }
    }
    reader.end();
    if (!header.type || !header.fortranOrder || !header.shape)
        reader.malformed();
    return header;
}

/// Bytes of one value, after all that cannot be read was refused.
std::size_t checkedWidth(const Header& header, std::size_t dataBytes, const std::string& source)
{
    if (*header.type != "<f4" && *header.type != "<f8")
        fail(fmt::format("The values have the type '{}'.", header.type->substr(0, 20)), source,
             "Save them as float32 or float64: numpy.save(file, array.astype('float32')).");
    if (*header.fortranOrder)
        fail("The values lie in Fortran order.", source,
             "Save them in C order: numpy.save(file, numpy.ascontiguousarray(array)).");
    const auto& shape = *header.shape;
    if (shape.size() != 2 || shape[0] == 0 || shape[1] == 0)
        fail(fmt::format("The array has {} dimensions or is empty.", shape.size()), source,
             "Save two dimensions: a row for each utterance, a column for each feature.");
    const std::size_t width = *header.type == "<f4" ? 4 : 8;
    const std::size_t values = dataBytes / width;
    if (dataBytes % width != 0 || values % shape[1] != 0 || values / shape[1] != shape[0])
        fail(fmt::format("The shape ({}, {}) does not fit the {} bytes of data.", shape[0], shape[1],
                         dataBytes),
             source, "The file may be cut short: save or copy it again.");
    return width;
}

template <typename Value>
void copyValues(std::string_view bytes, NpyArray& array, const std::string& source)
{
    array.values.resize(array.rows * array.columns);
    for (std::size_t i = 0; i < array.values.size(); ++i) {
        Value value;
        std::memcpy(&value, bytes.data() + i * sizeof(Value), sizeof(Value));
        if (!std::isfinite(static_cast<float>(value)))
            fail(fmt::format("Row {}, column {}: the value is not finite.", i / array.columns + 1,
                             i % array.columns + 1),
                 source, "Replace infinite, too large and undefined values before the import.");
        array.values[i] = static_cast<float>(value);
    }
}

} // namespace

NpyArray parseNpy(std::string_view bytes, const std::string& source)
{
    const Header header = parseHeader(takeHeader(bytes, source), source);
    const std::size_t width = checkedWidth(header, bytes.size(), source);
    NpyArray array{(*header.shape)[0], (*header.shape)[1], {}};
    if (width == sizeof(float))
        copyValues<float>(bytes, array, source);
    else
        copyValues<double>(bytes, array, source);
    return array;
}

std::string npyHeader(std::size_t rows, std::size_t columns)
{
    std::string header =
        fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}, {}), }}", rows, columns);
    // The data begin at a multiple of 64, as the format asks.
    header.append((64 - (10 + header.size() + 1) % 64) % 64, ' ');
    header += '\n';
    std::string bytes(magic);
    bytes += std::string_view("\x01\x00", 2);
    bytes += static_cast<char>(header.size() & 0xff);
    bytes += static_cast<char>(header.size() >> 8);
    return bytes + header;
}

std::string npyBytes(std::size_t rows, std::size_t columns, const std::vector<float>& values)
{
    std::string bytes = npyHeader(rows, columns);
    bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
    return bytes;
}

} // namespace undertone::features
