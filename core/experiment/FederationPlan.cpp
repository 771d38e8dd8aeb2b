#include "core/experiment/FederationPlan.h"

#include "core/experiment/AuditPlan.h"
#include "core/experiment/SpecNames.h"
#include "core/experiment/StageKey.h"
#include "core/federation/ClientSampler.h"
#include "core/privacy/BudgetReader.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace undertone::experiment {

namespace {

constexpr int federationVersion = 4;
constexpr int dataVersion = 1;

double parameters(const FederationPlan& plan)
{
    double sum = 0;
    const auto sizes = plan.layerSizes();
    for (std::size_t i = 1; i < sizes.size(); ++i)
        sum += static_cast<double>((sizes[i - 1] + 1) * sizes[i]);
    return sum;
}

/// What the auditor of a membership game trains on besides, to know what each canary would send.
double canaryRowsPerRound(const FederationPlan& plan)
{
    if (plan.canaries == 0)
        return 0;
    const auto canaries = static_cast<double>(plan.canaries);
    const bool isSecret = plan.defence.threat.sees == privacy::Sees::Sum && !plan.defence.threat.knowsCohorts;
    const double share = isSecret ? 1 : plan.clientsPerRound() / static_cast<double>(plan.clients.size());
    return share * canaries * static_cast<double>(plan.clients.back().rows.training.size());
}

void addMechanism(StageKey& key, const privacy::MechanismPlan& mechanism)
{
    key.add("mechanism", privacy::mechanismName(mechanism.kind))
        .add("clip", mechanism.clip)
        .add("noise multiplier", mechanism.noiseMultiplier)
        .add("sigma", mechanism.sigma.value_or(0))
        .add("sampling", privacy::samplingName(mechanism.sampling));
    if (const auto& adaptive = mechanism.adaptiveClip)
        key.add("quantile", adaptive->quantile).add("sigma_b", adaptive->sigmaB).add("rate", adaptive->rate);
}

/// The numbers that run, where they are recorded, and when they stop.
void addDefence(StageKey& key, const Defence& defence)
{
    addMechanism(key, defence.mechanism);
    key.add("recorded", static_cast<std::size_t>(privacy::observationPoint(defence.threat)));
    if (!defence.budget.stopAtEpsilon || defence.mechanism.kind == privacy::MechanismKind::None)
        return;
    key.add("stop at epsilon", *defence.budget.stopAtEpsilon)
        .add("delta", defence.budget.delta)
        .add("relation", privacy::relationName(defence.budget.relation))
        .add("accountant", nameOf(accountantNames(), defence.budget.accountant))
        .add("knows cohorts", static_cast<std::size_t>(defence.threat.knowsCohorts));
}

} // namespace

std::string FederationPlan::key(const std::string& machine) const
{
    StageKey key("federation", federationVersion, machine);
    key.add("rows", rows->identity()).add("classes", classes);
    for (const auto& client : clients)
        key.add("training", client.rows.training).add("validation", client.rows.validation);
    for (const auto units : model.hidden)
        key.add("hidden", units);
    key.add("dropout", model.dropout)
        .add("algorithm", algorithmName(federation.algorithm))
        .add("rounds", federation.rounds)
        .add("client fraction", federation.clientFraction)
        .add("local epochs", federation.localEpochs)
        .add("batch size", federation.batchSize)
        .add("learning rate", federation.learningRate)
        .add("seed", seed.value())
        .add("trial seed", trialSeed.value());
    addDefence(key, defence);
    if (canaries > 0)
        addCanaries(key, *this);
    return key.finish();
}

std::string FederationPlan::dataKey(const std::string& machine) const
{
    StageKey key("client data", dataVersion, machine);
    key.add("rows", rows->identity());
    for (const auto& client : clients)
        key.add("training", client.rows.training);
    return key.finish();
}

std::vector<std::int64_t> FederationPlan::trainingRows() const
{
    std::vector<std::int64_t> all;
    for (const auto& client : std::span(clients).first(clients.size() - canaries))
        all.insert(all.end(), client.rows.training.begin(), client.rows.training.end());
    std::sort(all.begin(), all.end());
    return all;
}

federation::FederationData FederationPlan::data() const
{
    federation::FederationData data;
    data.features = rows->normalised(trainingRows());
    data.labels = rows->labels();
    data.classes = classes;
    for (const auto& client : clients)
        data.clients.push_back(client.rows);
    if (canaries > 0)
        addCanaryUtterances(data, *this);
    return data;
}

federation::FederationRequest FederationPlan::request(const federation::FederationData& data,
                                                      const std::string& device) const
{
    const auto inputs = static_cast<std::size_t>(rows->columns());
    federation::FederationRequest request{
        data, model, federation, federation::initialWeights(model, inputs, classes, trialSeed), seed, device};
    request.mechanism = defence.mechanism;
    request.observed = privacy::observationPoint(defence.threat);
    if (defence.budget.stopAtEpsilon)
        request.mayRelease =
            [reader = std::make_shared<privacy::BudgetReader>(defence.budget, defence.threat, facts()),
             multipliers = releaseMultipliers()](const privacy::ReleaseLog& log) {
                return reader->mayRelease(log, multipliers);
            };
    return request;
}

std::vector<double> FederationPlan::releaseMultipliers() const
{
    const auto mechanism = privacy::makeMechanism(defence.mechanism);
    std::vector<double> multipliers;
    for (const auto& client : clients) {
        const auto samples = federation::releasedSamples(client.rows, federation);
        multipliers.push_back(samples > 0 ? mechanism->eventMultiplier(defence.mechanism.clip, samples) : 0);
    }
    return multipliers;
}

privacy::FederationFacts FederationPlan::facts() const
{
    return {federation.clientFraction, federation.rounds,
            defence.budget.sampling == privacy::Sampling::Poisson
                ? federation.clientFraction
                : clientsPerRound() / std::max(1.0, static_cast<double>(clients.size()))};
}

double FederationPlan::clientsPerRound() const
{
    const auto all = static_cast<double>(clients.size());
    const bool isSampled = federation.algorithm == federation::Algorithm::FedSgd ||
                           federation.algorithm == federation::Algorithm::FedAvg;
    return isSampled ? federation::expectedClients(federation.clientFraction, clients.size(),
                                                   defence.budget.sampling)
                     : all;
}

double FederationPlan::updates() const
{
    return static_cast<double>(federation.rounds) * clientsPerRound();
}

double FederationPlan::observations() const
{
    return showsSums() ? static_cast<double>(federation.rounds) : updates();
}

std::vector<std::size_t> FederationPlan::layerSizes() const
{
    std::vector<std::size_t> sizes = {static_cast<std::size_t>(rows->columns())};
    sizes.insert(sizes.end(), model.hidden.begin(), model.hidden.end());
    sizes.push_back(classes);
    return sizes;
}

double FederationPlan::secondsPerRound() const
{
    double training = 0;
    double validation = 0;
    for (const auto& client : clients) {
        training += static_cast<double>(client.rows.training.size());
        validation += static_cast<double>(client.rows.validation.size());
    }
    training *= clientsPerRound() / std::max(1.0, static_cast<double>(clients.size()));
    const double size = parameters(*this) / 3e5;
    training += canaryRowsPerRound(*this);
    return size * (training * static_cast<double>(federation.localEpochs) * 4e-5 + validation * 1e-5) + 1e-3;
}

double FederationPlan::updateBytes() const
{
    return parameters(*this) * sizeof(float);
}

} // namespace undertone::experiment
