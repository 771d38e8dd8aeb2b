#pragma once

#include "core/experiment/Engine.h"
#include "core/session/Session.h"

#include <memory>
#include <mutex>

namespace undertone::session {

/// One engine for all jobs, made when the first of them needs it.
class LoadedEngine
{
public:
    explicit LoadedEngine(EngineFactory factory) : m_factory(std::move(factory)) {}
    experiment::Engine& get();

private:
    EngineFactory m_factory;
    std::mutex m_mutex; ///< guards m_engine
    std::shared_ptr<experiment::Engine> m_engine;
};

} // namespace undertone::session
