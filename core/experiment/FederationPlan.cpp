#include "core/experiment/FederationPlan.h"

#include "core/experiment/AuditPlan.h"
#include "core/experiment/SpecNames.h"
#include "core/experiment/StageKey.h"
#include "core/federation/ClientSampler.h"
#include "core/privacy/BudgetReader.h"
#include "core/representation/AdversarialTrainer.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>

namespace undertone::experiment {

namespace {

constexpr int federationVersion = 4;
constexpr int dataVersion = 1;
constexpr double forwardShare = 0.3; ///< of a pass forward and backward

double parameters(const FederationPlan& plan)
{
    double sum = 0;
    for (const auto& layer : plan.layers())
        sum += static_cast<double>(layer.parameters());
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

void addModel(StageKey& key, const FederationPlan& plan)
{
    if (!plan.encoder) {
        for (const auto units : plan.model.hidden)
            key.add("hidden", units);
        key.add("dropout", plan.model.dropout);
        return;
    }
    const auto& encoder = *plan.encoder;
    addEncoder(key, encoder.spec.encoder);
    for (std::size_t i = 0; i < encoder.attributes.size(); ++i)
        key.add("name", encoder.attributes[i].name)
            .add("attribute", encoder.attributes[i].adversaryLabels)
            .add("classes", encoder.attributes[i].adversaryClasses)
            .add("lambda", encoder.spec.adversary[i].lambda);
}

/// Lets the encoder train in the clients, over a table that lives as long as the request.
void trainEncoder(federation::FederationRequest& request, const FederationPlan& plan,
                  const std::stop_token& stop)
{
    const auto table =
        std::make_shared<const representation::InputTable>(plan.encoder->table(plan.trainingRows()));
    const auto& spec = plan.encoder->spec;
    request.initial =
        representation::EncoderModel(spec, *table).initialWeights(plan.trialSeed.child("initial weights"));
    request.trainer = [spec, table, device = request.device, stop] {
        return std::make_unique<representation::AdversarialTrainer>(spec, *table, device, stop);
    };
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
    addModel(key, *this);
    key.add("algorithm", algorithmName(federation.algorithm))
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
    if (!encoder)
        data.features = vectors();
    data.labels = rows->labels();
    data.classes = classes;
    for (const auto& client : clients)
        data.clients.push_back(client.rows);
    if (canaries > 0)
        addCanaryUtterances(data, *this);
    return data;
}

federation::FederationRequest FederationPlan::request(const federation::FederationData& data,
                                                      const std::string& device,
                                                      const std::stop_token& stop) const
{
    federation::FederationRequest request{data, model, federation, {}, seed, device};
    if (encoder)
        trainEncoder(request, *this, stop);
    else
        request.initial = federation::initialWeights(model, static_cast<std::size_t>(data.features.size(1)),
                                                     classes, trialSeed);
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

std::vector<attack::LayerShape> FederationPlan::layers() const
{
    if (encoder)
        return encoder->layers();
    std::vector<attack::LayerShape> layers;
    auto inputs = rows->columnNames().size();
    const auto add = [&](std::size_t units) { layers.push_back({units, std::exchange(inputs, units)}); };
    std::for_each(model.hidden.begin(), model.hidden.end(), add);
    add(classes);
    return layers;
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
    training += canaryRowsPerRound(*this);
    if (encoder)
        return encoder->secondsFor(training * static_cast<double>(federation.localEpochs) +
                                   forwardShare * validation);
    const double size = parameters(*this) / 3e5;
    return size * (training * static_cast<double>(federation.localEpochs) * 4e-5 + validation * 1e-5) + 1e-3;
}

double FederationPlan::updateBytes() const
{
    return parameters(*this) * sizeof(float);
}

} // namespace undertone::experiment
