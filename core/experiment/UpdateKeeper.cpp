#include "core/experiment/UpdateKeeper.h"

#include "core/base/Error.h"

#include <fmt/format.h>

#include <algorithm>

namespace undertone::experiment {

namespace {

std::size_t numberOf(const std::string& standing)
{
    return standing.empty() ? 0 : std::stoul(standing);
}

/// Neighbours are joined in pairs, so that every update is copied a few times only.
attack::UpdateTrace joined(std::vector<attack::UpdateTrace> parts)
{
    while (parts.size() > 1) {
        std::vector<attack::UpdateTrace> pairs;
        for (std::size_t i = 0; i < parts.size(); i += 2) {
            pairs.push_back(std::move(parts[i]));
            if (i + 1 < parts.size())
                pairs.back().append(parts[i + 1]);
        }
        parts = std::move(pairs);
    }
    return parts.empty() ? attack::UpdateTrace{} : std::move(parts.front());
}

/// A checkpoint adds a segment; a resumed run reads them again.
class TraceKeeper : public UpdateKeeper
{
public:
    TraceKeeper(StageCache& cache, std::string key, attack::ProbeSet probes)
        : m_cache(cache), m_key(std::move(key)), m_observer(std::move(probes))
    {
    }

    federation::UpdateObserver& observer() override { return m_observer; }

    bool begin(const std::string& standing) override
    {
        m_observer.take();
        m_segments.clear();
        m_stored = 0;
        const std::size_t wanted = numberOf(standing);
        while (m_segments.size() < wanted) {
            const auto bytes = m_cache.find(segment(m_segments.size()));
            auto trace = bytes ? attack::UpdateTrace::deserialize(*bytes) : std::nullopt;
            if (!trace)
                return false;
            m_segments.push_back(std::move(*trace));
            ++m_stored;
        }
        return true;
    }

    std::string checkpoint() override
    {
        if (auto seen = m_observer.take(); seen.size() > 0) {
            m_cache.store(segment(m_stored++), seen.serialize());
            m_segments.push_back(std::move(seen));
        }
        return std::to_string(m_stored);
    }

    void finish() override
    {
        if (auto seen = m_observer.take(); seen.size() > 0)
            m_segments.push_back(std::move(seen));
        m_cache.store(m_key, joined(std::move(m_segments)).serialize());
    }

    void tidy(const std::string& standing) override
    {
        // One more than a checkpoint that was cut short knows.
        const std::size_t last = std::max(m_stored, numberOf(standing));
        for (std::size_t i = 0; i <= last; ++i)
            m_cache.remove(segment(i));
    }

private:
    std::string segment(std::size_t index) const { return fmt::format("{}.{}", m_key, index); }

    StageCache& m_cache;
    std::string m_key;
    attack::ProbingObserver m_observer;
    std::vector<attack::UpdateTrace> m_segments;
    std::size_t m_stored = 0; ///< segments in the cache
};

class EigenprobeKeeper : public UpdateKeeper
{
public:
    EigenprobeKeeper(StageCache& cache, std::string key) : m_cache(cache), m_key(std::move(key)) {}

    federation::UpdateObserver& observer() override { return m_observer; }

    bool begin(const std::string& standing) override
    {
        auto observer = standing.empty() ? attack::EigenprobeObserver()
                                         : attack::EigenprobeObserver::deserialize(standing);
        if (observer)
            m_observer = std::move(*observer);
        return observer.has_value();
    }

    std::string checkpoint() override { return m_observer.serialize(); }
    void finish() override { m_cache.store(m_key, m_observer.probes().serialize()); }
    void tidy(const std::string&) override {}

private:
    StageCache& m_cache;
    std::string m_key;
    attack::EigenprobeObserver m_observer;
};

class SpoolKeeper : public UpdateKeeper
{
public:
    explicit SpoolKeeper(std::filesystem::path file) : m_file(std::move(file)) {}

    federation::UpdateObserver& observer() override { return *m_observer; }

    bool begin(const std::string& standing) override
    {
        try {
            m_observer = std::make_unique<attack::SpoolingObserver>(m_file, numberOf(standing));
        } catch (const Error&) {
            if (standing.empty())
                throw;
            return false;
        }
        return true;
    }

    std::string checkpoint() override
    {
        m_observer->flush();
        return std::to_string(m_observer->count());
    }

    void finish() override
    {
        m_observer->flush();
        m_observer.reset();
    }

    void tidy(const std::string&) override {}

private:
    std::filesystem::path m_file;
    std::unique_ptr<attack::SpoolingObserver> m_observer;
};

} // namespace

std::unique_ptr<UpdateKeeper> keepTrace(StageCache& cache, const std::string& key, attack::ProbeSet probes)
{
    return std::make_unique<TraceKeeper>(cache, key, std::move(probes));
}

std::unique_ptr<UpdateKeeper> keepEigenprobes(StageCache& cache, const std::string& key)
{
    return std::make_unique<EigenprobeKeeper>(cache, key);
}

std::unique_ptr<UpdateKeeper> keepSpool(std::filesystem::path file)
{
    return std::make_unique<SpoolKeeper>(std::move(file));
}

} // namespace undertone::experiment
