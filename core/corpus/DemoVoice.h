#pragma once

#include "core/base/SeedTree.h"
#include "core/corpus/SpeechSynthesizer.h"

#include <array>
#include <string>

namespace undertone::corpus {

/// The emotions of the demo corpora, in order.
inline constexpr std::array<const char*, 4> demoEmotions = {"neu", "hap", "sad", "ang"};

/// The sentences that every demo speaker says.
inline constexpr std::array<const char*, 10> demoSentences = {
    "The children played outside until it was dark.",    "I left my umbrella on the train this morning.",
    "We are having dinner with the neighbours tonight.", "She told me about it on the way home.",
    "The meeting was moved to Thursday afternoon.",      "There is a letter for you on the kitchen table.",
    "They painted the old house by the river.",          "He will be back before the end of the week.",
    "Nobody knew where the other key had gone.",         "You can see the whole city from up here.",
};

/// How a speaker or a sentence departs from flat speech: factors on pitch, its range, tempo; decibels of
/// level, and of the highs against the lows (vocal effort); breath; a factor on the formants (a smile raises
/// them).
struct Prosody
{
    double pitch = 1;
    double range = 1;
    double tempo = 1;
    double level = 0;
    double effort = 0;
    double breath = 0;
    double formants = 1;
};

/// A demo speaker.
struct DemoVoice
{
    std::string gender; ///< F or M
    int age = 0;
    double pitch = 120; ///< Hz, of flat speech
    double range = 0.3; ///< of the pitch, top less bottom
    double wordsPerMinute = 170;
    double breath = 0;                ///< 0 to 10
    double flutter = 0.005;           ///< relative slow wobble of the pitch
    std::array<double, 6> formants{}; ///< factor on each formant's frequency, from the fundamental's up
    std::array<double, 6> heights{};  ///< of the formants, in percent
    std::array<double, 6> widths{};   ///< of the formants, in percent
    double microphone = 0;            ///< dB of highs against lows
    double noise = 0.001;             ///< RMS of the room, full scale = 1
    std::array<Prosody, 4> styles;    ///< how the speaker expresses each of demoEmotions
};

/// The speaker of a seed: a woman's pitch and formants lie higher, with much overlap of everything else.
DemoVoice makeDemoVoice(const std::string& gender, const base::SeedTree& seed);

/// One clip at the analysis rate: the sentence in the speaker's voice with the emotion's prosody, as strongly
/// as the seed says, in the speaker's room.
audio::Signal speakDemoClip(const DemoVoice& voice, std::size_t emotion, const std::string& sentence,
                            const base::SeedTree& seed);

} // namespace undertone::corpus
