#pragma once

#include "core/federation/FederatedTraining.h"

#include <cstddef>
#include <vector>

namespace undertone::tests {

inline std::string bytesOf(const federation::FederationState& state)
{
    learning::ArchiveWriter writer("state");
    state.write(writer);
    return writer.finish();
}

inline std::optional<federation::FederationState> stateFrom(std::string_view bytes)
{
    return learning::readArchive<std::optional<federation::FederationState>>(
        "state", bytes, [](auto& reader) { return federation::FederationState::read(reader); });
}

/// Clients of different sizes over Gaussian classes: `separation` = distance of the class means in
/// deviations. Client k has 17 + 9 k % 40 training rows and 3 + k % 5 validation rows; some lack a class.
struct ToyFederation
{
    federation::FederationData data;
    federation::FederationSpec spec;
    learning::ModelSpec model{{10, 6}, 0.3};
    std::uint64_t seed = 5;

    explicit ToyFederation(federation::Algorithm algorithm, std::size_t clients = 9, double separation = 1.5)
    {
        spec.algorithm = algorithm;
        spec.rounds = 4;
        spec.clientFraction = 0.4;
        spec.batchSize = 10;
        spec.learningRate = algorithm == federation::Algorithm::FedSgd ? 0.1 : 0.003;
        data.classes = 4;
        auto stream = base::SeedTree(11).stream("toy");
        std::vector<float> values;
        for (std::size_t k = 0; k < clients; ++k) {
            data.clients.emplace_back();
            const std::size_t missing = k % 3 == 0 ? k % 4 : data.classes;
            deal(data.clients[k].training, 17 + 9 * k % 40, missing, separation, stream, values);
            deal(data.clients[k].validation, 3 + k % 5, missing, separation, stream, values);
        }
        const auto rows = static_cast<std::int64_t>(data.labels.size());
        data.features = at::empty({rows, Width}, at::kFloat);
        std::copy(values.begin(), values.end(), data.features.data_ptr<float>());
    }

    federation::FederationRequest request() const
    {
        return {data,
                model,
                spec,
                federation::initialWeights(model, static_cast<std::size_t>(Width), data.classes,
                                           base::SeedTree(seed)),
                base::SeedTree(seed).child("federation", 1),
                "cpu"};
    }

    federation::FederationState train(federation::UpdateObserver* observer = nullptr,
                                      const federation::RoundListener& listener = {}) const
    {
        return federation::trainFederation(request(), observer, listener, base::Progress());
    }

    static constexpr std::int64_t Width = 12;

private:
    void deal(std::vector<std::int64_t>& rows, std::size_t count, std::size_t missing, double separation,
              base::RandomStream& stream, std::vector<float>& values)
    {
        while (count-- > 0) {
            std::size_t label = stream.below(data.classes);
            if (label == missing)
                label = (label + 1) % data.classes;
            rows.push_back(static_cast<std::int64_t>(data.labels.size()));
            data.labels.push_back(static_cast<std::int64_t>(label));
            for (std::int64_t j = 0; j < Width; ++j)
                values.push_back(static_cast<float>(
                    stream.normal() + (j % 4 == static_cast<std::int64_t>(label) ? separation : 0)));
        }
    }
};

/// Keeps a flat copy of every update.
class RecordingObserver : public federation::UpdateObserver
{
public:
    struct Seen
    {
        federation::UpdateOrigin origin;
        at::Tensor update;
    };
    std::vector<Seen> seen;

    void observe(const federation::UpdateOrigin& origin, const federation::ModelUpdate& update) override
    {
        std::vector<at::Tensor> parts;
        for (const auto& group : update) {
            parts.push_back(group.weight.flatten());
            parts.push_back(group.bias);
        }
        seen.push_back({origin, at::cat(parts)});
    }
};

} // namespace undertone::tests
