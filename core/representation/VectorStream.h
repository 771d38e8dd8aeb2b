#pragma once

#include "core/base/Progress.h"

#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace undertone::representation {

/// A file of word vectors, piece by piece. Progress: one unit for the whole.
class VectorStream
{
public:
    VectorStream(std::istream& stream, std::string source, base::Progress& progress);

    /// The bytes up to `delimiter` or the end, without it; nullopt at the end. Valid until the next call.
    /// @throws Error InvalidFeatures when they are more than a megabyte; StorageFailed; Cancelled.
    std::optional<std::string_view> next(char delimiter);
    /// The next `count` bytes, at most a megabyte; fewer at the end.
    std::string_view take(std::size_t count);
    /// Whether a control character but for tabs and line ends is among the next 64 kB, which stay where they
    /// are.
    bool isBinaryAhead();

    std::size_t offset() const { return m_offset; } ///< bytes read
    const std::string& source() const { return m_source; }

private:
    std::string_view advance(std::size_t length, std::size_t read);

    std::istream& m_stream;
    std::string m_source;
    base::Progress& m_progress;
    std::unique_ptr<char[]> m_buffer;
    std::size_t m_size = 0;
    std::size_t m_offset = 0;
    std::size_t m_announced = 0;
};

} // namespace undertone::representation
