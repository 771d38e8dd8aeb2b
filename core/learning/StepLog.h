#pragma once

#include "core/base/CheckpointTimer.h"
#include "core/base/Progress.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace undertone::learning {

/// Keeps unfinished work of a long fit, in numbered parts, about once a second.
struct FitCheckpoint
{
    std::function<std::optional<std::string>(std::size_t part)> load; ///< nullopt when there is none
    std::function<void(std::size_t part, std::string_view)> save;
    std::function<double()> clock = {}; ///< seconds, monotonic; tests pass a manual one
};

/// The results of a long fit's steps, one after the other, so that a fit that was killed goes on where it was
/// saved last: what an earlier run recorded is not computed again. The steps and their order must be the same
/// in every run. Saved about once a second, each result once.
class StepLog
{
public:
    StepLog(const base::Progress& progress, const FitCheckpoint& checkpoint);

    /// The next step's result: as recorded, else as computed. @throws Cancelled.
    at::Tensor step(const std::function<at::Tensor()>& compute);
    /// For loops within a step.
    void checkCancelled() const { m_progress.checkCancelled(); }

private:
    void load();
    void save();

    const base::Progress& m_progress;
    const FitCheckpoint& m_checkpoint;
    base::CheckpointTimer m_timer;
    std::vector<at::Tensor> m_recorded; ///< by an earlier run; let go as they are used
    std::vector<at::Tensor> m_unsaved;
    std::size_t m_next = 0;
    std::size_t m_parts = 0;
};

} // namespace undertone::learning
