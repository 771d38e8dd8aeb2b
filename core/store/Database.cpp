#include "core/store/Database.h"

#include "core/base/Error.h"

#include <sqlite3.h>

namespace undertone::store {

namespace {

constexpr int busyMilliseconds = 10'000;
/// A file up to this size is checked whenever it is opened (about a tenth of a second).
constexpr std::uintmax_t alwaysCheckedBytes = 128U << 20;

bool shouldCheck(const std::filesystem::path& file)
{
    std::error_code ignored;
    const auto size = std::filesystem::file_size(file, ignored);
    if (ignored || size == 0)
        return false;
    const auto log = std::filesystem::file_size(file.string() + "-wal", ignored);
    return size <= alwaysCheckedBytes || (!ignored && log > 0);
}

[[noreturn]] void throwDamaged(const std::string& detail, const std::filesystem::path& file)
{
    throw Error(
        ErrorCode::DamagedStore, "The workspace's database is damaged: " + detail + ".", file.string(),
        "Put a copy of the file in its place, or move it away: a new one is made, and finished stages "
        "are reused. What is still readable in it: sqlite3 FILE .recover");
}

void check(SQLite::Database& connection, const std::filesystem::path& file)
{
    const std::string verdict = connection.execAndGet("PRAGMA quick_check(1)").getString();
    if (verdict != "ok")
        throwDamaged(verdict.substr(0, verdict.find('\n')), file);
}

SQLite::Database openConnection(const std::filesystem::path& file)
{
    try {
        const bool checked = shouldCheck(file);
        SQLite::Database connection(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                                    busyMilliseconds);
        if (sqlite3_db_readonly(connection.getHandle(), "main") != 0)
            throw SQLite::Exception("attempt to write a readonly database", SQLITE_READONLY);
        connection.exec("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL");
        if (connection.execAndGet("PRAGMA journal_mode = WAL").getString() != "wal")
            throw SQLite::Exception("no write-ahead log", SQLITE_CANTOPEN);
        if (checked)
            check(connection, file);
        return connection;
    } catch (const SQLite::Exception& failure) {
        throwStoreError(failure, file);
    }
}

} // namespace

void throwStoreError(const SQLite::Exception& failure, const std::filesystem::path& file)
{
    switch (failure.getErrorCode()) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        throwDamaged(failure.getErrorStr(), file);
    case SQLITE_FULL:
        throw Error(ErrorCode::StorageFailed, "The disk is full.", file.string(),
                    "Free some space and start the same work again: what is finished is kept.");
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        throw Error(
            ErrorCode::StorageFailed, "The workspace's database cannot be written.", file.string(),
            "Check that the folder exists and that you may write there, or choose another workspace.");
    case SQLITE_IOERR:
        throw Error(ErrorCode::StorageFailed, "Reading or writing the workspace's database failed.",
                    file.string(), "Check the disk and its free space; what is finished is kept.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw Error(ErrorCode::StorageFailed, "Another program keeps the workspace's database locked.",
                    file.string(), "Wait until it has finished, or end it, and try again.");
    default:
        throw Error(ErrorCode::Internal,
                    std::string("The database refused a request: ") + failure.what() + ".", file.string(),
                    "This is a defect of the program; please report it.");
    }
}

Database::Database(const std::filesystem::path& file) : m_file(file), m_connection(openConnection(file)) {}

} // namespace undertone::store
