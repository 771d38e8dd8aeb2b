#pragma once

#include "core/attack/AttributeInferenceAttack.h"
#include "core/base/CheckpointTimer.h"

#include <ATen/ATen.h>

#include <functional>
#include <vector>

namespace undertone::attack {

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

} // namespace undertone::attack
