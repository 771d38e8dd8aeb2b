#include "core/federation/FederatedTraining.h"

#include "core/base/Error.h"
#include "core/federation/ClientSampler.h"
#include "core/federation/FederationRound.h"
#include "core/federation/RoundValidation.h"
#include "core/learning/EmotionClassifier.h"
#include "core/learning/MlpTrainer.h"
#include "core/learning/Torch.h"

#include <algorithm>

namespace undertone::federation {

namespace {

[[noreturn]] void refuse(const std::string& happened, const std::string& where, const std::string& remedy)
{
    throw Error(ErrorCode::InvalidRequest, happened, where, remedy);
}

void requireFeatures(const FederationData& data)
{
    const auto& features = data.features;
    if (!features.defined() || features.dim() != 2 || features.scalar_type() != at::kFloat ||
        !features.is_contiguous() || !features.is_cpu())
        refuse("The features are not one dense float32 matrix.", "federation data",
               "Pass rows x features, contiguous, on the CPU.");
    if (features.size(0) != static_cast<std::int64_t>(data.labels.size()))
        refuse("The number of labels differs from the number of feature rows.", "federation data",
               "Give every row one label.");
}

void requireData(const FederationData& data)
{
    const auto rows = static_cast<std::int64_t>(data.labels.size());
    for (const auto label : data.labels)
        if (label < 0 || static_cast<std::size_t>(label) >= data.classes)
            refuse("A label is outside the classes.", "federation data", "Number the emotions from 0.");
    const auto outside = [rows](std::int64_t row) { return row < 0 || row >= rows; };
    for (const auto& client : data.clients)
        if (std::ranges::any_of(client.training, outside) || std::ranges::any_of(client.validation, outside))
            refuse("A client holds a row that does not exist.", "federation data",
                   "Let clients index the rows of the features.");
}

void requireSpec(const FederationRequest& request)
{
    const auto& spec = request.federation;
    if (spec.batchSize == 0 || spec.localEpochs == 0 || !(spec.learningRate > 0))
        refuse("Batch size, local epochs and learning rate must be positive.", "federation",
               "Correct federation.batch_size, federation.local_epochs or federation.learning_rate.");
    if (!(spec.clientFraction >= 0 && spec.clientFraction <= 1))
        refuse("The fraction of clients a round is not between 0 and 1.", "federation.client_fraction",
               "Choose a fraction between 0 and 1.");
    if (request.mechanism.kind != privacy::MechanismKind::None &&
        (spec.algorithm == Algorithm::Centralised || spec.algorithm == Algorithm::Local))
        refuse("No update leaves a client: there is nothing to defend.", "privacy.mechanism",
               "Use no mechanism, or another algorithm.");
    if (trainingClients(request.data).empty())
        refuse("No client has anything to train on.", "federation data",
               "Use a corpus with more utterances a speaker, or fewer shards a speaker.");
}

learning::EmotionClassifier classifierOf(const FederationRequest& request)
{
    return {request.model, static_cast<std::size_t>(request.data.features.size(1)), request.data.classes};
}

/// Models that the weights of this federation hold.
std::int64_t models(const FederationRequest& request)
{
    return request.federation.algorithm == Algorithm::Local
               ? static_cast<std::int64_t>(request.data.clients.size())
               : 1;
}

/// A flat tensor for one model, clients x parameters for `local`.
at::Tensor shaped(const at::Tensor& weights, const FederationRequest& request)
{
    return request.federation.algorithm == Algorithm::Local ? weights.view({models(request), -1}) : weights;
}

FederationState startingState(const FederationRequest& request, std::int64_t parameters,
                              std::optional<FederationState> from)
{
    if (request.initial.numel() != parameters)
        refuse("The initial weights do not fit the model.", "federation",
               "Make them with initialWeights() of the same model, features and classes.");
    if (!from) {
        FederationState state;
        state.clip = request.mechanism.clip;
        state.weights = shaped(request.initial.repeat({models(request)}), request);
        state.selectedWeights = state.weights;
        return state;
    }
    if (from->weights.numel() != parameters * models(request) ||
        from->selectedWeights.numel() != from->weights.numel())
        refuse("The checkpoint belongs to another model.", "federation", "Start the federation anew.");
    from->weights = shaped(from->weights, request);
    from->selectedWeights = shaped(from->selectedWeights, request);
    return *from;
}

/// True when another round may follow. @throws Error InvalidRequest when it would be the first.
bool mayGoOn(const FederationRequest& request, FederationState& state)
{
    if (!request.mayRelease || request.mayRelease(state.releases))
        return true;
    if (state.nextRound == 0)
        refuse("One round alone spends more than the budget at which the training is to stop.",
               "privacy.stop_at_epsilon", "Use a larger stop_at_epsilon, or more noise.");
    state.isBudgetSpent = true;
    return false;
}

/// The latest model up to the first round after half of them, from then on the best on validation.
void chooseModel(FederationState& state, const RoundRecord& record, std::size_t rounds, bool canCompare)
{
    if (canCompare && record.round > rounds / 2 && record.validationUar <= state.selectedUar)
        return;
    state.selectedWeights = state.weights;
    state.selectedRound = record.round;
    state.selectedUar = record.validationUar;
}

std::vector<std::size_t> majority(const std::vector<std::vector<std::size_t>>& votes, std::size_t classes)
{
    std::vector<std::size_t> result;
    for (std::size_t row = 0; row < votes.front().size(); ++row) {
        std::vector<std::size_t> counts(classes);
        for (const auto& vote : votes)
            ++counts[vote[row]];
        result.push_back(static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin()));
    }
    return result;
}

} // namespace

