// Runs a libFuzzer target without libFuzzer: every seed, then mutations of the seeds that are the same on
// every machine. On a defect the input is saved and its number told; `fuzz_NAME FOLDER 1 NUMBER` runs that
// input alone.
#include "core/base/File.h"
#include "core/base/SeedTree.h"
#include "tests/fuzz/FuzzTarget.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace {

using undertone::base::RandomStream;

/// What the signal handler saves; plain globals, because a handler may touch little else.
const char* currentInput = nullptr;
std::size_t currentSize = 0;

void saveInput(int signal)
{
    const int file = ::open("fuzz-failure.bin", O_CREAT | O_WRONLY | O_TRUNC, 0644);
    if (file >= 0 && ::write(file, currentInput, currentSize) >= 0)
        ::close(file);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

std::vector<std::string> readSeeds(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<std::string> seeds;
    for (const auto& file : files)
        seeds.push_back(undertone::base::readFile(file));
    return seeds;
}

/// Pieces that parsers treat in a way of their own.
const std::vector<std::string> tokens{"0",
                                      "-1",
                                      "1e999",
                                      "-1e-999",
                                      "nan",
                                      "inf",
                                      "18446744073709551615",
                                      "4294967296",
                                      "?",
                                      "%",
                                      "\"",
                                      "'",
                                      ",",
                                      ";",
                                      "\t",
                                      "\n",
                                      "\r\n",
                                      "\\",
                                      "{",
                                      "}",
                                      "[",
                                      "]",
                                      "(",
                                      ")",
                                      ":",
                                      "true",
                                      "null",
                                      "@data\n",
                                      "@attribute",
                                      "name",
                                      "path",
                                      "<f4",
                                      "<f8",
                                      std::string(1, '\0'),
                                      "\xEF\xBB\xBF",
                                      "\xff\xff\xff\xff"};

/// Gives one number of the text another digit: what it counts is no longer what is there.
void changeDigit(std::string& input, RandomStream& random)
{
    const auto digit = input.find_first_of("0123456789", random.below(input.size() + 1));
    if (digit != std::string::npos)
        input[digit] = static_cast<char>('0' + random.below(10));
}

void mutateOnce(std::string& input, const std::vector<std::string>& seeds, RandomStream& random)
{
    const std::size_t at = random.below(input.size() + 1);
    const std::size_t left = input.size() - at;
    const std::size_t length = left == 0 ? 0 : random.below(std::min<std::size_t>(left, 40)) + 1;
    const std::string& other = seeds[random.below(seeds.size())];
    switch (random.below(9)) {
    case 0:
        if (left > 0)
            input[at] = static_cast<char>(input[at] ^ (1 << random.below(8)));
        break;
    case 1:
        if (left > 0)
            input[at] = static_cast<char>(random.below(256));
        break;
    case 2:
        input.insert(at, 1, static_cast<char>(random.below(256)));
        break;
    case 3:
        input.erase(at, length);
        break;
    case 4:
        input.insert(random.below(input.size() + 1), input.substr(at, length));
        break;
    case 5:
        input.insert(at, tokens[random.below(tokens.size())]);
        break;
    case 6:
        input.replace(at, length, tokens[random.below(tokens.size())]);
        break;
    case 7:
        changeDigit(input, random);
        break;
    default:
        input = input.substr(0, at) + other.substr(random.below(other.size() + 1));
    }
}

std::string mutation(const std::vector<std::string>& seeds, std::size_t number)
{
    RandomStream random = undertone::base::SeedTree(1).child("input", number).stream("mutation");
    std::string input = seeds[random.below(seeds.size())];
    // One mutation as often as several: most formats accept little that was changed twice.
    const std::uint64_t count = random.below(2) == 0 ? 1 : 2 + random.below(4);
    for (std::uint64_t i = 0; i < count; ++i)
        mutateOnce(input, seeds, random);
    return input;
}

/// The input in a buffer of exactly its size, so that a sanitizer sees a read past its end.
void runInput(const std::string& input)
{
    const std::vector<char> exact(input.begin(), input.end());
    currentInput = exact.data();
    currentSize = exact.size();
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(exact.data()), exact.size());
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        fmt::print(stderr, "usage: {} SEED-FOLDER COUNT [FIRST]\n", argv[0]);
        return 2;
    }
    for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS})
        std::signal(signal, saveInput);
    const auto seeds = readSeeds(argv[1]);
    if (seeds.empty()) {
        fmt::print(stderr, "{} holds no seeds\n", argv[1]);
        return 2;
    }
    for (const std::string& seed : seeds)
        runInput(seed);
    const std::size_t first = argc > 3 ? std::stoull(argv[3]) : 0;
    for (std::size_t i = first, end = first + std::stoull(argv[2]); i < end; ++i) {
        try {
            runInput(mutation(seeds, i));
        } catch (const std::exception& error) {
            fmt::print(stderr, "input {}: {}\n", i, error.what());
            std::abort();
        }
    }
    fmt::print("{} seeds and {} mutations\n", seeds.size(), argv[2]);
    return 0;
}
