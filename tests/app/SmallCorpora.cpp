#include "tests/app/SmallCorpora.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>

namespace undertone::tests {

namespace {

constexpr unsigned rate = 16'000;
constexpr std::size_t samples = rate / 2;

template <typename Integer>
void append(std::string& bytes, Integer value)
{
    for (std::size_t i = 0; i < sizeof(value); ++i)
        bytes += static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xFF);
}

std::string header()
{
    const auto dataBytes = static_cast<std::uint32_t>(samples * 2);
    std::string bytes = "RIFF";
    append(bytes, static_cast<std::uint32_t>(36 + dataBytes));
    bytes += "WAVEfmt ";
    append(bytes, std::uint32_t{16});
    append(bytes, std::uint16_t{1});
    append(bytes, std::uint16_t{1});
    append(bytes, std::uint32_t{rate});
    append(bytes, std::uint32_t{rate * 2});
    append(bytes, std::uint16_t{2});
    append(bytes, std::uint16_t{16});
    bytes += "data";
    append(bytes, dataBytes);
    return bytes;
}

} // namespace

std::string toneWav(double pitch, double loudness, unsigned noiseSeed)
{
    std::mt19937 generator(noiseSeed);
    std::string bytes = header();
    for (std::size_t i = 0; i < samples; ++i) {
        double value = 0;
        for (int overtone = 1; overtone <= 8; ++overtone)
            value +=
                std::sin(2 * std::numbers::pi * pitch * overtone * static_cast<double>(i) / rate) / overtone;
        value += 0.1 * (static_cast<double>(generator()) / 4294967296.0 - 0.5);
        append(bytes, static_cast<std::int16_t>(std::lround(loudness * 8000 * value)));
    }
    return bytes;
}

std::filesystem::path writeSmallCorpus(const TemporaryFolder& folder, const std::string& name,
                                       std::size_t speakers, std::size_t clips)
{
    std::string manifest = "path,speaker,gender,emotion\n";
    unsigned seed = 0; // by the name: no two corpora hold the same audio
    for (const char c : name)
        seed = 1009 * seed + static_cast<unsigned char>(c);
    for (std::size_t speaker = 0; speaker < speakers; ++speaker) {
        const bool isWoman = speaker % 2 == 0;
        const double pitch = (isWoman ? 210 : 110) + 3 * static_cast<double>(speaker);
        for (std::size_t clip = 0; clip < clips; ++clip) {
            for (const char* emotion : {"neu", "hap"}) {
                const bool isHappy = std::string(emotion) == "hap";
                const auto path = fmt::format("{}-{}-{}.wav", speaker, emotion, clip);
                folder.write(std::filesystem::path(name) / path,
                             toneWav(pitch * (isHappy ? 1.2 : 1.0) + static_cast<double>(clip),
                                     isHappy ? 1.0 : 0.4, ++seed));
                manifest +=
                    fmt::format("{},{}-s{},{},{}\n", path, name, speaker, isWoman ? "F" : "M", emotion);
            }
        }
    }
    folder.write(std::filesystem::path(name) / "manifest.csv", manifest);
    return folder.path() / name;
}

} // namespace undertone::tests
