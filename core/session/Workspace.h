#pragma once

#include "core/features/FeatureCache.h"
#include "core/store/ArtifactStore.h"
#include "core/store/RunStore.h"

#include <filesystem>
#include <string>

namespace undertone::session {

/// The folder of a workspace: undertone.db, artifacts/, features/, and corpora/ for speech made here.
struct Workspace
{
    /// Makes the folder where it is not there. @throws Error NewerStore, DamagedStore, StorageFailed.
    explicit Workspace(std::filesystem::path path);

    /// Where the demo corpus of this name lies, or would.
    std::filesystem::path madeCorpus(const std::string& name) const;
    /// Removes the speech that was made there, unless a corpus of the store has its folder. What is no made
    /// speech (corpus::syntheticMarker) stays.
    void removeMadeCorpus(const std::string& name) const;

    std::filesystem::path folder;
    store::RunStore store;
    store::ArtifactStore artifacts;
    features::FeatureCache features;
};

/// A name that can be a folder's and be typed. @throws Error InvalidRequest.
void checkCorpusName(const std::string& name);

} // namespace undertone::session
