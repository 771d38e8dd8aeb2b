#include "core/experiment/TraceKeeper.h"

#include "core/learning/TensorArchive.h"

#include <fmt/format.h>

namespace undertone::experiment {

namespace {

using attack::UpdateTrace;

constexpr auto standingFormat = "UTSEGMENTS1";

/// How far a keeper has come.
struct Standing
{
    std::size_t segments = 0; ///< in the cache
    std::string rest;         ///< updates of the next one, serialised
};

std::string toBytes(const Standing& standing)
{
    learning::ArchiveWriter writer(standingFormat);
    writer.integer(standing.segments).text(standing.rest);
    return writer.finish();
}

std::optional<Standing> standingOf(std::string_view bytes)
{
    return learning::readArchive<std::optional<Standing>>(standingFormat, bytes, [](auto& reader) {
        const std::size_t segments = reader.integer();
        return Standing{segments, reader.text()};
    });
}

std::string segmentKey(const std::string& key, std::size_t index)
{
    return fmt::format("{}.{}", key, index);
}

std::optional<UpdateTrace> segment(StageCache& cache, const std::string& key, std::size_t index)
{
    const auto bytes = cache.find(segmentKey(key, index));
    return bytes ? UpdateTrace::deserialize(*bytes) : std::nullopt;
}

class TraceKeeper : public UpdateKeeper, private federation::UpdateObserver
{
public:
    TraceKeeper(StageCache& cache, std::string key, attack::ProbeSet probes, std::size_t segmentSize)
        : m_cache(cache), m_key(std::move(key)), m_probing(std::move(probes)), m_segmentSize(segmentSize)
    {
    }

    federation::UpdateObserver& observer() override { return *this; }

    void beginAnew() override
    {
        m_probing.take();
        m_rest = {};
        m_seen = 0;
        m_segments = 0;
    }

    bool resume(const std::string& bytes, const std::vector<federation::RoundRecord>& rounds) override
    {
        beginAnew();
        const auto standing = standingOf(bytes);
        auto rest = standing ? UpdateTrace::deserialize(standing->rest) : std::nullopt;
        if (!rest)
            return false;
        std::vector<federation::UpdateOrigin> origins;
        for (; m_segments < standing->segments; ++m_segments) {
            const auto trace = segment(m_cache, m_key, m_segments);
            if (!trace)
                return false;
            origins.insert(origins.end(), trace->origins.begin(), trace->origins.end());
        }
        origins.insert(origins.end(), rest->origins.begin(), rest->origins.end());
        m_rest = std::move(*rest);
        m_seen = m_rest.size();
        return areUpdatesOf(rounds, origins);
    }

    std::string checkpoint() override
    {
        gather();
        return toBytes({m_segments, m_rest.serialize()});
    }

    std::string finish() override
    {
        if (m_seen > 0)
            storeSegment();
        return toBytes({m_segments, {}});
    }

    /// Checkpoints leave nothing behind but the segments.
    void tidy() override {}

private:
    void observe(const federation::UpdateOrigin& origin, const federation::ModelUpdate& update) override
    {
        m_probing.observe(origin, update);
        if (++m_seen == m_segmentSize)
            storeSegment();
    }

    void gather() { m_rest = UpdateTrace::joined({std::move(m_rest), m_probing.take()}); }

    void storeSegment()
    {
        gather();
        m_cache.storeUnflushed(segmentKey(m_key, m_segments++), m_rest.serialize());
        m_rest = {};
        m_seen = 0;
    }

    StageCache& m_cache;
    std::string m_key;
    attack::ProbingObserver m_probing;
    std::size_t m_segmentSize;
    UpdateTrace m_rest;         ///< what a checkpoint has gathered of the segment that is not full
    std::size_t m_seen = 0;     ///< updates of that segment
    std::size_t m_segments = 0; ///< in the cache
};

} // namespace

std::unique_ptr<UpdateKeeper> keepTrace(StageCache& cache, const std::string& key, attack::ProbeSet probes,
                                        std::size_t segmentSize)
{
    return std::make_unique<TraceKeeper>(cache, key, std::move(probes), segmentSize);
}

std::optional<UpdateTrace> keptTrace(StageCache& cache, const std::string& key, const std::string& standing,
                                     const base::Progress& progress)
{
    const auto kept = standingOf(standing);
    if (!kept)
        return std::nullopt;
    std::vector<UpdateTrace> segments;
    for (std::size_t i = 0; i < kept->segments; ++i) {
        progress.checkCancelled();
        auto trace = segment(cache, key, i);
        if (!trace)
            return std::nullopt;
        segments.push_back(std::move(*trace));
    }
    return UpdateTrace::joined(segments);
}

} // namespace undertone::experiment
