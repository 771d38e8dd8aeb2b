#include "core/experiment/StageRecords.h"

#include "core/learning/TensorArchive.h"

namespace undertone::experiment {

namespace {

using learning::ArchiveReader;
using learning::ArchiveWriter;

constexpr auto recordFormat = "UTFEDERATION4";
constexpr auto reportFormat = "UTREPORT2";
constexpr std::uint64_t mostClasses = 4096;

/// A number of items, then each of them.
template <class Items, class Write>
void writeAll(ArchiveWriter& writer, const Items& items, const Write& write)
{
    writer.integer(items.size());
    for (const auto& item : items)
        write(item);
}

template <class Item, class Read>
std::vector<Item> readAll(ArchiveReader& reader, const Read& read)
{
    std::vector<Item> items;
    for (auto left = reader.integer(); left > 0; --left)
        items.push_back(read());
    return items;
}

void writeTexts(ArchiveWriter& writer, const std::vector<std::string>& texts)
{
    writeAll(writer, texts, [&](const auto& text) { writer.text(text); });
}

std::vector<std::string> readTexts(ArchiveReader& reader)
{
    return readAll<std::string>(reader, [&] { return reader.text(); });
}

void write(ArchiveWriter& writer, const learning::ConfusionMatrix& matrix)
{
    writer.integer(matrix.classes());
    for (std::size_t truth = 0; truth < matrix.classes(); ++truth)
        for (std::size_t predicted = 0; predicted < matrix.classes(); ++predicted)
            writer.integer(matrix.count(truth, predicted));
}

learning::ConfusionMatrix readMatrix(ArchiveReader& reader)
{
    const auto classes = reader.integer();
    if (classes > mostClasses)
        throw learning::DamagedArchive();
    learning::ConfusionMatrix matrix(classes);
    for (std::size_t i = 0; i < classes * classes; ++i)
        matrix.add(i / classes, i % classes, reader.integer());
    return matrix;
}

void write(ArchiveWriter& writer, const federation::RoundRecord& round)
{
    writer.integer(round.round).real(round.trainingLoss).real(round.validationUar).real(round.validationLoss);
    write(writer, round.validation);
    writer.integer(round.participants).real(round.clip);
    writeAll(writer, round.cohort, [&](std::size_t client) { writer.integer(client); });
}

federation::RoundRecord readRound(ArchiveReader& reader)
{
    federation::RoundRecord round;
    round.round = reader.integer();
    round.trainingLoss = reader.real();
    round.validationUar = reader.real();
    round.validationLoss = reader.real();
    round.validation = readMatrix(reader);
    round.participants = reader.integer();
    round.clip = reader.real();
    round.cohort = readAll<std::size_t>(reader, [&] { return reader.integer(); });
    return round;
}

void write(ArchiveWriter& writer, const attack::ClientScore& client)
{
    writer.text(client.speaker).integer(client.client).integer(client.label).integer(client.updates);
    writeAll(writer, client.scores, [&](const auto& repeat) {
        writeAll(writer, repeat, [&](double score) { writer.real(score); });
    });
    writeAll(writer, client.decisions, [&](std::size_t count) { writer.integer(count); });
}

attack::ClientScore readClient(ArchiveReader& reader)
{
    attack::ClientScore client;
    client.speaker = reader.text();
    client.client = reader.integer();
    client.label = reader.integer();
    client.updates = reader.integer();
    client.scores = readAll<std::vector<double>>(
        reader, [&] { return readAll<double>(reader, [&] { return reader.real(); }); });
    client.decisions = readAll<std::size_t>(reader, [&] { return reader.integer(); });
    return client;
}

void write(ArchiveWriter& writer, const attack::LeakageCell& cell)
{
    writer.text(cell.layer).integer(static_cast<std::uint64_t>(cell.part)).integer(cell.leakedUpdates);
    writeAll(writer, cell.clients, [&](const auto& client) { write(writer, client); });
}

attack::LeakageCell readCell(ArchiveReader& reader)
{
    attack::LeakageCell cell;
    cell.layer = reader.text();
    cell.part = static_cast<attack::Part>(reader.integer());
    cell.leakedUpdates = reader.integer();
    cell.clients = readAll<attack::ClientScore>(reader, [&] { return readClient(reader); });
    return cell;
}

} // namespace

std::string FederationRecord::serialize() const
{
    ArchiveWriter writer(recordFormat);
    state.write(writer);
    writeAll(writer, rounds, [&](const auto& round) { write(writer, round); });
    writeAll(writer, kept, [&](const auto& entry) { writer.text(entry.first).text(entry.second); });
    return writer.finish();
}

std::optional<FederationRecord> FederationRecord::deserialize(std::string_view bytes)
{
    using Result = std::optional<FederationRecord>;
    return learning::readArchive<Result>(recordFormat, bytes, [](ArchiveReader& reader) -> Result {
        FederationRecord record;
        record.state = federation::FederationState::read(reader);
        record.rounds = readAll<federation::RoundRecord>(reader, [&] { return readRound(reader); });
        for (auto left = reader.integer(); left > 0; --left) {
            auto name = reader.text();
            record.kept[std::move(name)] = reader.text();
        }
        return record;
    });
}

std::string serializeReport(const attack::LeakageReport& report)
{
    ArchiveWriter writer(reportFormat);
    writeTexts(writer, report.attributeValues);
    writeTexts(writer, report.warnings);
    writeAll(writer, report.cells, [&](const auto& cell) { write(writer, cell); });
    return writer.finish();
}

std::optional<attack::LeakageReport> deserializeReport(std::string_view bytes)
{
    using Result = std::optional<attack::LeakageReport>;
    return learning::readArchive<Result>(reportFormat, bytes, [](ArchiveReader& reader) -> Result {
        attack::LeakageReport report;
        report.attributeValues = readTexts(reader);
        report.warnings = readTexts(reader);
        report.cells = readAll<attack::LeakageCell>(reader, [&] { return readCell(reader); });
        return report;
    });
}

} // namespace undertone::experiment
