#pragma once

#include "core/attack/AttackSpec.h"
#include "core/experiment/AuditSpec.h"
#include "core/federation/FederationSpec.h"
#include "core/learning/ModelSpec.h"
#include "core/privacy/PrivacySpec.h"
#include "core/representation/RepresentationSpec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace undertone::experiment {

/// What is studied: what a federated training gives away, or what stored representations of speech do.
enum class StudyKind { Federation, Representation };
enum class ShadowPartition { All, Folds };
enum class SplitOrder { Stratified, Ordered };

struct PrivateSide
{
    std::vector<std::string> corpora;
};

struct ShadowSide
{
    std::vector<std::string> corpora;
    std::size_t federations = 5;
    ShadowPartition partition =
        ShadowPartition::All; ///< all: federations differ by seed; folds: each leaves one fold out
};

struct FeaturesSpec
{
    std::string set = "functionals";
    std::string normalization = "speaker"; ///< speaker | global | none
};

struct EvaluationSpec
{
    std::size_t folds = 5; ///< 1 = all private speakers train, SER is tested on the shadow speakers
    SplitOrder split = SplitOrder::Stratified;
    std::vector<std::uint64_t> seeds = {8};
};

/// A path of the document and the values it takes, each as JSON text.
struct SweepAxis
{
    std::string path;
    std::vector<std::string> values;
};

/// A study, whole (format 1). Made by parseSpec only, hence valid.
struct ExperimentSpec
{
    std::string name = "Untitled study";
    std::string description;
    StudyKind kind = StudyKind::Federation;
    PrivateSide privateSide;
    ShadowSide shadowSide;
    std::vector<std::string> emotions = {"neu", "hap", "sad", "ang"};
    /// The private attribute; of a study of representations the first one that is attacked.
    std::string attribute = "gender";
    FeaturesSpec features;
    learning::ModelSpec model;
    federation::FederationSpec federation;
    privacy::ThreatModel threat;
    privacy::PrivacySpec privacy;
    attack::AttackSpec attack;
    std::optional<AuditSpec> audit;
    std::optional<representation::RepresentationSpec> representation; ///< a study of representations has one
    EvaluationSpec evaluation;
    std::vector<SweepAxis> sweep;
};

/// The classes of what is recognised: the emotions, or three bins of activation or valence.
std::vector<std::string> binNames();
std::vector<std::string> targetClasses(const ExperimentSpec& spec);

/// Parses and validates a document: JSON syntax (line and column), unknown keys (names the nearest known
/// one), types, ranges, combinations that make no sense. Every point of the sweep is validated too.
/// @throws Error InvalidSpecification; where = `source` and the JSON pointer.
ExperimentSpec parseSpec(const std::string& json, const std::string& source);

/// The canonical document (2-space indent, every key, stable order). parseSpec(writeSpec(s)) writes the same
/// text.
std::string writeSpec(const ExperimentSpec& spec);

/// Sets `path` (dots) of a document to a JSON value; the result is not validated yet. A value that is not
/// JSON is taken as a string. An array's elements are named by their position; behind "sweep." stands a path
/// as a whole. @throws Error InvalidSpecification when the path leads through something that is neither an
/// object nor an array.
std::string setSpecValue(const std::string& json, const std::string& path, const std::string& value);

struct Preset
{
    std::string name;
    std::string title;
    std::string description;
    std::string json;
};

/// The presets in resources/presets, by name.
std::vector<Preset> presets();
/// @throws Error NotFound that names those there are.
Preset preset(const std::string& name);

} // namespace undertone::experiment
