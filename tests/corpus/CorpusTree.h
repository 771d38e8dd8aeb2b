#pragma once

#include "core/audio/AudioFile.h"
#include "core/corpus/CorpusImporter.h"
#include "tests/support/TemporaryFolder.h"

#include <cmath>
#include <filesystem>
#include <functional>
#include <numbers>
#include <string>

namespace undertone::tests {

/// A corpus folder that a test writes file by file. Every clip's tone differs from all others.
class CorpusTree
{
public:
    const std::filesystem::path& path() const { return m_folder.path(); }

    CorpusTree& text(const std::string& file, const std::string& content)
    {
        m_folder.write(file, content);
        return *this;
    }

    CorpusTree& clip(const std::string& file, double seconds = 0.1)
    {
        audio::Signal signal;
        signal.samples.resize(static_cast<std::size_t>(seconds * signal.sampleRate));
        const double frequency = 150 + 10.0 * ++m_clips;
        for (std::size_t i = 0; i < signal.samples.size(); ++i)
            signal.samples[i] =
                static_cast<float>(0.3 * std::sin(2 * std::numbers::pi * frequency * static_cast<double>(i) /
                                                  signal.sampleRate));
        return sound(file, signal);
    }

    CorpusTree& sound(const std::string& file, const audio::Signal& signal)
    {
        std::filesystem::create_directories((path() / file).parent_path());
        audio::writeAudio(path() / file, signal);
        return *this;
    }

    corpus::ImportResult import(const std::string& layout = "auto", unsigned workers = 1) const
    {
        base::Progress progress;
        return corpus::importCorpus(path(), {layout, "corpus", workers}, progress);
    }

private:
    TemporaryFolder m_folder;
    int m_clips = 0;
};

} // namespace undertone::tests
