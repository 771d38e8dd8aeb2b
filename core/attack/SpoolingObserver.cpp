#include "core/attack/SpoolFile.h"
#include "core/attack/UpdateTrace.h"
#include "core/base/Error.h"

#include <fstream>
#include <system_error>

namespace undertone::attack {

struct SpoolingObserver::Implementation
{
    std::filesystem::path file;
    std::ofstream stream;
    std::size_t count = 0;

    [[noreturn]] void fail(const std::string& happened) const
    {
        throw Error(ErrorCode::StorageFailed, happened, file.string(),
                    "Free some space, or choose a workspace that can be written: the published attack needs "
                    "every raw update on the disk while it is fitted.");
    }

    void write(const void* data, std::size_t size)
    {
        stream.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
        if (!stream)
            fail("A raw update cannot be written.");
    }

    void writeInteger(std::uint64_t value) { write(&value, sizeof value); }

    void writeTensor(const at::Tensor& values)
    {
        const auto plain = values.cpu().contiguous();
        write(plain.data_ptr(), plain.nbytes());
    }

    /// Cuts the file after its first `updates` records.
    void truncate(std::size_t updates)
    {
        const SpoolFile whole(file, SpoolFile::End::Open);
        if (whole.origins().size() < updates)
            fail("The file holds fewer raw updates than the run to be resumed had written.");
        std::error_code error;
        std::filesystem::resize_file(
            file, spoolHeadSize(whole.shapes().size()) + updates * spoolRecordSize(whole.shapes()), error);
        if (error)
            fail("The file of raw updates cannot be shortened.");
    }
};

SpoolingObserver::SpoolingObserver(std::filesystem::path file, std::size_t updates)
    : m_impl(std::make_unique<Implementation>())
{
    m_impl->file = std::move(file);
    m_impl->count = updates;
    if (updates > 0)
        m_impl->truncate(updates);
    m_impl->stream.open(m_impl->file, std::ios::binary | (updates > 0 ? std::ios::app : std::ios::trunc));
    if (!m_impl->stream)
        m_impl->fail("The file of raw updates cannot be written.");
}

SpoolingObserver::~SpoolingObserver() = default;

void SpoolingObserver::observe(const federation::UpdateOrigin& origin, const federation::ModelUpdate& update)
{
    if (m_impl->count == 0) {
        m_impl->write(spoolFormat, sizeof spoolFormat - 1);
        m_impl->writeInteger(update.size());
        for (const auto& group : update) {
            m_impl->writeInteger(static_cast<std::uint64_t>(group.weight.size(0)));
            m_impl->writeInteger(static_cast<std::uint64_t>(group.weight.size(1)));
        }
    }
    m_impl->writeInteger(origin.round);
    m_impl->writeInteger(origin.client);
    for (const auto& group : update) {
        m_impl->writeTensor(group.weight);
        m_impl->writeTensor(group.bias);
    }
    ++m_impl->count;
}

std::size_t SpoolingObserver::count() const
{
    return m_impl->count;
}

void SpoolingObserver::flush()
{
    m_impl->stream.flush();
    if (!m_impl->stream)
        m_impl->fail("A raw update cannot be written.");
}

} // namespace undertone::attack
