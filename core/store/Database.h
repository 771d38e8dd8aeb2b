#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <mutex>
#include <string>
#include <utility>

namespace undertone::store {

/// Throws what an SQLite failure means to the user. @throws Error StorageFailed, DamagedStore, Internal.
[[noreturn]] void throwStoreError(const SQLite::Exception& failure, const std::filesystem::path& file);

/// One connection to `undertone.db`, used by one thread at a time. WAL, foreign keys, a busy time-out of ten
/// seconds, and a flush to the disk at every commit (the store commits about once a second).
class Database
{
public:
    /// Opens or makes the file. @throws Error StorageFailed, DamagedStore.
    explicit Database(const std::filesystem::path& file);

    /// Returns what body(SQLite::Database&) returns; all that it reads is of one moment.
    template <typename Body>
    auto read(Body&& body)
    {
        return guarded([&](SQLite::Database& connection) {
            const SQLite::Transaction snapshot(connection);
            return body(connection);
        });
    }

    /// The same in a transaction that takes the write lock at once: all of the body's changes or none.
    template <typename Body>
    void write(Body&& body)
    {
        guarded([&](SQLite::Database& connection) {
            SQLite::Transaction transaction(connection, SQLite::TransactionBehavior::IMMEDIATE);
            body(connection);
            transaction.commit();
        });
    }

    const std::filesystem::path& file() const { return m_file; }

private:
    template <typename Body>
    auto guarded(Body&& body)
    {
        const std::scoped_lock lock(m_mutex);
        try {
            return body(m_connection);
        } catch (const SQLite::Exception& failure) {
            throwStoreError(failure, m_file);
        }
    }

    std::filesystem::path m_file;
    std::mutex m_mutex;
    SQLite::Database m_connection;
};

} // namespace undertone::store