std::unique_ptr<learning::LocalTrainer> trainerOf(const FederationRequest& request)
{
    if (request.trainer)
        return request.trainer();
    requireFeatures(request.data);
    return learning::makeMlpTrainer(classifierOf(request), {request.data.features, request.data.labels},
                                    request.device);
}

at::Tensor initialWeights(const learning::ModelSpec& model, std::size_t features, std::size_t classes,
                          const base::SeedTree& trialSeed)
{
    return learning::EmotionClassifier(model, features, classes)
        .initialWeights(trialSeed.child("initial weights"));
}

FederationState trainFederation(const FederationRequest& request, UpdateObserver* observer,
                                const RoundListener& listener, const base::Progress& progress,
                                std::optional<FederationState> from)
{
    requireData(request.data);
    requireSpec(request);
    learning::useOneTorchThread();
    const auto trainer = trainerOf(request);
    FederationState state = startingState(request, trainer->parameters(), std::move(from));
    const auto algorithm = makeRound({request, *trainer, observer, progress});
    const RoundValidation validation(request.data);
    const auto mechanism = privacy::makeMechanism(request.mechanism);
    std::vector<std::size_t> samples;
    for (const auto& client : request.data.clients)
        samples.push_back(releasedSamples(client, request.federation));
    const bool canChoose =
        !validation.empty() && mechanism->reportedModel() == privacy::ReportedModel::BestOnValidation;
    while (state.nextRound < request.federation.rounds && mayGoOn(request, state)) {
        RoundRecord record;
        record.round = state.nextRound;
        algorithm->run(state, record);
        progress.checkCancelled();
        validation.validate(*trainer, state.weights.to(trainer->device()), record);
        chooseModel(state, record, request.federation.rounds, canChoose);
        privacy::recordRound(state.releases, *mechanism, record.clip, record.cohort, samples);
        ++state.nextRound;
        if (listener)
            listener(record, state);
    }
    return state;
}

std::vector<std::size_t> cohortOf(const FederationRequest& request, std::size_t round)
{
    return ClientSampler(trainingClients(request.data), request.federation.clientFraction,
                         request.mechanism.sampling)
        .sample(roundSeed(request, round));
}

std::size_t releasedSamples(const ClientRows& client, const FederationSpec& spec)
{
    const auto rows = client.training.size();
    return spec.algorithm == Algorithm::FedSgd ? std::min(spec.batchSize, rows) : rows;
}

std::vector<std::size_t> predictRows(const FederationRequest& request, const at::Tensor& weights,
                                     const std::vector<std::int64_t>& rows)
{
    learning::useOneTorchThread();
    const auto trainer = trainerOf(request);
    const auto models = weights.view({-1, trainer->parameters()}).to(trainer->device());
    if (models.size(0) == 1)
        return trainer->evaluate(models[0], rows).predicted;
    std::vector<std::vector<std::size_t>> votes;
    for (const auto client : trainingClients(request.data))
        votes.push_back(trainer->evaluate(models[static_cast<std::int64_t>(client)], rows).predicted);
    return majority(votes, request.data.classes);
}

} // namespace undertone::federation
