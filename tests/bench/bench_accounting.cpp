// Milliseconds of one core for the accountants at q = 0.01, z = 1, T = 1000, delta = 1e-5, and for a
// calibration, beside the textbook algorithm (connect-the-dots on a step of 1e-4 without a tilt, from
// differences of normal distribution functions, both directions) measured in the same run. One JSON document.
#include "core/privacy/Calibration.h"
#include "core/privacy/DoubleFft.h"
#include "core/privacy/LossPair.h"
#include "tests/bench/Stopwatch.h"

#include <fmt/format.h>

#include <algorithm>

#include <cmath>
#include <cstdio>
#include <vector>

using namespace undertone;
using namespace undertone::privacy;

namespace {

constexpr double rate = 0.01;
constexpr double noise = 1;
constexpr std::size_t releases = 1000;
constexpr double delta = 1e-5;
/// By extrapolation of grids to step 0.
constexpr double reference = 1.82823667;
constexpr double textbookStep = 1e-4;

PrivacyEvent studiedEvent()
{
    PrivacyEvent event;
    event.noiseMultiplier = noise;
    event.sampling = Sampling::Poisson;
    event.sampleRate = rate;
    event.count = releases;
    return event;
}

double normalCdf(double x)
{
    return std::erfc(-x / std::sqrt(2.0)) / 2;
}

/// Masses of the loss on k step, from `first` on.
struct TextbookLoss
{
    long first = 0;
    std::vector<double> mass;
};

TextbookLoss textbookLoss(const PrivacyEvent& event, Direction direction)
{
    const LossPair pair(event, direction);
    const double sign = direction == Direction::Remove ? 1 : -1;
    const double low = pair.loss(-10 * noise);
    const double high = pair.loss(1 + 10 * noise);
    TextbookLoss loss;
    loss.first = static_cast<long>(std::floor(low / textbookStep));
    const long last = static_cast<long>(std::ceil(high / textbookStep));
    loss.mass.resize(static_cast<std::size_t>(last - loss.first + 1));
    double p = 0, q = 0;
    for (long k = loss.first; k < last; ++k) {
        const double y = std::clamp(pair.outcome(static_cast<double>(k + 1) * textbookStep), -1e3, 1e3);
        const double null = normalCdf(y / noise);
        const double mixed = (1 - rate) * null + rate * normalCdf((y - sign) / noise);
        const double nextP = direction == Direction::Remove ? mixed : null;
        const double nextQ = direction == Direction::Remove ? null : mixed;
        const double up = std::exp(static_cast<double>(k + 1) * textbookStep);
        const double lower =
            std::clamp(((nextQ - q) * up - (nextP - p)) / std::expm1(textbookStep), 0.0, nextP - p);
        loss.mass[static_cast<std::size_t>(k - loss.first)] += lower;
        loss.mass[static_cast<std::size_t>(k + 1 - loss.first)] += nextP - p - lower;
        p = nextP;
        q = nextQ;
    }
    return loss;
}

/// On a window of 20 standard deviations.
double textbookEpsilon(const PrivacyEvent& event, Direction direction)
{
    const auto one = textbookLoss(event, direction);
    double mean = 0, square = 0;
    for (std::size_t i = 0; i < one.mass.size(); ++i) {
        const double e = (static_cast<double>(one.first) + static_cast<double>(i)) * textbookStep;
        mean += one.mass[i] * e;
        square += one.mass[i] * e * e;
    }
    const auto count = static_cast<double>(releases);
    const double deviation = std::sqrt(count * (square - mean * mean));
    const long first = static_cast<long>(std::floor((count * mean - 10 * deviation) / textbookStep));
    const auto window = static_cast<std::size_t>(20 * deviation / textbookStep);
    DoubleFft fft(fastFftSize(std::max(window, one.mass.size())));
    const auto size = static_cast<long>(fft.size());
    const auto place = [size](long k) { return static_cast<std::size_t>(((k % size) + size) % size); };
    std::ranges::fill(fft.signal(), 0.0);
    for (std::size_t i = 0; i < one.mass.size(); ++i)
        fft.signal()[place(one.first + static_cast<long>(i))] += one.mass[i];
    fft.forward();
    for (auto& value : fft.spectrum())
        value = std::pow(value, count);
    fft.inverse();
    double above = 0, weighted = 0;
    for (long k = first + size - 1; k >= first; --k) {
        const double e = static_cast<double>(k) * textbookStep;
        const double mass = std::max(0.0, fft.signal()[place(k)] / static_cast<double>(size));
        if (above - std::exp(e) * weighted > delta)
            return e;
        above += mass;
        weighted += mass * std::exp(-e);
    }
    return 0;
}

struct Measured
{
    double milliseconds;
    double value;
};

template <typename Work>
Measured measured(int repeats, const Work& work)
{
    double value = 0;
    const double seconds = bench::leastCpuSeconds(repeats, [&] { value = work(); });
    return {1000 * seconds, value};
}

} // namespace

int main()
{
    const auto event = studiedEvent();
    const auto epsilonBy = [&](const char* name) {
        return measured(20, [&] { return makeAccountant(name)->epsilon({&event, 1}, delta).epsilon; });
    };
    const auto pld = epsilonBy("pld");
    const auto rdp = epsilonBy("rdp");
    const auto textbook = measured(5, [&] {
        return std::max(textbookEpsilon(event, Direction::Remove), textbookEpsilon(event, Direction::Add));
    });
    const auto calibration = measured(3, [&] {
        return calibrateNoise(*makeAccountant("pld"), event, {2, delta}).event.noiseMultiplier;
    });
    fmt::print(
        "{{\n  \"benchmark\": \"accounting\",\n"
        "  \"event\": {{\"sample_rate\": {}, \"noise_multiplier\": {}, \"steps\": {}, \"delta\": {}}},\n",
        rate, noise, releases, delta);
    fmt::print("  \"pld\": {{\"milliseconds\": {:.2f}, \"epsilon\": {:.8f}, \"error\": {:.2e}}},\n",
               pld.milliseconds, pld.value, pld.value - reference);
    fmt::print("  \"textbook_pld\": {{\"milliseconds\": {:.2f}, \"epsilon\": {:.8f}}},\n",
               textbook.milliseconds, textbook.value);
    fmt::print("  \"rdp\": {{\"milliseconds\": {:.3f}, \"epsilon\": {:.8f}}},\n", rdp.milliseconds,
               rdp.value);
    fmt::print("  \"calibration\": {{\"milliseconds\": {:.1f}, \"noise_multiplier\": {:.8f}}},\n",
               calibration.milliseconds, calibration.value);
    fmt::print("  \"ratios\": {{\"textbook_to_pld\": {:.2f}, \"pld_to_rdp\": {:.1f}, \"calibration_to_pld\": "
               "{:.1f}}}\n}}\n",
               textbook.milliseconds / pld.milliseconds, pld.milliseconds / rdp.milliseconds,
               calibration.milliseconds / pld.milliseconds);
    return 0;
}
