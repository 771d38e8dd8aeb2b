#pragma once

#include "core/store/ProcessIdentity.h"
#include "core/store/QueueSpec.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <string>
#include <vector>

namespace undertone::store {

/// In the order of their places; without the bin.
std::vector<QueueEntry> selectQueue(SQLite::Database& connection, const ProcessIdentity& self);
/// Among those that wait or are paused; what runs stays in front. Nothing happens to a study that is not
/// among them, or at the end already.
void moveInQueue(SQLite::Database& connection, std::int64_t number, QueueMove move);

void addWork(SQLite::Database& connection, std::int64_t number, const WorkSpeed& work);
/// Of the newest studies with this kind of attack; of the newest of any kind where there is none.
WorkSpeed selectSpeed(SQLite::Database& connection, const std::string& attackKind);

} // namespace undertone::store
