#include "core/experiment/FederationRun.h"

#include "core/base/ContentHash.h"

#include <fmt/format.h>

#include <algorithm>

namespace undertone::experiment {

/// Shows each update to every keeper.
class FederationRun::Fan : public federation::UpdateObserver
{
public:
    explicit Fan(std::map<std::string, std::unique_ptr<UpdateKeeper>>& keepers) : m_keepers(keepers) {}

    void observe(const federation::UpdateOrigin& origin, const federation::ModelUpdate& update) override
    {
        for (auto& [name, keeper] : m_keepers)
            keeper->observer().observe(origin, update);
    }

private:
    std::map<std::string, std::unique_ptr<UpdateKeeper>>& m_keepers;
};

FederationRun::FederationRun(const FederationPlan& plan, const std::string& key, StageContext& context,
                             RoundReport report)
    : m_plan(plan), m_key(key), m_context(context), m_report(std::move(report)),
      m_timer(context.checkpointSeconds)
{
}

void FederationRun::keep(const std::string& name, std::unique_ptr<UpdateKeeper> keeper)
{
    m_keepers[name] = std::move(keeper);
}

FederationRecord FederationRun::run()
{
    auto checkpoint = begin();
    m_rounds = std::move(checkpoint.rounds);
    for (const auto& round : m_rounds)
        m_report(round);
    m_context.progress.skip(m_plan.secondsPerRound() * static_cast<double>(m_rounds.size()),
                            title(m_rounds.size()));
    std::optional<federation::FederationState> from;
    if (!m_rounds.empty())
        from = std::move(checkpoint.state);
    const auto data = m_plan.data();
    Fan fan(m_keepers);
    FederationRecord record;
    m_timer.start();
    record.state = federation::trainFederation(
        m_plan.request(data, m_context.device, m_context.progress.stopToken()),
        m_keepers.empty() ? nullptr : &fan,
        [this](const auto& round, const auto& state) { finishRound(round, state); }, m_context.progress,
        std::move(from));
    record.state.optimizer.clear();
    const auto left = m_plan.federation.rounds - m_rounds.size(); // when the budget was spent before
    m_context.progress.skip(m_plan.secondsPerRound() * static_cast<double>(left), title(m_rounds.size()));
    record.rounds = std::move(m_rounds);
    for (auto& [name, keeper] : m_keepers) {
        record.kept[name] = keeper->finish();
    }
    return record;
}

void FederationRun::tidy()
{
    for (auto& [name, keeper] : m_keepers)
        keeper->tidy();
    m_context.cache.remove(checkpointKey());
}

FederationRecord FederationRun::begin()
{
    if (auto last = checkpoint(); last && resumeKeepers(*last))
        return std::move(*last);
    for (auto& [name, keeper] : m_keepers)
        keeper->beginAnew();
    return {};
}

std::optional<FederationRecord> FederationRun::checkpoint() const
{
    const auto bytes = m_context.cache.find(checkpointKey());
    return bytes ? FederationRecord::deserialize(*bytes) : std::nullopt;
}

std::string FederationRun::checkpointKey() const
{
    std::set<std::string> names;
    for (const auto& [name, keeper] : m_keepers)
        names.insert(name);
    return experiment::checkpointKey(m_key, names);
}

bool FederationRun::resumeKeepers(const FederationRecord& checkpoint)
{
    return checkpoint.kept.size() == m_keepers.size() &&
           std::all_of(m_keepers.begin(), m_keepers.end(), [&](auto& entry) {
               const auto standing = checkpoint.kept.find(entry.first);
               return standing != checkpoint.kept.end() &&
                      entry.second->resume(standing->second, checkpoint.rounds);
           });
}

void FederationRun::finishRound(const federation::RoundRecord& round,
                                const federation::FederationState& state)
{
    m_rounds.push_back(round);
    m_report(round);
    for (auto& [name, keeper] : m_keepers)
        keeper->finishRound(round, state);
    m_context.graph.checkRunning();
    if (m_timer.isDue() && state.nextRound < m_plan.federation.rounds)
        saveCheckpoint(state);
    m_context.progress.advance(m_plan.secondsPerRound(), title(m_rounds.size()));
}

void FederationRun::saveCheckpoint(const federation::FederationState& state)
{
    FederationRecord checkpoint{m_rounds, state, {}};
    for (auto& [name, keeper] : m_keepers)
        checkpoint.kept[name] = keeper->checkpoint();
    m_context.cache.storeUnflushed(checkpointKey(), checkpoint.serialize());
    m_timer.start();
}

std::string FederationRun::title(std::size_t round) const
{
    return fmt::format("{}, round {} of {}", m_plan.title, round, m_plan.federation.rounds);
}

std::string checkpointKey(const std::string& federation, const std::set<std::string>& kept)
{
    base::ContentHash names;
    for (const auto& name : kept)
        names.addField(name);
    return fmt::format("{}.checkpoint-{}", federation, names.finish().substr(0, 16));
}

} // namespace undertone::experiment
