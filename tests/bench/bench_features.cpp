// Seconds of CPU for an hour of speech, for each feature set and for reading audio, and what a second worker
// brings. usage: bench_features [FOLDER WITH AUDIO FILES]   (without one: synthetic vowels in noise). One
// JSON document.
#include "core/audio/AudioFile.h"
#include "core/base/Error.h"
#include "core/base/Parallel.h"
#include "core/features/FeatureSet.h"
#include "tests/support/SyntheticSpeech.h"
#include "tests/support/TemporaryFolder.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>

using namespace undertone;

namespace {

constexpr std::size_t mostFiles = 200;
constexpr int repetitions = 3;

std::vector<std::filesystem::path> audioFiles(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const auto extension = entry.path().extension();
        if (extension == ".wav" || extension == ".flac" || extension == ".ogg" || extension == ".mp3")
            files.push_back(entry.path());
    }
    std::ranges::sort(files);
    files.resize(std::min(files.size(), mostFiles));
    return files;
}

std::vector<std::filesystem::path> syntheticFiles(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (int i = 0; i < 40; ++i) {
        audio::Signal clip;
        for (int syllable = 0; syllable < 12; ++syllable) {
            const auto vowels = tests::cardinalVowels();
            const double pitch = 90 + 5 * i;
            const auto vowel = tests::makeVowel({.f0 = pitch * 1.1,
                                                 .f0End = pitch,
                                                 .seconds = 0.2,
                                                 .formants = vowels[static_cast<std::size_t>(syllable) % 5]});
            clip.samples.insert(clip.samples.end(), vowel.signal.samples.begin(), vowel.signal.samples.end());
            clip.samples.resize(clip.samples.size() + 1000);
        }
        files.push_back(folder / fmt::format("{}.flac", i));
        audio::writeAudio(files.back(), tests::withNoise(clip, 25, static_cast<std::uint64_t>(i)));
    }
    return files;
}

double cpuSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double wallSeconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// The least of a few runs: what the machine's other work adds is left out.
double leastSeconds(const std::function<double()>& clock, const std::function<void()>& work)
{
    double least = 1e9;
    for (int i = 0; i < repetitions; ++i) {
        const double start = clock();
        work();
        least = std::min(least, clock() - start);
    }
    return least;
}

std::string measure(const std::string& name, std::size_t clips, double hours,
                    const std::function<void(std::size_t)>& work)
{
    const auto all = [&](unsigned workers) { base::parallelFor(clips, workers, work); };
    const double cpu = leastSeconds(cpuSeconds, [&] { all(1); });
    const double one = leastSeconds(wallSeconds, [&] { all(1); });
    const double two = leastSeconds(wallSeconds, [&] { all(2); });
    return fmt::format(
        R"(    "{}": {{"cpu_seconds_per_hour": {:.3f}, "cpu_milliseconds_per_minute": {:.2f}, "speedup_of_two_workers": {:.2f}}})",
        name, cpu / hours, 1000 * cpu / hours / 60, one / two);
}

void run(const std::string& source, const std::vector<std::filesystem::path>& files)
{
    std::vector<audio::Signal> clips(files.size());
    std::vector<std::string> rows;
    for (std::size_t i = 0; i < files.size(); ++i)
        clips[i] = audio::readAudio(files[i]);
    double hours = 0;
    for (const auto& clip : clips)
        hours += clip.seconds() / 3600;
    rows.push_back(
        measure("reading", files.size(), hours, [&](std::size_t i) { audio::readAudio(files[i]); }));
    for (const auto& name : features::featureSetNames()) {
        const auto& set = features::featureSet(name);
        rows.push_back(measure(name, clips.size(), hours, [&](std::size_t i) { set.extract(clips[i]); }));
    }
    fmt::print("{{\n  \"benchmark\": \"features\",\n  \"speech\": \"{}\",\n  \"clips\": {},\n  \"minutes\": "
               "{:.2f},\n",
               source, files.size(), hours * 60);
    fmt::print("  \"sets\": {{\n{}\n  }}\n}}\n", fmt::join(rows, ",\n"));
}

} // namespace

int main(int argc, char** argv)
{
    try {
        if (argc > 1) {
            run("files", audioFiles(argv[1]));
            return 0;
        }
        const tests::TemporaryFolder folder;
        run("synthetic", syntheticFiles(folder.path()));
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}
