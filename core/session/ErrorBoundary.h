#pragma once

#include "core/base/Error.h"

#include <functional>
#include <memory>

namespace undertone::session {

/// How an action ended: well, cancelled, or with an error.
struct Outcome
{
    bool cancelled = false;
    std::shared_ptr<const Error> error;
};

/// The one place where exceptions end. What is not an Error becomes one: no memory, and defects (the text of
/// the exception, code Internal).
Outcome guarded(const std::function<void()>& action);

} // namespace undertone::session
