#pragma once

#include <cstddef>
#include <functional>

namespace undertone::base {

/// Number of workers a machine offers: its hardware threads, at least one.
unsigned hardwareWorkers();

/// Calls body(0) ... body(count - 1) on `workers` threads, or on as many as the system gives, each index
/// once, in order of start. Results must not depend on the order. The first exception stops the handing out
/// of further indices and is rethrown here when all have ended.
void parallelFor(std::size_t count, unsigned workers, const std::function<void(std::size_t)>& body);

} // namespace undertone::base
