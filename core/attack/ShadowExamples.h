#pragma once

#include "core/attack/AttributeInferenceAttack.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::attack {

/// Consecutive updates of one shadow client, which together make one example.
struct UpdateGroup
{
    std::size_t federation = 0;
    std::vector<std::size_t> updates; ///< indices into the federation's trace
};

/// The examples that a classifier learns from, and whose they are.
struct ShadowExamples
{
    std::vector<UpdateGroup> groups;
    std::vector<std::size_t> speakers; ///< numbered in the order of their names, over all federations
    std::vector<std::size_t> labels;
};

/// Updates in a group, unless that gives more than `mostExamples` groups: the fit grows with their cube, so
/// the groups grow instead.
inline constexpr std::size_t updatesPerGroup = 5;
inline constexpr std::size_t mostExamples = 4000;

/// Deals the updates of every (federation, client), in order of rounds, to groups of m; the last group of a
/// client may be smaller. m is the smallest number from 5 on with at most `most` groups.
ShadowExamples groupUpdates(const std::vector<ObservedFederation>& shadows, std::size_t most = mostExamples);

/// The rows of every example (examples x rows x columns, float32): the mean of the group's rows, made unit
/// length again; a group of one update is that update.
at::Tensor exampleRows(const std::vector<ObservedFederation>& shadows, const ShadowExamples& examples,
                       const std::string& layer, Part part);

/// @throws Error InvalidRequest when the trace has no such layer.
const UpdateTrace::Layer& traceLayer(const UpdateTrace& trace, const std::string& name);

/// What the `data` ceiling sees in place of a trace: one "update" a client, whose rows are the client's own
/// inputs, of unit length and divided by the root of their number (so that A^T A is their second moment),
/// filled up with zeros. One layer without a name.
UpdateTrace inputTrace(const std::vector<ClientIdentity>& clients);

} // namespace undertone::attack
