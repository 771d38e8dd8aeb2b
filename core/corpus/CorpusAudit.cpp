#include "core/corpus/CorpusAudit.h"

#include "core/audio/AudioFile.h"
#include "core/base/ContentHash.h"
#include "core/base/Error.h"
#include "core/base/Parallel.h"
#include "core/corpus/Text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>

namespace undertone::corpus {

namespace {

constexpr double clippedFraction = 0.001; ///< of the frames
constexpr double silentRms = 0.001;       ///< -60 dBFS

/// What one clip's audio says.
struct ClipAudit
{
    double seconds = 0;
    std::string fileHash;
    std::string sampleHash;
    std::optional<FindingKind> leftOut;
    std::string problem;
    double clipped = 0; ///< fraction of the frames
    double rms = 0;
};

void measure(ClipAudit& audit, const audio::Signal& signal)
{
    double squares = 0;
    for (const float sample : signal.samples)
        squares += static_cast<double>(sample) * sample;
    const auto count = static_cast<double>(signal.samples.size());
    audit.seconds = signal.seconds();
    audit.rms = std::sqrt(squares / count);
    audit.clipped = signal.clipped;
    audit.sampleHash = base::ContentHash()
                           .add(std::as_bytes(std::span(signal.samples)))
                           .add(std::to_string(signal.sampleRate))
                           .finish();
}

ClipAudit auditClip(const std::filesystem::path& file)
{
    ClipAudit audit;
    try {
        const auto info = audio::readAudioInfo(file);
        if (info.seconds <= 0) {
            audit.leftOut = FindingKind::Empty;
            audit.problem = "The file holds no samples.";
            return audit;
        }
        measure(audit, audio::readAudio(file, info.sampleRate));
        audit.fileHash = base::sha256OfFile(file);
    } catch (const Error& error) {
        std::error_code ignored;
        const bool isEmpty = std::filesystem::file_size(file, ignored) == 0 && !ignored;
        audit.leftOut = isEmpty ? FindingKind::Empty : FindingKind::Unreadable;
        audit.problem = isEmpty ? "The file has no bytes." : error.happened();
    }
    return audit;
}

std::vector<ClipAudit> auditClips(const std::filesystem::path& folder,
                                  const std::vector<Utterance>& utterances, unsigned workers,
                                  base::Progress& progress)
{
    std::vector<ClipAudit> audits(utterances.size());
    progress.addTotal(static_cast<double>(utterances.size()));
    base::parallelFor(utterances.size(), workers, [&](std::size_t i) {
        progress.checkCancelled();
        audits[i] = auditClip(folder / utterances[i].path);
        progress.advance(1, fmt::format("listening to {}", utterances[i].path));
    });
    return audits;
}

void reportSound(std::vector<Finding>& findings, const std::string& path, const ClipAudit& audit)
{
    if (audit.clipped > clippedFraction)
        findings.push_back({FindingKind::Clipped, path,
                            fmt::format("{:.2f} % of the samples are at full scale.", 100 * audit.clipped)});
    if (audit.rms < silentRms)
        findings.push_back({FindingKind::Silent, path,
                            audit.rms > 0
                                ? fmt::format("Its level is {:.0f} dBFS.", 20 * std::log10(audit.rms))
                                : std::string("Every sample is zero.")});
}

void reportCutRecordings(std::vector<Finding>& findings, const std::vector<Utterance>& utterances)
{
    std::map<std::string, std::map<std::string, std::size_t>> clips;
    for (const auto& utterance : utterances)
        if (!utterance.recording.empty())
            ++clips[utterance.speaker][utterance.recording];
    for (const auto& [speaker, recordings] : clips) {
        std::size_t cut = 0;
        std::size_t pieces = 0;
        for (const auto& [recording, count] : recordings)
            if (count > 1) {
                ++cut;
                pieces += count;
            }
        if (cut > 0)
            findings.push_back(
                {FindingKind::CutRecording, speaker,
                 fmt::format("{} recording(s) were cut into {} clips; they stay together.", cut, pieces)});
    }
}

/// What recognition from text will lack: said once, for all of them.
void reportMissingTranscripts(std::vector<Finding>& findings, const std::vector<Utterance>& utterances)
{
    const auto lacksText = [](const Utterance& utterance) { return trim(utterance.text).empty(); };
    const auto missing =
        static_cast<std::size_t>(std::count_if(utterances.begin(), utterances.end(), lacksText));
    if (missing == 0 || missing == utterances.size())
        return;
    findings.push_back(
        {FindingKind::NoTranscript, std::find_if(utterances.begin(), utterances.end(), lacksText)->path,
         fmt::format("{} of {} utterances have no transcript, this one first.", missing, utterances.size())});
}

/// Attributes in which every speaker has one value.
std::map<std::string, std::map<std::string, std::size_t>>
countSpeakersByAttribute(const std::vector<Utterance>& utterances)
{
    std::map<std::string, std::map<std::string, std::set<std::string>>> values;
    for (const auto& utterance : utterances)
        for (const auto& [name, value] : utterance.attributes)
            if (!value.empty())
                values[name][utterance.speaker].insert(value);
    std::map<std::string, std::map<std::string, std::size_t>> table;
    for (const auto& [name, bySpeaker] : values)
        if (std::all_of(bySpeaker.begin(), bySpeaker.end(),
                        [](const auto& speaker) { return speaker.second.size() == 1; }))
            for (const auto& [speaker, value] : bySpeaker)
                ++table[name][*value.begin()];
    return table;
}

} // namespace

void auditAudio(const std::filesystem::path& folder, LayoutReading& reading, unsigned workers,
                base::Progress& progress)
{
    const auto audits = auditClips(folder, reading.utterances, workers, progress);
    std::vector<Utterance> kept;
    std::unordered_map<std::string, std::string> firstWith;
    for (std::size_t i = 0; i < audits.size(); ++i) {
        Utterance& utterance = reading.utterances[i];
        const ClipAudit& audit = audits[i];
        if (audit.leftOut) {
            reading.leaveOut(*audit.leftOut, utterance.path, audit.problem);
            continue;
        }
        reportSound(reading.findings, utterance.path, audit);
        const auto [first, isNew] = firstWith.try_emplace(audit.sampleHash, utterance.path);
        if (!isNew)
            reading.findings.push_back(
                {FindingKind::Duplicate, utterance.path, "The same audio as " + first->second + "."});
        utterance.seconds = audit.seconds;
        utterance.audioHash = audit.fileHash;
        kept.push_back(std::move(utterance));
    }
    reading.utterances = std::move(kept);
}

ImportReport summarize(const std::string& layout, LayoutReading& reading)
{
    ImportReport report;
    report.layout = layout;
    report.utterances = reading.utterances.size();
    for (const auto& utterance : reading.utterances) {
        report.hours += utterance.seconds / 3600;
        ++report.emotionsBySpeaker[utterance.speaker][utterance.emotion];
        ++report.emotions[utterance.emotion];
    }
    report.speakersByAttribute = countSpeakersByAttribute(reading.utterances);
    report.findings = std::move(reading.findings);
    reportCutRecordings(report.findings, reading.utterances);
    reportMissingTranscripts(report.findings, reading.utterances);
    for (const auto& [speaker, emotions] : report.emotionsBySpeaker)
        if (emotions.size() == 1)
            report.findings.push_back({FindingKind::OneEmotionSpeaker, speaker,
                                       fmt::format("All {} utterance(s) are {}.", emotions.begin()->second,
                                                   emotions.begin()->first)});
    return report;
}

} // namespace undertone::corpus
