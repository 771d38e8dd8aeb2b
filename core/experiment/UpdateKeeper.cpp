#include "core/experiment/UpdateKeeper.h"

#include "core/attack/SpoolFile.h"
#include "core/base/Error.h"
#include "core/base/LiveProcess.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <unistd.h>

namespace undertone::experiment {

namespace {

namespace fs = std::filesystem;

std::size_t numberOf(const std::string& standing)
{
    return standing.empty() ? 0 : std::stoul(standing);
}

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
    std::string finish() override
    {
        m_cache.store(m_key, m_observer.probes().serialize());
        return {};
    }
    void tidy() override {}

private:
    StageCache& m_cache;
    std::string m_key;
    attack::EigenprobeObserver m_observer;
};

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

    std::string finish() override
    {
        m_observer->flush();
        m_observer.reset();
        std::error_code error;
        fs::rename(m_part, m_file, error);
        if (error)
            throw Error(ErrorCode::StorageFailed, "The file of raw updates cannot be put in its place.",
                        m_file.string(), "Check the disk of the workspace and resume the study.");
        return {};
    }

    void tidy() override { removeParts(); }

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
                !base::isOfAnotherLiveProcess(name.substr(prefix.size())))
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

bool areUpdatesOf(const std::vector<federation::RoundRecord>& rounds,
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

bool holdsUpdatesOf(const std::vector<federation::RoundRecord>& rounds, const std::filesystem::path& file)
{
    try {
        return areUpdatesOf(rounds, attack::SpoolFile(file).origins());
    } catch (const Error&) {
        return false;
    }
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
