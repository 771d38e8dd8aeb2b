#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::attack {

enum class AttackKind { SecondMoment, Linear, Cnn, Data };
enum class Probes { Random, Eigenvectors };
enum class Validation { Speakers, Updates };
enum class Part { Weights, Bias, Both };
enum class Adversary { Clean, Same, Calibrated };

/// n updates of one client; 0 stands for all that it sent.
using LeakedUpdates = std::size_t;
inline constexpr LeakedUpdates allUpdates = 0;

/// An attribute-inference attack. Layers are "first", "second", "last", "adversary" (aliases of the model's
/// groups, LayerAliases.h) or "fusion".
struct AttackSpec
{
    AttackKind kind = AttackKind::SecondMoment;
    std::vector<std::string> layers = {"first", "second", "last", "fusion"};
    std::vector<Part> parts = {Part::Both};
    std::vector<LeakedUpdates> leakedUpdates = {1, 5, 10, allUpdates};
    Adversary adversary = Adversary::Clean;
    std::size_t repeats = 10; ///< draws of n updates
    Probes probes = Probes::Random;
    Validation validation = Validation::Speakers; ///< of `cnn`; the other kinds always hold out speakers
    std::size_t epochs = 50;                      ///< of the published CNN
    /// Beside the layers, the first layer's weights as far as they weigh each family of features.
    bool families = false;
    bool operator==(const AttackSpec&) const = default;
};

} // namespace undertone::attack
