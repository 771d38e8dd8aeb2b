#pragma once

#include "core/audio/AudioFile.h"

#include <filesystem>
#include <mutex>
#include <string>

namespace undertone::corpus {

/// One sentence by one voice.
struct SpeechRequest
{
    std::string variant;      ///< lines of an espeak-ng voice variant: pitch, formants, breath, ...
    std::string text;         ///< English, UTF-8
    int wordsPerMinute = 170; ///< 80 to 450
    unsigned noiseSeed = 1;   ///< of espeak-ng's own random numbers
};

/// libespeak-ng, which exists once in a process, with a private data directory in which a voice variant of
/// ours lies beside links to the system's data. Thread-safe; one synthesis at a time.
class SpeechSynthesizer
{
public:
    /// @throws Error NotFound when espeak-ng's data is missing, StorageFailed when the private directory
    /// cannot be made, Internal when it does not take our variants.
    static SpeechSynthesizer& instance();

    /// Speech at espeak-ng's rate without the silence at both ends, and without flutter and roughness, whose
    /// state outlives a sentence: it depends on the request alone, not on what was said before.
    audio::Signal speak(const SpeechRequest& request);

private:
    SpeechSynthesizer();
    ~SpeechSynthesizer();
    SpeechSynthesizer(const SpeechSynthesizer&) = delete;
    SpeechSynthesizer& operator=(const SpeechSynthesizer&) = delete;

    void start();
    audio::Signal synthesize(const SpeechRequest& request);

    std::mutex m_mutex;
    std::filesystem::path m_folder;
    int m_sampleRate = 0; ///< Hz
};

} // namespace undertone::corpus
