#include "core/session/LoadedEngine.h"

#include "core/base/Log.h"

namespace undertone::session {

experiment::Engine& LoadedEngine::get()
{
    const std::scoped_lock lock(m_mutex);
    if (!m_engine) {
        m_engine = m_factory();
        if (!m_engine->info().optimisedBlas)
            base::log(base::LogLevel::Warning,
                      "This process uses a reference BLAS: training is 15 times slower or worse. Install "
                      "OpenBLAS (Debian: libopenblas0-pthread).");
    }
    return *m_engine;
}

} // namespace undertone::session
