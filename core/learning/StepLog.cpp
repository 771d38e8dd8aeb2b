#include "core/learning/StepLog.h"

#include "core/learning/TensorArchive.h"

#include <utility>

namespace undertone::learning {

namespace {

constexpr auto format = "UTSTEPS1";
constexpr double secondsBetweenCheckpoints = 1;

/// Some results, the first of which is that of step `first`.
struct LogPart
{
    std::size_t first = 0;
    std::vector<at::Tensor> results;
};

std::optional<LogPart> partOf(std::string_view bytes)
{
    return readArchive<std::optional<LogPart>>(format, bytes, [](ArchiveReader& reader) {
        LogPart part;
        part.first = reader.integer();
        for (auto left = reader.integer(); left > 0; --left)
            part.results.push_back(reader.tensor());
        return std::optional(std::move(part));
    });
}

} // namespace

StepLog::StepLog(const base::Progress& progress, const FitCheckpoint& checkpoint)
    : m_progress(progress), m_checkpoint(checkpoint), m_timer(secondsBetweenCheckpoints, checkpoint.clock)
{
    load();
    m_timer.start();
}

at::Tensor StepLog::step(const std::function<at::Tensor()>& compute)
{
    m_progress.checkCancelled();
    if (m_next < m_recorded.size())
        return std::exchange(m_recorded[m_next++], {});
    auto result = compute();
    ++m_next;
    if (!m_checkpoint.save)
        return result;
    m_unsaved.push_back(result);
    if (m_timer.isDue())
        save();
    return result;
}

/// Parts of different runs need not fit together; what follows a gap is written anew.
void StepLog::load()
{
    while (m_checkpoint.load) {
        const auto bytes = m_checkpoint.load(m_parts);
        auto part = bytes ? partOf(*bytes) : std::nullopt;
        if (!part || part->first != m_recorded.size())
            return;
        for (auto& result : part->results)
            m_recorded.push_back(std::move(result));
        ++m_parts;
    }
}

void StepLog::save()
{
    ArchiveWriter writer(format);
    writer.integer(m_next - m_unsaved.size()).integer(m_unsaved.size());
    for (const auto& result : m_unsaved)
        writer.tensor(result);
    m_checkpoint.save(m_parts++, writer.finish());
    m_unsaved.clear();
    m_timer.start();
}

} // namespace undertone::learning
