#include "core/audio/AudioFile.h"
#include "core/audio/Resample.h"
#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/base/SeedTree.h"
#include "tests/support/SharedCorpora.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>
#include <sndfile.h>

#include <cmath>
#include <limits>
#include <numbers>

using namespace undertone;

namespace {

std::vector<float> tone(double hertz, int rate, double seconds, double amplitude = 0.5)
{
    std::vector<float> samples(static_cast<std::size_t>(std::lround(seconds * rate)));
    for (std::size_t n = 0; n < samples.size(); ++n)
        samples[n] = static_cast<float>(
            amplitude * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(n) / rate));
    return samples;
}

/// Interleaved samples in any format that libsndfile writes.
void writeRaw(const std::filesystem::path& file, const std::vector<float>& samples, int rate, int channels,
              int format)
{
    SF_INFO info{};
    info.samplerate = rate;
    info.channels = channels;
    info.format = format;
    SNDFILE* handle = sf_open(file.c_str(), SFM_WRITE, &info);
    QVERIFY2(handle, sf_strerror(nullptr));
    sf_writef_float(handle, samples.data(), static_cast<sf_count_t>(samples.size()) / channels);
    sf_close(handle);
}

/// Amplitude of the component at `hertz`, away from the ends.
double amplitudeAt(const audio::Signal& signal, double hertz)
{
    double re = 0, im = 0, count = 0;
    const auto period = static_cast<std::size_t>(signal.sampleRate / 10); // whole periods of tones at 10 n Hz
    const std::size_t length = (signal.samples.size() - period) / period * period;
    for (std::size_t n = period / 2; n < period / 2 + length; ++n, ++count) {
        const double phase = 2 * std::numbers::pi * hertz * static_cast<double>(n) / signal.sampleRate;
        re += signal.samples[n] * std::cos(phase);
        im += signal.samples[n] * std::sin(phase);
    }
    return 2 * std::hypot(re, im) / count;
}

Error refusal(const std::filesystem::path& file)
{
    try {
        audio::readAudio(file);
    } catch (const Error& error) {
        return error;
    }
    return Error(ErrorCode::Internal, "the file was read", "", "");
}

void compareRefusal(const std::filesystem::path& file, const char* words)
{
    const Error error = refusal(file);
    QCOMPARE(error.code(), ErrorCode::UnreadableAudio);
    QCOMPARE(error.where(), file.string());
    QVERIFY(!error.remedy().empty());
    QVERIFY2(error.happened().find(words) != std::string::npos, error.what());
}

void patch(std::string& bytes, std::size_t position, std::uint32_t value)
{
    for (std::size_t i = 0; i < 4; ++i)
        bytes[position + i] = static_cast<char>(value >> (8 * i) & 0xff);
}

} // namespace

class TestAudioFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sixteenBitRoundTripIsExact_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("wav") << "a.wav";
        QTest::newRow("flac") << "a.flac";
    }

    void sixteenBitRoundTripIsExact()
    {
        QFETCH(QString, name);
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / name.toStdString();
        audio::Signal signal{{}, 16000};
        base::RandomStream random = base::SeedTree(1).stream("samples");
        for (int i = 0; i < 5000; ++i)
            signal.samples.push_back(static_cast<float>(random.below(65536)) / 32768.0F - 1.0F);
        audio::writeAudio(file, signal);
        QCOMPARE(audio::readAudio(file).samples, signal.samples);
        const auto info = audio::readAudioInfo(file);
        QCOMPARE(info.sampleRate, 16000);
        QCOMPARE(info.channels, 1);
        QCOMPARE(info.seconds, 5000 / 16000.0);
    }

    void samplesBeyondFullScaleAreLimited()
    {
        const tests::TemporaryFolder folder;
        audio::writeAudio(folder.path() / "a.wav", {{2.0F, -2.0F, 1.0F}, 16000});
        QCOMPARE(audio::readAudio(folder.path() / "a.wav").samples,
                 (std::vector<float>{32767 / 32768.0F, -1.0F, 32767 / 32768.0F}));
    }

    void channelsAreAveraged()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "a.wav";
        writeRaw(file, {0.5F, 0.25F, 0.0F, -1.0F, 0.5F, 0.5F}, 16000, 3, SF_FORMAT_WAV | SF_FORMAT_FLOAT);
        QCOMPARE(audio::readAudio(file).samples, (std::vector<float>{0.25F, 0.0F}));
        QCOMPARE(audio::readAudioInfo(file).channels, 3);
    }

    void clippingIsSeenBeforeChannelsAreAveragedAndResampled()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "a.wav";
        writeRaw(file, {0.5F, 0.25F, 1.0F, -0.5F, -0.9F, 0.9F, 0.0F, -1.0F}, 48000, 2,
                 SF_FORMAT_WAV | SF_FORMAT_PCM_16);
        QCOMPARE(audio::readAudio(file, 48000).clipped, 0.5);
        QCOMPARE(audio::readAudio(file, 16000).clipped, 0.5);
    }

    void everyFormatAndRateBecomesTheSameTone_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("rate");
        const auto row = [](const char* name, int format, int rate) {
            QTest::newRow(name) << format << rate;
        };
        row("wav 16 bits 44.1 kHz", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100);
        row("wav 24 bits 48 kHz", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000);
        row("wav 8 bits 8 kHz", SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 8000);
        row("wav extensible 96 kHz", SF_FORMAT_WAVEX | SF_FORMAT_PCM_32, 96000);
        row("flac 22.05 kHz", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 22050);
        row("ogg 32 kHz", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 32000);
        row("mp3 44.1 kHz", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 44100);
        row("aiff 11.025 kHz", SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 11025);
    }

    void everyFormatAndRateBecomesTheSameTone()
    {
        QFETCH(int, format);
        QFETCH(int, rate);
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "tone";
        const auto mono = tone(1000, rate, 2);
        std::vector<float> stereo;
        for (const float x : mono)
            stereo.insert(stereo.end(), {x, x});
        writeRaw(file, stereo, rate, 2, format);
        const auto signal = audio::readAudio(file);
        QCOMPARE(signal.sampleRate, 16000);
        QVERIFY2(std::abs(signal.seconds() - 2) < 0.06, qPrintable(QString::number(signal.seconds())));
        QVERIFY(std::abs(amplitudeAt(signal, 1000) - 0.5) < 0.01);
        QVERIFY(amplitudeAt(signal, 1500) < 0.005);
    }

    void resamplingKeepsThePassBandAndRemovesAliases()
    {
        // 7 kHz stays (within 0.01 dB), 9 kHz would fold to 7 kHz and must be gone (-100 dB).
        const audio::Signal kept{audio::resample(tone(7000, 44100, 1), 44100, 16000), 16000};
        QVERIFY(std::abs(amplitudeAt(kept, 7000) - 0.5) < 0.0006);
        const audio::Signal removed{audio::resample(tone(9000, 44100, 1), 44100, 16000), 16000};
        QVERIFY(amplitudeAt(removed, 7000) < 5e-6);
        QCOMPARE(kept.samples.size(), std::size_t{16000});
    }

    void oneSampleIsEnough()
    {
        const tests::TemporaryFolder folder;
        for (const int rate : {8000, 16000, 44100}) {
            audio::writeAudio(folder.path() / "a.wav", {{0.5F}, rate});
            const auto signal = audio::readAudio(folder.path() / "a.wav");
            QVERIFY(!signal.samples.empty());
            QVERIFY(std::isfinite(signal.samples[0]));
        }
    }

    void truncatedFilesAreRefused_data()
    {
        QTest::addColumn<int>("format");
        QTest::newRow("wav") << (SF_FORMAT_WAV | SF_FORMAT_PCM_16);
        QTest::newRow("aiff") << (SF_FORMAT_AIFF | SF_FORMAT_PCM_16);
        QTest::newRow("flac") << (SF_FORMAT_FLAC | SF_FORMAT_PCM_16);
        QTest::newRow("mp3") << (SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III);
    }

    void truncatedFilesAreRefused()
    {
        QFETCH(int, format);
        const tests::TemporaryFolder folder;
        writeRaw(folder.path() / "whole", tone(300, 16000, 1), 16000, 1, format);
        const std::string bytes = base::readFile(folder.path() / "whole");
        for (const std::size_t part : {std::size_t{9}, std::size_t{5}, std::size_t{1}}) {
            const auto file =
                folder.write("cut", std::string_view(bytes).substr(0, bytes.size() * part / 10));
            const Error error = refusal(file);
            QCOMPARE(error.code(), ErrorCode::UnreadableAudio);
            QCOMPARE(error.where(), file.string());
            QVERIFY(!error.remedy().empty());
        }
    }

    void anMp3OfVaryingRateMayNotStateItsLength()
    {
        const tests::TemporaryFolder folder;
        auto samples = std::vector<float>(64000);
        const auto loud = tone(300, 16000, 4);
        samples.insert(samples.end(), loud.begin(), loud.end());
        SF_INFO info{};
        info.samplerate = 16000;
        info.channels = 1;
        info.format = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
        const auto file = folder.path() / "tagged.mp3";
        SNDFILE* handle = sf_open(file.c_str(), SFM_WRITE, &info);
        int variable = SF_BITRATE_MODE_VARIABLE;
        sf_command(handle, SFC_SET_BITRATE_MODE, &variable, sizeof variable);
        sf_writef_float(handle, samples.data(), static_cast<sf_count_t>(samples.size()));
        sf_close(handle);
        std::string bytes = base::readFile(file);
        const auto tag = bytes.find("Xing");
        QVERIFY(tag != std::string::npos);
        QVERIFY(audio::readAudio(file).seconds() > 7.9);
        bytes.replace(tag, 4, 4, '\0');
        const auto untagged = folder.write("untagged.mp3", bytes);
        QVERIFY(audio::readAudioInfo(untagged).seconds < 7); // an estimate, from the first frame
        QVERIFY(audio::readAudio(untagged).seconds() > 7.9);
    }

    void headersThatLieAreRefused()
    {
        const tests::TemporaryFolder folder;
        audio::writeAudio(folder.path() / "a.wav", {tone(300, 16000, 1), 16000});
        const std::string good = base::readFile(folder.path() / "a.wav");
        QCOMPARE(good.substr(36, 4), std::string("data"));
        const auto lie = [&](std::size_t position, std::uint32_t value, const char* words) {
            std::string bytes = good;
            patch(bytes, position, value);
            compareRefusal(folder.write("lie.wav", bytes), words);
        };
        lie(40, 64000, "promises 64000 bytes of sound, but only 32000 are there");
        lie(40, 0xffffffff, "but only 32000 are there");
        lie(40, 16000, "16000 more follow");
        std::string halved = good;
        patch(halved, 4, static_cast<std::uint32_t>(good.size() - 8 - 16000));
        patch(halved, 40, 16000);
        compareRefusal(folder.write("halved.wav", halved), "16000 more follow");
        compareRefusal(folder.write("cut.wav", good + std::string("LIST\x05\0\0\0abcd", 12)),
                       "12 more follow");
        lie(24, 0, "");
        lie(24, 1, "sampling rate of 1 Hz");
        lie(24, 2000000000, "sampling rate");
        compareRefusal(folder.write("header.wav", good.substr(0, 36)), "");
        std::string tagged = good + "LIST";
        tagged += std::string("\x04\0\0\0abcd", 8);
        patch(tagged, 4, static_cast<std::uint32_t>(tagged.size() - 8));
        QCOMPARE(audio::readAudio(folder.write("tagged.wav", tagged)).samples.size(), std::size_t{16000});
        const std::string named = good + "TAG" + std::string(125, '\0');
        QCOMPARE(audio::readAudio(folder.write("named.wav", named)).samples.size(), std::size_t{16000});
    }

    void valuesThatAreNotFiniteAreRefused()
    {
        const tests::TemporaryFolder folder;
        for (const float bad :
             {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
            const auto file = folder.path() / "bad.wav";
            writeRaw(file, {0.0F, bad, 0.0F}, 16000, 1, SF_FORMAT_WAV | SF_FORMAT_FLOAT);
            compareRefusal(file, "not finite");
        }
    }

    void otherFilesAreRefused()
    {
        const tests::TemporaryFolder folder;
        compareRefusal(folder.path() / "absent.wav", "does not exist");
        compareRefusal(folder.path(), "does not exist");
        compareRefusal(folder.write("text.wav", "This is no sound."), "cannot be decoded");
        compareRefusal(folder.write("empty.wav", ""), "cannot be decoded");
        writeRaw(folder.path() / "none.wav", {}, 16000, 1, SF_FORMAT_WAV | SF_FORMAT_PCM_16);
        compareRefusal(folder.path() / "none.wav", "no samples");
    }

    void writingNamesWhatCannotBeWritten()
    {
        const tests::TemporaryFolder folder;
        const audio::Signal signal{{0.0F}, 16000};
        try {
            audio::writeAudio(folder.path() / "none" / "a.wav", signal);
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::StorageFailed);
            QVERIFY(!error.remedy().empty());
        }
        QVERIFY_THROWS_EXCEPTION(Error, audio::writeAudio(folder.path() / "a.mp3", signal));
        QVERIFY(!std::filesystem::exists(folder.path() / "a.mp3"));
    }

    void realSpeechIsRead()
    {
        const auto corpus = tests::sharedCorpus("ravdess");
        if (!corpus)
            QSKIP("the corpus is not here");
        const auto file = *corpus / "03-01-01-01-01-01-01.flac";
        const auto signal = audio::readAudio(file);
        QVERIFY(std::abs(signal.seconds() - audio::readAudioInfo(file).seconds) < 1e-3);
        QVERIFY(signal.seconds() > 1);
    }
};

QTEST_GUILESS_MAIN(TestAudioFile)
#include "tst_AudioFile.moc"
