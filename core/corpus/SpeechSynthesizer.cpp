#include "core/corpus/SpeechSynthesizer.h"

#include "core/base/Error.h"

#include <espeak-ng/espeak_ng.h>
#include <espeak-ng/speak_lib.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <vector>

namespace undertone::corpus {

namespace {

namespace fs = std::filesystem;

const char* const dataFolder = "espeak-ng-data";
const char* const variantFolder = "!v"; // where espeak-ng looks for variants, below voices
const char* const variantName = "undertone";

/// Both of these go on from one sentence to the next where they were.
const char* const steadyVoice = "flutter 0\nroughness 0\n";

std::vector<short>& heard()
{
    static std::vector<short> samples;
    return samples;
}

int onSamples(short* samples, int count, espeak_EVENT*)
{
    if (samples)
        heard().insert(heard().end(), samples, samples + count);
    return 0;
}

[[noreturn]] void refuse(const std::string& happened)
{
    throw Error(ErrorCode::Internal, happened, "espeak-ng", "Install espeak-ng 1.51 with its own data.");
}

fs::path systemData()
{
    const char* path = nullptr;
    espeak_ng_InitializePath(nullptr);
    espeak_Info(&path);
    std::error_code ignored;
    if (!path || !fs::is_directory(fs::path(path) / "voices", ignored))
        throw Error(ErrorCode::NotFound, "The data of the speech synthesiser espeak-ng is missing.",
                    path ? path : "", "Install espeak-ng-data.");
    return path;
}

void linkAllBut(const fs::path& from, const fs::path& to, const std::string& left)
{
    for (const auto& entry : fs::directory_iterator(from))
        if (entry.path().filename() != left)
            fs::create_symlink(entry.path(), to / entry.path().filename());
}

/// A copy of the data by links, with a folder of our own for variants.
fs::path makePrivateData(const fs::path& system)
{
    std::string folder = (fs::temp_directory_path() / "undertone-voices-XXXXXX").string();
    if (!::mkdtemp(folder.data()))
        throw Error(ErrorCode::StorageFailed, "A temporary folder cannot be made.", folder,
                    "Check that the folder for temporary files exists and is not full.");
    const fs::path data = fs::path(folder) / dataFolder;
    fs::create_directories(data / "voices" / variantFolder);
    linkAllBut(system, data, "voices");
    linkAllBut(system / "voices", data / "voices", variantFolder);
    return folder;
}

bool isHeard(short sample)
{
    return sample != 0;
}

} // namespace

SpeechSynthesizer& SpeechSynthesizer::instance()
{
    static SpeechSynthesizer synthesizer;
    return synthesizer;
}

SpeechSynthesizer::SpeechSynthesizer()
{
    try {
        m_folder = makePrivateData(systemData());
        start();
    } catch (const fs::filesystem_error& error) {
        throw Error(ErrorCode::StorageFailed,
                    "The voices of the demo speakers cannot be laid out: " + error.code().message() + ".",
                    error.path1().string(), "Check that the folder for temporary files is not full.");
    }
}

SpeechSynthesizer::~SpeechSynthesizer()
{
    std::error_code ignored;
    fs::remove_all(m_folder, ignored);
}

void SpeechSynthesizer::start()
{
    espeak_ng_InitializePath(m_folder.c_str());
    espeak_ng_ERROR_CONTEXT context = nullptr;
    if (espeak_ng_Initialize(&context) != ENS_OK ||
        espeak_ng_InitializeOutput(ENOUTPUT_MODE_SYNCHRONOUS, 0, nullptr) != ENS_OK) {
        espeak_ng_ClearErrorContext(&context);
        refuse("The speech synthesiser does not start with the voices of the demo speakers.");
    }
    m_sampleRate = espeak_ng_GetSampleRate();
    espeak_SetSynthCallback(onSamples);
    // An unknown variant is ignored without an error, so listen to it. What is said first in a process
    // differs from the same said later, so nobody gets it.
    const auto low = synthesize({"pitch 80 110\n", "One.", 170, 1});
    const auto high = synthesize({"pitch 180 260\n", "One.", 170, 1});
    if (low.samples.empty() || low.samples == high.samples)
        refuse("The speech synthesiser does not take the voices of the demo speakers.");
}

audio::Signal SpeechSynthesizer::speak(const SpeechRequest& request)
{
    const std::scoped_lock lock(m_mutex);
    return synthesize(request);
}

audio::Signal SpeechSynthesizer::synthesize(const SpeechRequest& request)
{
    const auto file = m_folder / dataFolder / "voices" / variantFolder / variantName;
    std::ofstream stream(file);
    stream << "language variant\nname " << variantName << '\n' << request.variant << steadyVoice;
    stream.close();
    if (!stream)
        throw Error(ErrorCode::StorageFailed, "The voice of a demo speaker cannot be written.", file.string(),
                    "Check that the folder for temporary files is not full.");
    if (espeak_ng_SetVoiceByName((std::string("en+") + variantName).c_str()) != ENS_OK ||
        espeak_ng_SetParameter(espeakRATE, request.wordsPerMinute, 0) != ENS_OK)
        refuse("The speech synthesiser does not take a voice of the demo speakers.");
    heard().clear();
    ::srand(request.noiseSeed);
    if (espeak_ng_Synthesize(request.text.c_str(), request.text.size() + 1, 0, POS_CHARACTER, 0,
                             espeakCHARS_UTF8, nullptr, nullptr) != ENS_OK)
        refuse("The speech synthesiser failed at \"" + request.text + "\".");
    // The pause at the end is as long as the sentence before had it.
    const auto first = std::find_if(heard().begin(), heard().end(), isHeard);
    const auto last = std::find_if(heard().rbegin(), std::make_reverse_iterator(first), isHeard).base();
    audio::Signal signal;
    signal.sampleRate = m_sampleRate;
    std::transform(first, last, std::back_inserter(signal.samples),
                   [](short sample) { return static_cast<float>(sample) / 32768.0F; });
    return signal;
}

} // namespace undertone::corpus
