#include "core/experiment/AuditStage.h"

#include "core/experiment/FederationRun.h"
#include "core/learning/TensorArchive.h"
#include "core/privacy/BudgetReader.h"
#include "core/privacy/auditing/MembershipGame.h"

#include <algorithm>

namespace undertone::experiment {

namespace {

constexpr int auditVersion = 1;
constexpr auto keeperName = "scores";
constexpr auto scoreFormat = "UTSCORES1";

std::string keyOf(const AuditPlan& plan, const std::string& machine)
{
    StageKey key("audit", auditVersion, machine);
    key.add("federation", plan.federation.key(machine)).add("secret rate", plan.secretRate.value_or(-1.0));
    for (const auto& canary : plan.canaries)
        key.add("trains before", canary.trainsBefore);
    return key.finish();
}

std::optional<std::vector<double>> scoresOf(const FederationRecord& record)
{
    const auto bytes = record.kept.find(keeperName);
    if (bytes == record.kept.end())
        return std::nullopt;
    using Scores = std::optional<std::vector<double>>;
    return learning::readArchive<Scores>(scoreFormat, bytes->second, [](auto& reader) {
        std::vector<double> scores;
        for (auto left = reader.integer(); left > 0; --left)
            scores.push_back(reader.real());
        return Scores(std::move(scores));
    });
}

/// What the epsilon of a canary is accounted under: in, or a zero in its place. Cohorts of a fixed size that
/// are secret are accounted for a client that becomes any other, which one that sends zeros is among.
privacy::PrivacySpec accountedBudget(const Defence& defence)
{
    auto budget = defence.budget;
    if (budget.sampling != privacy::Sampling::FixedSize || defence.threat.knowsCohorts ||
        budget.mechanism != privacy::MechanismKind::DpFedAvgCentral)
        budget.relation = privacy::Relation::ReplaceWithNull;
    return budget;
}

double deltaOf(const Defence& defence, const privacy::FederationFacts& facts)
{
    return privacy::addsNoise(defence.budget.mechanism)
               ? privacy::BudgetReader(defence.budget, defence.threat, facts).delta()
               : defence.budget.delta;
}

} // namespace

/// The auditor, beside the federation while it runs.
class AuditStage::Keeper : public UpdateKeeper
{
public:
    Keeper(const AuditPlan& plan, const StageContext& context)
        : m_data(plan.federation.data()),
          m_request(plan.federation.request(m_data, context.device, context.progress.stopToken())),
          m_auditor(m_request, plan.canaries, plan.secretRate, context.progress)
    {
    }

    federation::UpdateObserver& observer() override { return m_auditor; }
    void beginAnew() override { m_auditor.beginAnew(); }
    bool resume(const std::string& standing, const std::vector<federation::RoundRecord>& rounds) override
    {
        return m_auditor.resume(standing, rounds.size());
    }
    void finishRound(const federation::RoundRecord& round, const federation::FederationState& state) override
    {
        m_auditor.finishRound(round, state);
    }
    std::string checkpoint() override { return m_auditor.checkpoint(); }
    std::string finish() override
    {
        learning::ArchiveWriter writer(scoreFormat);
        writer.integer(m_auditor.scores().size());
        for (const double score : m_auditor.scores())
            writer.real(score);
        return writer.finish();
    }
    void tidy() override {}

private:
    federation::FederationData m_data;
    federation::FederationRequest m_request;
    attack::MembershipAuditor m_auditor;
};

AuditStage::AuditStage(AuditPlan plan, StageContext& context)
    : m_plan(std::move(plan)), m_context(context), m_key(keyOf(m_plan, context.machine))
{
}

double AuditStage::expectedSeconds() const
{
    return m_plan.federation.secondsPerRound() * static_cast<double>(m_plan.federation.federation.rounds);
}

void AuditStage::run()
{
    const std::scoped_lock lock(m_mutex);
    if (stored())
        m_context.progress.skip(expectedSeconds(), m_plan.federation.title + ", played before");
    else
        play();
}

MembershipAudit AuditStage::result(const AuditSpec& spec, const Defence& defence)
{
    const auto played = record();
    const auto scores = scoresOf(played).value();
    MembershipAudit audit;
    audit.mechanism = privacy::mechanismName(defence.mechanism.kind);
    audit.observer = defence.threat.observer;
    audit.sees = defence.threat.sees;
    audit.relation = accountedBudget(defence).relation;
    audit.leakedUpdates = spec.leakedUpdates;
    audit.rounds = played.rounds.size();
    audit.guesses =
        privacy::guessMostConfident(scores, m_plan.isIn, spec.guesses.value_or(spec.canaries / 2));
    audit.decisions = privacy::decideBySign(scores, m_plan.isIn);
    audit.confidence = spec.confidence;
    audit.delta = deltaOf(defence, m_plan.federation.facts());
    audit.accounted = accounted(spec, defence, played.state.releases);
    setBounds(audit);
    return audit;
}

std::optional<double> AuditStage::accounted(const AuditSpec& spec, const Defence& defence,
                                            const privacy::ReleaseLog& releases) const
{
    if (guaranteeOf(defence.mechanism.kind, defence.threat) != privacy::Guarantee::Holds)
        return std::nullopt;
    const privacy::BudgetReader reader(accountedBudget(defence), defence.threat, m_plan.federation.facts());
    double worst = 0;
    for (const auto& canary : m_plan.canaries)
        worst = std::max(worst, reader.ofClient(releases, canary.client,
                                                spec.leakedUpdates.value_or(privacy::allReleases)));
    return worst;
}

std::optional<FederationRecord> AuditStage::stored() const
{
    const auto bytes = m_context.cache.find(m_key);
    auto record = bytes ? FederationRecord::deserialize(*bytes) : std::nullopt;
    return record && scoresOf(*record) ? std::move(record) : std::nullopt;
}

FederationRecord AuditStage::play()
{
    FederationRun run(m_plan.federation, m_key, m_context, [](const auto&) {});
    run.keep(keeperName, std::make_unique<Keeper>(m_plan, m_context));
    auto record = run.run();
    m_context.cache.store(m_key, record.serialize());
    run.tidy();
    return record;
}

FederationRecord AuditStage::record()
{
    const std::scoped_lock lock(m_mutex);
    if (auto found = stored())
        return std::move(*found);
    m_context.progress.addTotal(expectedSeconds());
    return play();
}

} // namespace undertone::experiment
