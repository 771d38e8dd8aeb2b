#include "core/corpus/DemoVoice.h"

#include "core/corpus/VoiceEffects.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace undertone::corpus {

namespace {

/// The prosody of each of demoEmotions at full strength, after the descriptions in Scherer (2003): anger and
/// joy raise pitch, range, tempo and level, anger more of the level and effort; sadness lowers all and adds
/// breath.
constexpr std::array<Prosody, 4> fullStrength = {{
    {1, 1, 1, 0, 0, 0, 1},
    {1.22, 1.7, 1.07, 2, 1.5, 0, 1.03},
    {0.92, 0.55, 0.84, -4, -3, 3, 0.99},
    {1.15, 1.4, 1.12, 5, 5, -1, 1},
}};

/// A normal number within 2 deviations of its mean.
double around(base::RandomStream& random, double mean, double deviation)
{
    return mean + deviation * std::clamp(random.normal(), -2.0, 2.0);
}

double between(base::RandomStream& random, double low, double high)
{
    return low + (high - low) * random.uniform();
}

/// The prosody at a fraction of its strength.
Prosody scaled(const Prosody& prosody, double strength)
{
    return {std::pow(prosody.pitch, strength),   std::pow(prosody.range, strength),
            std::pow(prosody.tempo, strength),   prosody.level * strength,
            prosody.effort * strength,           prosody.breath * strength,
            std::pow(prosody.formants, strength)};
}

Prosody combined(const Prosody& a, const Prosody& b)
{
    return {a.pitch * b.pitch,   a.range * b.range,   a.tempo * b.tempo,      a.level + b.level,
            a.effort + b.effort, a.breath + b.breath, a.formants * b.formants};
}

/// What differs from sentence to sentence, or from speaker to speaker, without meaning anything.
Prosody accident(base::RandomStream& random, double size)
{
    return {std::exp(around(random, 0, 0.06 * size)),
            std::exp(around(random, 0, 0.22 * size)),
            std::exp(around(random, 0, 0.07 * size)),
            around(random, 0, 2.0 * size),
            around(random, 0, 1.6 * size),
            around(random, 0, 1.0 * size),
            std::exp(around(random, 0, 0.01 * size))};
}

std::string variantOf(const DemoVoice& voice, const Prosody& prosody)
{
    const double pitch = voice.pitch * prosody.pitch;
    const double half = 0.5 * voice.range * prosody.range;
    std::string variant = fmt::format("pitch {:.0f} {:.0f}\n", pitch * (1 - half), pitch * (1 + half));
    const double breath = std::clamp(voice.breath + prosody.breath, 0.0, 12.0);
    variant += fmt::format("breath 0 {0:.0f} {0:.0f} {0:.0f} {0:.0f}\n", breath);
    for (std::size_t i = 0; i < voice.formants.size(); ++i)
        variant += fmt::format("formant {} {:.0f} {:.0f} {:.0f}\n", i,
                               100 * voice.formants[i] * prosody.formants, voice.heights[i], voice.widths[i]);
    return variant;
}

} // namespace

DemoVoice makeDemoVoice(const std::string& gender, const base::SeedTree& seed)
{
    auto random = seed.stream("voice");
    const bool isWoman = gender == "F";
    DemoVoice voice;
    voice.gender = gender;
    voice.age = static_cast<int>(20 + random.below(51));
    voice.pitch = std::exp(around(random, std::log(isWoman ? 192 : 124), 0.14));
    voice.range = around(random, isWoman ? 0.40 : 0.36, 0.06);
    voice.wordsPerMinute = around(random, 172 - 0.4 * (voice.age - 45), 14);
    voice.breath = std::max(0.0, around(random, isWoman ? 4 : 2, 1.5));
    voice.flutter = between(random, 0.003, 0.012);
    const double tract = around(random, isWoman ? 1.12 : 1.0, 0.035);
    for (std::size_t i = 0; i < voice.formants.size(); ++i) {
        voice.formants[i] = tract * around(random, 1, 0.025);
        voice.heights[i] = between(random, 80, 120);
        voice.widths[i] = around(random, isWoman ? 115 : 100, 12);
    }
    voice.microphone = around(random, 0, 2);
    voice.noise = std::pow(10, between(random, -70, -52) / 20);
    const double expressiveness = between(random, 0.6, 1.3);
    for (std::size_t emotion = 0; emotion < demoEmotions.size(); ++emotion)
        voice.styles[emotion] =
            combined(scaled(fullStrength[emotion], expressiveness), accident(random, 0.6));
    return voice;
}

audio::Signal speakDemoClip(const DemoVoice& voice, std::size_t emotion, const std::string& sentence,
                            const base::SeedTree& seed)
{
    auto random = seed.stream("clip");
    const Prosody prosody =
        combined(scaled(voice.styles[emotion], between(random, 0.3, 1.2)), accident(random, 1));
    const int tempo = static_cast<int>(std::lround(voice.wordsPerMinute * prosody.tempo));
    auto speech = SpeechSynthesizer::instance().speak(
        {variantOf(voice, prosody), sentence, std::clamp(tempo, 90, 300), random()});
    addFlutter(speech, voice.flutter, random);
    tilt(speech, voice.microphone + prosody.effort);
    setLevel(speech, -27 + prosody.level);
    return inRoom(speech, voice.noise, between(random, 0.08, 0.25), between(random, 0.08, 0.25), random);
}

} // namespace undertone::corpus
