#pragma once

#include "core/federation/FederatedTraining.h"
#include "core/learning/LocalTrainer.h"

#include <ATen/ATen.h>

#include <memory>
#include <vector>

namespace undertone::federation {

/// What a client would put into a round, for one who knows the client's data and random batches and the
/// round's global model: what it sends but for its noise, clipped, in the terms of an UpdateObserver. For
/// FedAvg and FedSGD.
class UpdateReplay
{
public:
    /// `request` outlives it; what its clients hold counts, and not whether they send zeros.
    UpdateReplay(const FederationRequest& request, const base::Progress& progress);
    ~UpdateReplay();

    /// The update of a client, flat, on the CPU. Valid until the next call. @throws Cancelled.
    const at::Tensor& update(const at::Tensor& global, std::size_t round, std::size_t client, double clip);
    /// Deviation of the noise on each coordinate of it, as it is observed.
    double noiseOfUpdate(std::size_t client, double clip) const;

    /// Factor of a client's update in the observed sum over a cohort.
    double shareOfSum(std::size_t client, const std::vector<std::size_t>& cohort) const;
    /// Deviation of the noise on each coordinate of the observed sum: that of the cohort, and the server's
    /// where it is released.
    double noiseOfSum(const std::vector<std::size_t>& cohort, double clip) const;

private:
    class Client;

    std::unique_ptr<learning::LocalTrainer> m_trainer;
    std::unique_ptr<Client> m_client;
};

} // namespace undertone::federation
