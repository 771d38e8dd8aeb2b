#include "core/experiment/FederationStage.h"

#include "core/base/Error.h"
#include "core/experiment/FederationRun.h"

#include <fmt/format.h>

namespace undertone::experiment {

std::string KeptUpdates::name() const
{
    switch (form) {
    case Form::None:
        return "none";
    case Form::RandomProbes:
        return "trace";
    case Form::Eigenprobes:
        return "trace-" + probes->key();
    case Form::ProbesAlone:
        return "probes";
    case Form::Raw:
        return "updates";
    }
    return "none";
}

FederationStage::FederationStage(FederationPlan plan, StageContext& context)
    : m_plan(std::move(plan)), m_context(context), m_key(m_plan.key(context.machine))
{
}

double FederationStage::expectedSeconds() const
{
    return m_plan.secondsPerRound() * static_cast<double>(m_plan.federation.rounds);
}

void FederationStage::keep(const KeptUpdates& what)
{
    if (what.form != KeptUpdates::Form::None)
        m_kept.emplace(what.name(), what);
}

void FederationStage::run()
{
    const std::scoped_lock lock(m_mutex);
    auto record = stored();
    bool isComplete = record.has_value();
    for (const auto& [name, what] : m_kept)
        isComplete = isComplete && isThere(what, *record);
    if (!isComplete) {
        train(std::move(record));
        return;
    }
    tidyAfterCrash();
    for (const auto& round : record->rounds)
        report(round);
    m_context.progress.skip(expectedSeconds(), m_plan.title + ", done before");
}

federation::FederationState FederationStage::state()
{
    if (!stored())
        run();
    return stored().value().state;
}

attack::ObservedFederation FederationStage::observed(const KeptUpdates& what, attack::AttackKind kind)
{
    attack::ObservedFederation observed;
    const bool isCeiling = kind == attack::AttackKind::Data;
    const auto data = isCeiling ? m_plan.data() : federation::FederationData{};
    for (const auto& client : m_plan.clients) {
        observed.clients.push_back({client.speaker, client.label, {}});
        if (isCeiling)
            observed.clients.back().inputs =
                data.features.index_select(0, at::tensor(client.rows.training, at::kLong));
    }
    if (what.form == KeptUpdates::Form::Raw)
        observed.spool = rawFile();
    else if (what.form != KeptUpdates::Form::None)
        observed.trace = restored<attack::UpdateTrace>(what);
    return observed;
}

attack::ProbeSet FederationStage::eigenprobes()
{
    return restored<attack::ProbeSet>({KeptUpdates::Form::ProbesAlone, nullptr});
}

void FederationStage::releaseRawUpdates()
{
    if (--m_rawUsers > 0)
        return;
    std::error_code ignored;
    std::filesystem::remove(rawFile(), ignored);
}

double FederationStage::rawBytes() const
{
    if (!m_kept.contains(KeptUpdates{KeptUpdates::Form::Raw, nullptr}.name()))
        return 0;
    return m_plan.updateBytes() * m_plan.clientsPerRound() * static_cast<double>(m_plan.federation.rounds);
}

std::string FederationStage::keptKey(const KeptUpdates& what) const
{
    return m_key + "." + what.name();
}

std::filesystem::path FederationStage::rawFile() const
{
    return m_context.cache.spoolFolder() / (m_key + ".updates");
}

std::unique_ptr<UpdateKeeper> FederationStage::makeKeeper(const KeptUpdates& what)
{
    std::vector<std::size_t> outputs = m_plan.model.hidden;
    outputs.push_back(m_plan.classes);
    switch (what.form) {
    case KeptUpdates::Form::Eigenprobes:
        return keepTrace(m_context.cache, keptKey(what), what.probes->eigenprobes());
    case KeptUpdates::Form::ProbesAlone:
        return keepEigenprobes(m_context.cache, keptKey(what));
    case KeptUpdates::Form::Raw:
        return keepSpool(rawFile());
    default:
        return keepTrace(m_context.cache, keptKey(what), attack::randomProbes(outputs));
    }
}

bool FederationStage::isThere(const KeptUpdates& what, const FederationRecord& record) const
{
    return record.kept.contains(what.name()) &&
           (what.form != KeptUpdates::Form::Raw || std::filesystem::exists(rawFile()));
}

std::optional<FederationRecord> FederationStage::stored() const
{
    const auto bytes = m_context.cache.find(m_key);
    return bytes ? FederationRecord::deserialize(*bytes) : std::nullopt;
}

template <class Value>
Value FederationStage::restored(const KeptUpdates& what)
{
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto bytes = m_context.cache.find(keptKey(what));
        if (auto value = bytes ? Value::deserialize(*bytes) : std::nullopt)
            return std::move(*value);
        forget(what);
        run();
    }
    throw Error(ErrorCode::StorageFailed, "What was kept of the " + m_plan.title + " cannot be read back.",
                keptKey(what), "Check the disk of the workspace and resume the study.");
}

void FederationStage::train(std::optional<FederationRecord> finished)
{
    FederationRun run(m_plan, m_key, m_context, [this](const auto& round) { report(round); });
    bool isForgetting = false;
    for (const auto& [name, what] : m_kept)
        if (!finished || !isThere(what, *finished)) {
            run.keep(name, makeKeeper(what));
            isForgetting = (finished && finished->kept.erase(name) > 0) || isForgetting;
        }
    if (isForgetting)
        m_context.cache.store(m_key, finished->serialize());
    auto record = run.run();
    if (finished)
        record.kept.merge(finished->kept);
    m_context.cache.store(m_key, record.serialize());
    run.tidy();
}

void FederationStage::tidyAfterCrash()
{
    FederationRun run(m_plan, m_key, m_context, {});
    for (const auto& [name, what] : m_kept)
        run.keep(name, makeKeeper(what));
    if (run.hasCheckpoint())
        run.tidy();
}

void FederationStage::report(const federation::RoundRecord& round)
{
    for (const auto& trial : m_listeners)
        m_context.sink.roundFinished(trial, round);
}

void FederationStage::forget(const KeptUpdates& what)
{
    const std::scoped_lock lock(m_mutex);
    keep(what);
    if (auto record = stored()) {
        record->kept.erase(what.name());
        m_context.cache.store(m_key, record->serialize());
    }
}

} // namespace undertone::experiment
