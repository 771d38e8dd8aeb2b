#include "core/experiment/UpdateKeeper.h"

#include "core/attack/SpoolFile.h"
#include "core/base/Error.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <set>
#include <unistd.h>

namespace undertone::experiment {

namespace {

namespace fs = std::filesystem;

std::size_t numberOf(const std::string& standing)
{
    return standing.empty() ? 0 : std::stoul(standing);
}

/// True when these are the updates of the rounds, each once, in their order, or their sums.
bool areOf(const std::vector<federation::RoundRecord>& rounds,
           const std::vector<federation::UpdateOrigin>& origins)
{
    std::size_t next = 0;
    for (const auto& round : rounds) {
        std::set<std::size_t> senders;
        for (; next < origins.size() && origins[next].round == round.round; ++next)
            if (!senders.insert(origins[next].client).second)
                return false;
        const bool isSum = senders.contains(federation::wholeCohort);
        if (senders.size() != (isSum ? 1 : round.participants))
            return false;
    }
    return next == origins.size();
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

    void beginAnew() override
    {
        m_observer.take();
        m_segments.clear();
        m_stored = 0;
    }

    bool resume(const std::string& standing, const std::vector<federation::RoundRecord>& rounds) override
    {
        beginAnew();
        std::vector<federation::UpdateOrigin> origins;
        const std::size_t wanted = numberOf(standing);
        while (m_segments.size() < wanted) {
            const auto bytes = m_cache.find(segment(m_segments.size()));
            auto trace = bytes ? attack::UpdateTrace::deserialize(*bytes) : std::nullopt;
            if (!trace)
                return false;
            origins.insert(origins.end(), trace->origins.begin(), trace->origins.end());
            m_segments.push_back(std::move(*trace));
            ++m_stored;
        }
        return areOf(rounds, origins);
    }

    std::string checkpoint() override
    {
        if (auto seen = m_observer.take(); seen.size() > 0) {
            m_cache.storeCheckpoint(segment(m_stored++), seen.serialize());
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

    void beginAnew() override { m_observer = {}; }

    /// The checkpoint holds everything itself.
    bool resume(const std::string& standing, const std::vector<federation::RoundRecord>&) override
    {
        auto observer = attack::EigenprobeObserver::deserialize(standing);
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

/// True for the process that the part's name tells, unless it is this one.
bool isOfAnotherLiveProcess(const std::string& owner)
{
    const auto process = static_cast<pid_t>(std::strtol(owner.c_str(), nullptr, 10));
    return process > 0 && process != ::getpid() && (::kill(process, 0) == 0 || errno == EPERM);
}

std::string numberOfThisPart()
{
    static std::atomic<unsigned> parts{0};
    return fmt::format("{}-{}", ::getpid(), parts++);
}

class SpoolKeeper : public UpdateKeeper
{
public:
    explicit SpoolKeeper(fs::path file)
        : m_file(std::move(file)), m_part(fmt::format("{}.{}.part", m_file.string(), numberOfThisPart()))
    {
    }

    federation::UpdateObserver& observer() override { return *m_observer; }

    void beginAnew() override
    {
        removeParts();
        m_observer = std::make_unique<attack::SpoolingObserver>(m_part, 0);
    }

    bool resume(const std::string& standing, const std::vector<federation::RoundRecord>& rounds) override
    {
        const auto parts = partsLeft();
        return std::any_of(parts.begin(), parts.end(),
                           [&](const fs::path& part) { return takeOver(part, numberOf(standing), rounds); });
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
        std::error_code error;
        fs::rename(m_part, m_file, error);
        if (error)
            throw Error(ErrorCode::StorageFailed, "The file of raw updates cannot be put in its place.",
                        m_file.string(), "Check the disk of the workspace and resume the study.");
    }

    void tidy(const std::string&) override { removeParts(); }

private:
    /// Those of no other program that is at work.
    std::vector<fs::path> partsLeft() const
    {
        const auto prefix = m_file.filename().string() + ".";
        std::vector<fs::path> parts;
        std::error_code vanished;
        for (fs::directory_iterator it(m_file.parent_path(), vanished), end; it != end;
             it.increment(vanished)) {
            const auto name = it->path().filename().string();
            if (name.starts_with(prefix) && name.ends_with(".part") &&
                !isOfAnotherLiveProcess(name.substr(prefix.size())))
                parts.push_back(it->path());
        }
        return parts;
    }

    void removeParts() const
    {
        std::error_code ignored;
        for (const auto& part : partsLeft())
            fs::remove(part, ignored);
    }

    bool takeOver(const fs::path& part, std::size_t updates,
                  const std::vector<federation::RoundRecord>& rounds)
    {
        std::error_code vanished;
        fs::rename(part, m_part, vanished);
        if (vanished)
            return false;
        try {
            m_observer = std::make_unique<attack::SpoolingObserver>(m_part, updates);
        } catch (const Error&) {
            return false;
        }
        return holdsUpdatesOf(rounds, m_part);
    }

    fs::path m_file;
    fs::path m_part;
    std::unique_ptr<attack::SpoolingObserver> m_observer;
};

} // namespace

bool holdsUpdatesOf(const std::vector<federation::RoundRecord>& rounds, const std::filesystem::path& file)
{
    try {
        return areOf(rounds, attack::SpoolFile(file).origins());
    } catch (const Error&) {
        return false;
    }
}

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
