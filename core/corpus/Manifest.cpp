#include "core/corpus/Manifest.h"

#include "core/base/Error.h"
#include "core/corpus/LabelTable.h"
#include "core/corpus/Text.h"

#include <fmt/format.h>

#include <filesystem>
#include <unordered_map>

namespace undertone::corpus {

namespace {

const std::vector<std::string> required = {"path", "speaker", "gender", "emotion"};

void checkText(const base::CsvTable& table)
{
    const auto check = [&](const std::vector<std::string>& fields, std::size_t line) {
        for (const auto& field : fields)
            if (!isUtf8(field) || field.find('\0') != std::string::npos)
                throw Error(ErrorCode::InvalidCorpus, fmt::format("Row {} is not UTF-8 text.", line),
                            table.source, "Save the file as CSV in UTF-8.");
    };
    check(table.header, 1);
    for (std::size_t row = 0; row < table.rows.size(); ++row)
        check(table.rows[row], table.lines[row]);
}

bool leavesTheFolder(const std::string& path)
{
    const std::filesystem::path given(path);
    return given.is_absolute() || *given.lexically_normal().begin() == "..";
}

Utterance readRow(const LabelTable& table, std::size_t row)
{
    for (const auto& column : required)
        if (trim(table.at(row, column)).empty() && column != "gender")
            table.refuse(row, column + " is empty", "Fill the cell, or leave the row out.");
    const auto& gender = table.at(row, "gender");
    if (gender != "F" && gender != "M")
        table.refuse(row, fmt::format("gender is \"{}\"; it must be F or M", gender),
                     "Write F or M, or leave the row out.");
    if (leavesTheFolder(table.at(row, "path")))
        table.refuse(row, fmt::format("the path \"{}\" leaves the corpus folder", table.at(row, "path")),
                     "Give paths relative to the folder of the manifest, without \"..\".");
    Utterance utterance;
    utterance.path = std::filesystem::path(table.at(row, "path")).lexically_normal().generic_string();
    utterance.speaker = table.at(row, "speaker");
    utterance.emotion = table.at(row, "emotion");
    return utterance;
}

void readOptional(Utterance& utterance, const base::CsvTable& table, std::size_t row)
{
    for (std::size_t i = 0; i < table.header.size(); ++i) {
        const auto& column = table.header[i];
        const auto& value = table.rows[row][i];
        if (column == "recording")
            utterance.recording = value;
        else if (column == "text")
            utterance.text = value;
        else if (column != "path" && column != "speaker" && column != "emotion" && !value.empty())
            utterance.attributes[column] = value;
    }
}

} // namespace

std::vector<Utterance> utterancesOfManifest(const base::CsvTable& source)
{
    checkText(source);
    const LabelTable table(source, required);
    std::vector<Utterance> utterances;
    std::unordered_map<std::string, std::size_t> lineOf;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        Utterance utterance = readRow(table, row);
        const auto [first, isNew] = lineOf.try_emplace(utterance.path, source.lines[row]);
        if (!isNew)
            table.refuse(row,
                         fmt::format("the path \"{}\" is in row {} already", utterance.path, first->second),
                         "List every file once.");
        readOptional(utterance, table.table(), row);
        utterances.push_back(std::move(utterance));
    }
    return utterances;
}

} // namespace undertone::corpus
