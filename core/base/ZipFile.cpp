#include "core/base/ZipFile.h"

#include "core/base/AtomicFile.h"
#include "core/base/Error.h"

#include <fmt/format.h>
#include <zip.h>

#include <memory>

namespace undertone::base {

namespace {

struct Discard
{
    void operator()(zip_t* archive) const { zip_discard(archive); }
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Entry = std::unique_ptr<zip_file_t, Discard>;
using Source = std::unique_ptr<zip_source_t, Discard>;

[[noreturn]] void throwUnreadable(const std::filesystem::path& file, const std::string& why)
{
    throw Error(ErrorCode::InvalidRequest, "This is no whole zip file: " + why + ".", file.string(),
                "Get the file again; nothing was taken over.");
}

[[noreturn]] void throwUnwritable(const std::filesystem::path& file, const std::string& why)
{
    throw Error(ErrorCode::StorageFailed, "The zip file cannot be written: " + why + ".", file.string(),
                "Check the folder and its free space.");
}

std::string textOf(int error)
{
    zip_error_t details;
    zip_error_init_with_code(&details, error);
    std::string text = zip_error_strerror(&details);
    zip_error_fini(&details);
    return text;
}

void addEntry(zip_t* archive, const std::string& name, const std::string& bytes,
              const std::filesystem::path& file)
{
    zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const zip_int64_t index = source ? zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
        zip_source_free(source);
        throwUnwritable(file, zip_strerror(archive));
    }
    zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), 0, 0);
}

/// Of an archive that has been closed.
std::string bytesOf(zip_source_t* source, const std::filesystem::path& file)
{
    zip_stat_t status;
    if (zip_source_open(source) != 0 || zip_source_stat(source, &status) != 0)
        throwUnwritable(file, zip_error_strerror(zip_source_error(source)));
    std::string bytes(status.size, '\0');
    const bool isWhole =
        zip_source_read(source, bytes.data(), bytes.size()) == static_cast<zip_int64_t>(bytes.size());
    zip_source_close(source);
    if (!isWhole)
        throwUnwritable(file, zip_error_strerror(zip_source_error(source)));
    return bytes;
}

std::string readEntry(zip_t* archive, zip_uint64_t index, std::uint64_t bytes,
                      const std::filesystem::path& file)
{
    const Entry entry(zip_fopen_index(archive, index, 0));
    if (!entry)
        throwUnreadable(file, zip_strerror(archive));
    std::string text(bytes, '\0');
    const bool isWhole = zip_fread(entry.get(), text.data(), bytes) == static_cast<zip_int64_t>(bytes);
    char more = 0; // the sum is checked at the end
    if (!isWhole || zip_fread(entry.get(), &more, 1) != 0)
        throwUnreadable(file, "an entry is damaged");
    return text;
}

} // namespace

void writeZip(const std::filesystem::path& file, const ZipEntries& entries)
{
    AtomicFile out(file);
    zip_error_t error = {};
    // In memory first, so that the file itself is written like every other.
    const Source source(zip_source_buffer_create(nullptr, 0, 0, &error));
    Archive archive(source ? zip_open_from_source(source.get(), ZIP_TRUNCATE, &error) : nullptr);
    if (!archive)
        throwUnwritable(file, zip_error_strerror(&error));
    zip_source_keep(source.get());
    for (const auto& [name, bytes] : entries)
        addEntry(archive.get(), name, bytes, file);
    if (zip_close(archive.get()) != 0)
        throwUnwritable(file, zip_strerror(archive.get()));
    static_cast<void>(archive.release());
    out.write(bytesOf(source.get(), file));
    out.commit();
}

ZipEntries readZip(const std::filesystem::path& file, std::uint64_t mostBytes)
{
    if (!std::filesystem::exists(file))
        throw Error(ErrorCode::NotFound, "There is no such file.", file.string(), "Check the path.");
    int error = 0;
    const Archive archive(zip_open(file.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &error));
    if (!archive)
        throwUnreadable(file, textOf(error));
    ZipEntries entries;
    std::uint64_t left = mostBytes;
    const auto count = zip_get_num_entries(archive.get(), 0);
    for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
        zip_stat_t status;
        if (zip_stat_index(archive.get(), i, 0, &status) != 0 ||
            (status.valid & (ZIP_STAT_NAME | ZIP_STAT_SIZE)) != (ZIP_STAT_NAME | ZIP_STAT_SIZE))
            throwUnreadable(file, "an entry has no name or size");
        if (status.size > left)
            throwUnreadable(file, fmt::format("it unpacks to more than {} MB", mostBytes >> 20U));
        left -= status.size;
        if (!entries.emplace(status.name, readEntry(archive.get(), i, status.size, file)).second)
            throwUnreadable(file, fmt::format("it has {} twice", status.name));
    }
    return entries;
}

} // namespace undertone::base
