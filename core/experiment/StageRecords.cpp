#include "core/experiment/StageRecords.h"

#include <nlohmann/json.hpp>

namespace undertone::experiment {

namespace {

using Json = nlohmann::json;

Json binary(const std::string& bytes)
{
    return Json::binary({bytes.begin(), bytes.end()});
}

std::string text(const Json& value)
{
    const auto& bytes = value.get_binary();
    return {bytes.begin(), bytes.end()};
}

std::string packed(const Json& value)
{
    std::string bytes;
    Json::to_cbor(value, bytes);
    return bytes;
}

/// What `read(Json)` makes of the bytes; nullopt when they are not what was written.
template <class Read>
auto unpacked(std::string_view bytes, Read read) -> decltype(read(Json{}))
{
    try {
        return read(Json::from_cbor(bytes));
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

Json toJson(const learning::ConfusionMatrix& matrix)
{
    Json counts = Json::array();
    for (std::size_t truth = 0; truth < matrix.classes(); ++truth)
        for (std::size_t predicted = 0; predicted < matrix.classes(); ++predicted)
            counts.push_back(matrix.count(truth, predicted));
    return {{"classes", matrix.classes()}, {"counts", std::move(counts)}};
}

learning::ConfusionMatrix matrixFrom(const Json& json)
{
    const auto classes = json.at("classes").get<std::size_t>();
    const auto& counts = json.at("counts");
    learning::ConfusionMatrix matrix(classes);
    for (std::size_t i = 0; i < classes * classes; ++i)
        matrix.add(i / classes, i % classes, counts.at(i).get<std::uint64_t>());
    return matrix;
}

Json toJson(const federation::RoundRecord& round)
{
    return {{"round", round.round},
            {"trainingLoss", round.trainingLoss},
            {"validationUar", round.validationUar},
            {"validationLoss", round.validationLoss},
            {"validation", toJson(round.validation)},
            {"participants", round.participants}};
}

federation::RoundRecord roundFrom(const Json& json)
{
    federation::RoundRecord round;
    round.round = json.at("round").get<std::size_t>();
    round.trainingLoss = json.at("trainingLoss").get<double>();
    round.validationUar = json.at("validationUar").get<double>();
    round.validationLoss = json.at("validationLoss").get<double>();
    round.validation = matrixFrom(json.at("validation"));
    round.participants = json.at("participants").get<std::size_t>();
    return round;
}

Json toJson(const attack::ClientScore& client)
{
    return {{"speaker", client.speaker}, {"client", client.client}, {"label", client.label},
            {"updates", client.updates}, {"scores", client.scores}, {"decisions", client.decisions}};
}

attack::ClientScore clientFrom(const Json& json)
{
    return {json.at("speaker").get<std::string>(),
            json.at("client").get<std::size_t>(),
            json.at("label").get<std::size_t>(),
            json.at("updates").get<std::size_t>(),
            json.at("scores").get<std::vector<std::vector<double>>>(),
            json.at("decisions").get<std::vector<std::size_t>>()};
}

attack::LeakageCell cellFrom(const Json& json)
{
    attack::LeakageCell cell;
    cell.layer = json.at("layer").get<std::string>();
    cell.part = static_cast<attack::Part>(json.at("part").get<int>());
    cell.leakedUpdates = json.at("leakedUpdates").get<std::size_t>();
    for (const auto& client : json.at("clients"))
        cell.clients.push_back(clientFrom(client));
    return cell;
}

} // namespace

std::string FederationRecord::serialize() const
{
    Json json{{"state", binary(state.serialize())}, {"rounds", Json::array()}, {"kept", Json::object()}};
    for (const auto& round : rounds)
        json["rounds"].push_back(toJson(round));
    for (const auto& [name, standing] : kept)
        json["kept"][name] = binary(standing);
    return packed(json);
}

std::optional<FederationRecord> FederationRecord::deserialize(std::string_view bytes)
{
    return unpacked(bytes, [](const Json& json) -> std::optional<FederationRecord> {
        FederationRecord record;
        auto state = federation::FederationState::deserialize(text(json.at("state")));
        if (!state)
            return std::nullopt;
        record.state = std::move(*state);
        for (const auto& round : json.at("rounds"))
            record.rounds.push_back(roundFrom(round));
        for (const auto& [name, standing] : json.at("kept").items())
            record.kept[name] = text(standing);
        return record;
    });
}

std::string serializeReport(const attack::LeakageReport& report)
{
    Json json{{"values", report.attributeValues}, {"warnings", report.warnings}, {"cells", Json::array()}};
    for (const auto& cell : report.cells) {
        Json clients = Json::array();
        for (const auto& client : cell.clients)
            clients.push_back(toJson(client));
        json["cells"].push_back({{"layer", cell.layer},
                                 {"part", static_cast<int>(cell.part)},
                                 {"leakedUpdates", cell.leakedUpdates},
                                 {"clients", std::move(clients)}});
    }
    return packed(json);
}

std::optional<attack::LeakageReport> deserializeReport(std::string_view bytes)
{
    return unpacked(bytes, [](const Json& json) -> std::optional<attack::LeakageReport> {
        attack::LeakageReport report;
        report.attributeValues = json.at("values").get<std::vector<std::string>>();
        report.warnings = json.at("warnings").get<std::vector<std::string>>();
        for (const auto& cell : json.at("cells"))
            report.cells.push_back(cellFrom(cell));
        return report;
    });
}

} // namespace undertone::experiment
