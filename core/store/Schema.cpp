#include "core/store/Schema.h"

#include "core/base/Error.h"
#include "core/base/LiveProcess.h"
#include "core/base/Resources.h"

#include <SQLiteCpp/Backup.h>
#include <fmt/format.h>

#include <unistd.h>

namespace undertone::store {

namespace {

int schemaOf(SQLite::Database& connection)
{
    return connection.execAndGet("PRAGMA user_version").getInt();
}

void refuseNewer(int schema, const std::filesystem::path& file)
{
    if (schema > static_cast<int>(schemaScripts().size()))
        throw Error(ErrorCode::NewerStore,
                    fmt::format("The workspace was written by a newer version (schema {}, this is {} with "
                                "schema {}).",
                                schema, base::programVersion(), schemaScripts().size()),
                    file.string(), "Use that version of Undertone, or choose another workspace.");
}

/// What programs that were killed while they copied have left.
void removeAbandonedCopies(const std::filesystem::path& copy)
{
    const std::string prefix = copy.filename().string() + ".";
    std::error_code vanished;
    for (std::filesystem::directory_iterator it(copy.parent_path(), vanished), end; it != end;
         it.increment(vanished)) {
        const auto name = it->path().filename().string();
        if (name.starts_with(prefix) && !base::isOfAnotherLiveProcess(name.substr(prefix.size())))
            std::filesystem::remove(it->path(), vanished);
    }
}

void keepCopy(SQLite::Database& connection, int schema, const std::filesystem::path& file)
{
    auto copy = file;
    copy.replace_extension(fmt::format("schema{}.db", schema));
    removeAbandonedCopies(copy);
    const std::string temporary = fmt::format("{}.{}", copy.string(), ::getpid());
    try {
        SQLite::Database target(temporary, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Backup(target, connection).executeStep();
    } catch (const SQLite::Exception& failure) {
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        throwStoreError(failure, copy);
    }
    std::error_code failure;
    std::filesystem::rename(temporary, copy, failure);
    if (failure)
        throw Error(ErrorCode::StorageFailed,
                    "The copy of the database before its upgrade cannot be put in its place: " +
                        failure.message(),
                    copy.string(), "Check the permissions and the free space of the workspace.");
}

} // namespace

void migrate(Database& database)
{
    const int newest = static_cast<int>(schemaScripts().size());
    const int found = database.read([&](SQLite::Database& connection) {
        const int schema = schemaOf(connection);
        refuseNewer(schema, database.file());
        if (schema > 0 && schema < newest)
            keepCopy(connection, schema, database.file());
        return schema;
    });
    if (found == newest)
        return;
    database.write([&](SQLite::Database& connection) {
        // Another program may have migrated meanwhile: the schema counts that is there under the lock.
        for (int schema = schemaOf(connection); schema < newest; ++schema)
            connection.exec(schemaScripts()[static_cast<std::size_t>(schema)]);
        connection.exec(fmt::format("PRAGMA user_version = {}", newest));
    });
}

} // namespace undertone::store
