#include "core/base/Parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace undertone::base {

unsigned hardwareWorkers()
{
    return std::max(1U, std::thread::hardware_concurrency());
}

void parallelFor(std::size_t count, unsigned workers, const std::function<void(std::size_t)>& body)
{
    std::atomic<std::size_t> next{0};
    std::atomic<bool> failed{false};
    std::mutex mutex;
    std::exception_ptr first;
    const auto work = [&] {
        for (std::size_t i = next++; i < count && !failed; i = next++) {
            try {
                body(i);
            } catch (...) {
                const std::scoped_lock lock(mutex);
                if (!first)
                    first = std::current_exception();
                failed = true;
            }
        }
    };
    const auto helpers = std::min<std::size_t>(std::max(1U, workers), std::max<std::size_t>(count, 1)) - 1;
    std::vector<std::jthread> threads;
    threads.reserve(helpers);
    try {
        for (std::size_t i = 0; i < helpers; ++i)
            threads.emplace_back(work);
    } catch (const std::system_error&) {
        // The system gives no more threads: those there are do the work.
    }
    work();
    threads.clear();
    if (first)
        std::rethrow_exception(first);
}

} // namespace undertone::base
