#include "core/experiment/AuditPlan.h"

#include "core/privacy/auditing/MembershipGame.h"

#include <fmt/format.h>

#include <algorithm>

namespace undertone::experiment {

namespace {

constexpr int canaryVersion = 2;

/// Training rows of a client that has some, on average.
std::size_t usualRows(const std::vector<PlannedClient>& clients)
{
    std::size_t rows = 0;
    std::size_t trained = 0;
    for (const auto& client : clients) {
        rows += client.rows.training.size();
        trained += client.rows.training.empty() ? 0 : 1;
    }
    return trained == 0 ? 1 : std::max<std::size_t>(1, (rows + trained / 2) / trained);
}

void addClients(FederationPlan& plan, std::size_t canaries)
{
    const auto rows = usualRows(plan.clients);
    const auto next = static_cast<std::int64_t>(plan.rows->labels().size());
    for (std::size_t i = 0; i < canaries; ++i) {
        PlannedClient canary;
        canary.speaker = fmt::format("canary {}", i + 1);
        canary.rows.training.assign(rows, next + static_cast<std::int64_t>(i));
        plan.clients.push_back(std::move(canary));
    }
    plan.canaries = canaries;
}

/// For each client the round behind its `updates`-th one; the number of rounds when it sends fewer.
std::vector<std::size_t> roundsBehind(const FederationPlan& plan, std::size_t updates)
{
    federation::FederationData clients; // a cohort does not depend on what they hold
    for (const auto& client : plan.clients)
        clients.clients.push_back(client.rows);
    federation::FederationRequest request{clients, plan.model, plan.federation, {}, plan.seed};
    request.mechanism.sampling = plan.defence.mechanism.sampling;
    std::vector<std::size_t> sent(plan.clients.size());
    std::vector<std::size_t> behind(plan.clients.size(), plan.federation.rounds);
    for (std::size_t round = 0; round < plan.federation.rounds; ++round)
        for (const auto client : federation::cohortOf(request, round))
            if (++sent[client] == updates)
                behind[client] = round + 1;
    return behind;
}

std::vector<std::size_t> trainingEnds(const AuditPlan& plan, const std::optional<std::size_t>& updates)
{
    const auto rounds = plan.federation.federation.rounds;
    if (updates && !plan.secretRate)
        return roundsBehind(plan.federation, *updates);
    return std::vector<std::size_t>(plan.federation.clients.size(),
                                    std::min(rounds, updates.value_or(rounds)));
}

} // namespace

AuditPlan auditPlan(const FederationPlan& attacked, const AuditSpec& spec)
{
    AuditPlan plan{attacked, {}, {}, {}};
    auto& federation = plan.federation;
    federation.title = "membership game, " + attacked.title;
    federation.seed = attacked.seed.child("audit");
    addClients(federation, spec.canaries);
    const auto& threat = federation.defence.threat;
    if (threat.sees == privacy::Sees::Sum && !threat.knowsCohorts)
        plan.secretRate = federation.facts().sampleRate;
    plan.isIn = privacy::tossCoins(federation.seed, spec.canaries);
    const auto ends = trainingEnds(plan, spec.leakedUpdates);
    std::size_t last = 1;
    for (std::size_t i = 0; i < spec.canaries; ++i) {
        const auto client = attacked.clients.size() + i;
        plan.canaries.push_back({client, ends[client]});
        federation.clients[client].rows.trainsBefore = plan.isIn[i] ? ends[client] : 0;
        last = std::max(last, ends[client]);
    }
    federation.federation.rounds = last;
    return plan;
}

void addCanaries(StageKey& key, const FederationPlan& plan)
{
    key.add("canaries", canaryVersion).add("number", plan.canaries);
    for (const auto& client : plan.clients)
        key.add("trains before", client.rows.trainsBefore);
}

void addCanaryUtterances(federation::FederationData& data, const FederationPlan& plan)
{
    const auto own = data.features.index_select(0, at::tensor(plan.trainingRows(), at::kLong));
    const auto mean = own.mean(0);
    const auto deviation = own.std(0, false);
    const auto rows = static_cast<std::int64_t>(plan.canaries);
    auto drawn = at::empty({rows, data.features.size(1)}, at::kFloat);
    auto* value = drawn.data_ptr<float>();
    for (std::int64_t row = 0; row < rows; ++row) {
        const auto seed = plan.seed.child("canaries", static_cast<std::uint64_t>(row));
        auto features = seed.stream("features");
        for (std::int64_t column = 0; column < drawn.size(1); ++column)
            *value++ = static_cast<float>(features.normal());
        data.labels.push_back(static_cast<std::int64_t>(seed.stream("label").below(data.classes)));
    }
    data.features = at::cat({data.features, drawn.mul_(deviation).add_(mean)});
}

} // namespace undertone::experiment
