#include "core/experiment/FederationStage.h"

#include "core/base/Error.h"
#include "core/experiment/FederationRun.h"
#include "core/experiment/TraceKeeper.h"
#include "core/learning/TensorArchive.h"

#include <set>

namespace undertone::experiment {

namespace {

const KeptUpdates rawUpdates{KeptUpdates::Form::Raw, nullptr};
constexpr auto embeddingFormat = "UTEMBEDDINGS1";

} // namespace

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

std::string FederationStage::keyFor(attack::AttackKind kind) const
{
    return kind == attack::AttackKind::Data ? m_plan.dataKey(m_context.machine) : m_key;
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
    made();
}

FederationRecord FederationStage::made()
{
    auto record = stored();
    bool isComplete = record.has_value();
    for (const auto& [name, what] : m_kept)
        isComplete = isComplete && isThere(what, *record);
    if (!isComplete)
        return train(std::move(record));
    tidyAfterCrash();
    for (const auto& round : record->rounds)
        report(round);
    m_context.progress.skip(expectedSeconds(), m_plan.title + ", done before");
    return std::move(*record);
}

FederationRecord FederationStage::record()
{
    const std::scoped_lock lock(m_mutex);
    if (auto record = stored())
        return std::move(*record);
    m_context.progress.addTotal(expectedSeconds());
    return made();
}

attack::ObservedFederation FederationStage::observed(const KeptUpdates& what, attack::AttackKind kind)
{
    attack::ObservedFederation observed;
    const bool isCeiling = kind == attack::AttackKind::Data;
    const auto vectors = isCeiling ? m_plan.vectors() : at::Tensor();
    for (const auto& client : m_plan.clients) {
        observed.clients.push_back({client.speaker, client.label, {}});
        if (isCeiling)
            observed.clients.back().inputs =
                vectors.index_select(0, at::tensor(client.rows.training, at::kLong));
    }
    if (what.form == KeptUpdates::Form::Raw)
        observed.spool = wholeRawFile(what);
    else if (what.form != KeptUpdates::Form::None)
        observed.trace = restored<attack::UpdateTrace>(what, [&] {
            const auto record = stored();
            return record && record->kept.contains(what.name())
                       ? keptTrace(m_context.cache, keptKey(what), record->kept.at(what.name()),
                                   m_context.progress)
                       : std::nullopt;
        });
    if (what.form != KeptUpdates::Form::None && m_plan.showsSums())
        for (auto& round : record().rounds)
            observed.cohorts.push_back(std::move(round.cohort));
    return observed;
}

at::Tensor FederationStage::embeddings()
{
    const auto key = m_key + ".embeddings";
    const auto stored = [](std::string_view bytes) {
        return learning::readArchive<std::optional<at::Tensor>>(
            embeddingFormat, bytes, [](auto& reader) { return std::optional(reader.tensor()); });
    };
    if (const auto bytes = m_context.cache.find(key))
        if (auto vectors = stored(*bytes))
            return std::move(*vectors);
    const auto vectors = m_plan.encoder->embeddings(record().state.selectedWeights, m_plan.trainingRows(),
                                                    m_context.device, m_context.progress);
    m_context.cache.store(key, learning::ArchiveWriter(embeddingFormat).tensor(vectors).finish());
    return vectors;
}

attack::ProbeSet FederationStage::eigenprobes()
{
    const KeptUpdates what{KeptUpdates::Form::ProbesAlone, nullptr};
    return restored<attack::ProbeSet>(what, [&] {
        const auto bytes = m_context.cache.find(keptKey(what));
        return bytes ? attack::ProbeSet::deserialize(*bytes) : std::nullopt;
    });
}

void FederationStage::releaseRawUpdates()
{
    if (--m_rawUsers > 0)
        return;
    const std::scoped_lock lock(m_mutex);
    m_kept.erase(rawUpdates.name());
    std::error_code ignored;
    std::filesystem::remove(rawFile(), ignored);
}

double FederationStage::rawBytes() const
{
    if (!m_kept.contains(rawUpdates.name()))
        return 0;
    return m_plan.updateBytes() * m_plan.observations();
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
    std::vector<std::size_t> outputs;
    for (const auto& layer : m_plan.layers())
        outputs.push_back(layer.out);
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
           (what.form != KeptUpdates::Form::Raw || holdsUpdatesOf(record.rounds, rawFile()));
}

std::optional<FederationRecord> FederationStage::stored() const
{
    const auto bytes = m_context.cache.find(m_key);
    return bytes ? FederationRecord::deserialize(*bytes) : std::nullopt;
}

template <class Value, class Find>
Value FederationStage::restored(const KeptUpdates& what, const Find& find)
{
    if (auto value = find())
        return std::move(*value);
    const std::scoped_lock lock(m_mutex);
    if (auto value = find()) // made by another trial meanwhile
        return std::move(*value);
    remake(what);
    if (auto value = find())
        return std::move(*value);
    throw Error(ErrorCode::StorageFailed, "What was kept of the " + m_plan.title + " cannot be read back.",
                keptKey(what), "Check the disk of the workspace and resume the study.");
}

FederationRecord FederationStage::train(std::optional<FederationRecord> finished)
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
    return record;
}

void FederationStage::tidyAfterCrash()
{
    std::set<std::string> names;
    for (const auto& [name, what] : m_kept)
        names.insert(name);
    const auto checkpoint = checkpointKey(m_key, names);
    if (!m_context.cache.find(checkpoint))
        return;
    if (names.contains(rawUpdates.name()))
        keepSpool(rawFile())->tidy();
    m_context.cache.remove(checkpoint);
}

void FederationStage::report(const federation::RoundRecord& round)
{
    for (const auto& listener : m_listeners)
        listener(round);
}

std::filesystem::path FederationStage::wholeRawFile(const KeptUpdates& what)
{
    const std::scoped_lock lock(m_mutex);
    const auto record = stored();
    if (!record || !isThere(what, *record))
        remake(what);
    return rawFile();
}

void FederationStage::remake(const KeptUpdates& what)
{
    keep(what);
    m_context.progress.addTotal(expectedSeconds());
    auto record = stored();
    if (record && record->kept.erase(what.name()) > 0)
        m_context.cache.store(m_key, record->serialize());
    train(std::move(record));
}

} // namespace undertone::experiment
