#include "core/store/JsonText.h"

#include <nlohmann/json.hpp>

namespace undertone::store {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::pair<const char*, corpus::FindingKind> findingKinds[] = {
    {"unreadable", corpus::FindingKind::Unreadable},
    {"empty", corpus::FindingKind::Empty},
    {"clipped", corpus::FindingKind::Clipped},
    {"silent", corpus::FindingKind::Silent},
    {"duplicate", corpus::FindingKind::Duplicate},
    {"cut-recording", corpus::FindingKind::CutRecording},
    {"one-emotion-speaker", corpus::FindingKind::OneEmotionSpeaker},
    {"unknown-label", corpus::FindingKind::UnknownLabel},
    {"no-transcript", corpus::FindingKind::NoTranscript},
    {"skipped", corpus::FindingKind::Skipped},
};

const char* findingName(corpus::FindingKind kind)
{
    for (const auto& [name, value] : findingKinds)
        if (value == kind)
            return name;
    return "skipped";
}

corpus::FindingKind kindFromName(const std::string& name)
{
    for (const auto& [text, kind] : findingKinds)
        if (name == text)
            return kind;
    return corpus::FindingKind::Skipped;
}

template <typename Value>
Value parsed(const std::string& text)
{
    return json::parse(text).get<Value>();
}

} // namespace

std::string toJson(const experiment::SweepPoint& point)
{
    auto object = ordered_json::object();
    for (const auto& [path, value] : point)
        object[path] = ordered_json::parse(value);
    return object.dump();
}

experiment::SweepPoint pointFromJson(const std::string& text)
{
    experiment::SweepPoint point;
    const auto object = ordered_json::parse(text);
    for (const auto& [path, value] : object.items())
        point.emplace_back(path, value.dump());
    return point;
}

std::string toJson(const learning::ConfusionMatrix& confusion)
{
    auto rows = json::array();
    for (std::size_t truth = 0; truth < confusion.classes(); ++truth) {
        auto row = json::array();
        for (std::size_t predicted = 0; predicted < confusion.classes(); ++predicted)
            row.push_back(confusion.count(truth, predicted));
        rows.push_back(std::move(row));
    }
    return rows.dump();
}

learning::ConfusionMatrix confusionFromJson(const std::string& text)
{
    const auto rows = parsed<std::vector<std::vector<std::uint64_t>>>(text);
    learning::ConfusionMatrix confusion(rows.size());
    for (std::size_t truth = 0; truth < rows.size(); ++truth)
        for (std::size_t predicted = 0; predicted < rows.size(); ++predicted)
            confusion.add(truth, predicted, rows[truth].at(predicted));
    return confusion;
}

std::string toJson(const std::vector<std::string>& texts)
{
    return json(texts).dump();
}

std::vector<std::string> textsFromJson(const std::string& text)
{
    return parsed<std::vector<std::string>>(text);
}

std::string toJson(const std::vector<std::vector<double>>& scores)
{
    return json(scores).dump();
}

std::vector<std::vector<double>> scoresFromJson(const std::string& text)
{
    return parsed<std::vector<std::vector<double>>>(text);
}

std::string toJson(const std::vector<std::size_t>& counts)
{
    return json(counts).dump();
}

std::vector<std::size_t> countsFromJson(const std::string& text)
{
    return parsed<std::vector<std::size_t>>(text);
}

std::string toJson(const std::map<std::string, std::string>& attributes)
{
    return json(attributes).dump();
}

std::map<std::string, std::string> attributesFromJson(const std::string& text)
{
    return parsed<std::map<std::string, std::string>>(text);
}

std::string toJson(const corpus::ImportReport& report)
{
    auto findings = json::array();
    for (const auto& finding : report.findings)
        findings.push_back(
            {{"kind", findingName(finding.kind)}, {"subject", finding.subject}, {"detail", finding.detail}});
    const json object = {{"layout", report.layout},
                         {"utterances", report.utterances},
                         {"hours", report.hours},
                         {"speakers_by_attribute", report.speakersByAttribute},
                         {"emotions_by_speaker", report.emotionsBySpeaker},
                         {"emotions", report.emotions},
                         {"findings", std::move(findings)}};
    return object.dump();
}

corpus::ImportReport reportFromJson(const std::string& text)
{
    const auto object = json::parse(text);
    corpus::ImportReport report;
    report.layout = object.at("layout");
    report.utterances = object.at("utterances");
    report.hours = object.at("hours");
    object.at("speakers_by_attribute").get_to(report.speakersByAttribute);
    object.at("emotions_by_speaker").get_to(report.emotionsBySpeaker);
    object.at("emotions").get_to(report.emotions);
    for (const auto& finding : object.at("findings"))
        report.findings.push_back(
            {kindFromName(finding.at("kind")), finding.at("subject"), finding.at("detail")});
    return report;
}

std::string toJson(const Error& error)
{
    const json object = {{"code", codeName(error.code())},
                         {"happened", error.happened()},
                         {"where", error.where()},
                         {"remedy", error.remedy()}};
    return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

Error errorFromJson(const std::string& text)
{
    const auto object = json::parse(text);
    const std::string name = object.at("code");
    int code = 0;
    while (code < static_cast<int>(ErrorCode::Internal) && name != codeName(static_cast<ErrorCode>(code)))
        ++code;
    return {static_cast<ErrorCode>(code), object.at("happened"), object.at("where"), object.at("remedy")};
}

std::vector<std::string> targetsOfSpecification(const std::string& text)
{
    const auto document = json::parse(text);
    const auto own = document.value("representation", json());
    if (own.is_object() && own.value("target", "emotion") != "emotion")
        return experiment::binNames();
    return document.value("emotions", std::vector<std::string>{});
}

} // namespace undertone::store
