#pragma once

#include "core/attack/AttributeInferenceAttack.h"
#include "core/base/Progress.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::attack {

/// Consecutive updates of one client, or sums that it is in, which together make one example.
struct UpdateGroup
{
    std::size_t client = 0;
    std::vector<std::size_t> updates; ///< indices into the federation's trace
};

/// Deals the updates of every client, in order of rounds, to groups of `size`; the last group of a client may
/// be smaller.
std::vector<UpdateGroup> groupUpdates(const ObservedFederation& observed, std::size_t size);

/// One layer and part of the model.
struct ExampleTarget
{
    std::string layer;
    Part part = Part::Both;
    bool operator==(const ExampleTarget&) const = default;
};

/// The examples that classifiers learn from, and whose they are.
struct ShadowExamples
{
    std::vector<std::string> layers; ///< of the model, by their aliases
    std::vector<ExampleTarget>
        targets; ///< parts in the order of the specification, layers in the model's; the families last
    std::vector<at::Tensor> rows; ///< of each target: examples x rows x columns, float32
    std::vector<std::string> speakers;
    std::vector<std::size_t> labels;
};

/// Updates in a group, unless that gives more than `mostExamples` examples: the fit grows with their cube, so
/// the groups grow instead.
inline constexpr std::size_t updatesPerGroup = 5;
inline constexpr std::size_t mostExamples = 4000;

/// The `data` ceiling has one example a client. Where that gives more rows than `mostExamples` examples of
/// the default attack have, it takes every k-th client of each value of the attribute.
///
/// Otherwise an example's rows are the mean of its group's rows, made unit length again; a group of one
/// update is that update. m is the smallest number from 5 on that gives at most `most` examples over all
/// federations. Holds one federation's trace at a time. @throws Cancelled, and what `shadows.load` throws.
ShadowExamples collectExamples(const ShadowSource& shadows, const AttackSpec& spec,
                               const base::Progress& progress, std::size_t most = mostExamples);

/// What the attack of this kind sees of a federation: its trace; for the `data` ceiling inputTrace().
ObservedFederation seenBy(AttackKind kind, ObservedFederation observed);

/// What the `data` ceiling sees in place of a trace: one "update" a client, whose rows are the client's own
/// inputs, of unit length and divided by the root of their number (so that A^T A is their second moment),
/// filled up with zeros. One layer without a name.
UpdateTrace inputTrace(const std::vector<ClientIdentity>& clients);

/// @throws Error InvalidRequest when the trace has no such layer.
const UpdateTrace::Layer& traceLayer(const UpdateTrace& trace, const std::string& name);

} // namespace undertone::attack
