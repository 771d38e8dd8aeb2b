#include "core/base/SeedTree.h"
#include "core/features/Functionals.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>

using namespace undertone;

namespace {

using Values = std::map<std::string, double>;

Values functionalsOf(const std::vector<float>& contour)
{
    std::array<float, features::functionalCount> result{};
    features::Functionals().compute(contour, result);
    Values values;
    for (std::size_t i = 0; i < result.size(); ++i)
        values[std::string(features::functionalNames[i])] = result[i];
    return values;
}

double centralMoment(const std::vector<float>& contour, double mean, int power)
{
    double sum = 0;
    for (const float x : contour)
        sum += std::pow(x - mean, power);
    return sum / static_cast<double>(contour.size());
}

double quantile(std::vector<float> contour, double p)
{
    std::ranges::sort(contour);
    const double position = p * static_cast<double>(contour.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(position));
    const auto above = static_cast<std::size_t>(std::ceil(position));
    return contour[below] + (position - std::floor(position)) * (contour[above] - contour[below]);
}

/// The definitions, one after another; the line by its two normal equations.
Values slowFunctionals(const std::vector<float>& x)
{
    Values v;
    const double n = static_cast<double>(x.size());
    double st = 0, stt = 0, sx = 0, stx = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double t = static_cast<double>(i);
        st += t;
        stt += t * t;
        sx += x[i];
        stx += t * x[i];
    }
    v["mean"] = sx / n;
    v["slope"] = x.size() == 1 ? 0 : (n * stx - st * sx) / (n * stt - st * st);
    v["offset"] = (sx - v["slope"] * st) / n;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double error = x[i] - v["slope"] * static_cast<double>(i) - v["offset"];
        v["linearError"] += std::abs(error) / n;
        v["quadraticError"] += error * error / n;
    }
    v["max"] = *std::ranges::max_element(x);
    v["min"] = *std::ranges::min_element(x);
    v["range"] = v["max"] - v["min"];
    v["maxPos"] = static_cast<double>(std::ranges::max_element(x) - x.begin());
    v["minPos"] = static_cast<double>(std::ranges::min_element(x) - x.begin());
    const double variance = centralMoment(x, v["mean"], 2);
    v["stddev"] = std::sqrt(variance);
    v["skewness"] = variance > 0 ? centralMoment(x, v["mean"], 3) / std::pow(variance, 1.5) : 0;
    v["kurtosis"] = variance > 0 ? centralMoment(x, v["mean"], 4) / std::pow(variance, 2) : 0;
    for (int q = 1; q <= 3; ++q)
        v["quartile" + std::to_string(q)] = quantile(x, 0.25 * q);
    v["iqr12"] = v["quartile2"] - v["quartile1"];
    v["iqr23"] = v["quartile3"] - v["quartile2"];
    v["iqr13"] = v["quartile3"] - v["quartile1"];
    return v;
}

} // namespace

class TestFunctionals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchTheDefinitions()
    {
        base::RandomStream random = base::SeedTree(1).stream("contours");
        for (std::size_t length = 1; length < 60; ++length) {
            std::vector<float> contour(length);
            for (float& x : contour)
                x = static_cast<float>(100 + 10 * random.normal() + 5 * random.normal() * random.normal());
            compare(functionalsOf(contour), slowFunctionals(contour));
        }
    }

    void repeatedValuesMatchToo()
    {
        base::RandomStream random = base::SeedTree(2).stream("contours");
        for (std::size_t length = 1; length < 60; ++length) {
            std::vector<float> contour(length);
            for (float& x : contour)
                x = static_cast<float>(random.below(3));
            compare(functionalsOf(contour), slowFunctionals(contour));
        }
    }

    void rampIsItsLine()
    {
        std::vector<float> contour(101);
        for (std::size_t t = 0; t < contour.size(); ++t)
            contour[t] = 7 + 0.5F * static_cast<float>(t);
        const auto v = functionalsOf(contour);
        QCOMPARE(v.at("slope"), 0.5);
        QCOMPARE(v.at("offset"), 7.0);
        QCOMPARE(v.at("linearError"), 0.0);
        QCOMPARE(v.at("quadraticError"), 0.0);
        QCOMPARE(v.at("maxPos"), 100.0);
        QCOMPARE(v.at("minPos"), 0.0);
        QCOMPARE(v.at("quartile1"), 19.5);
        QCOMPARE(v.at("iqr13"), 25.0);
        QVERIFY(std::abs(v.at("skewness")) < 1e-6);
        QVERIFY(std::abs(v.at("kurtosis") - 1.8) < 1e-3); // of a uniform distribution
    }

    void constantsHaveNoShape()
    {
        for (const float level : {0.0F, -3.7F, 1e6F, 0.1F})
            for (const std::size_t length : {std::size_t{1}, std::size_t{2}, std::size_t{333}}) {
                const auto v = functionalsOf(std::vector<float>(length, level));
                QCOMPARE(v.at("mean"), static_cast<double>(level));
                QCOMPARE(v.at("quartile2"), static_cast<double>(level));
                for (const char* name : {"range", "slope", "skewness", "kurtosis", "iqr13", "maxPos"})
                    QVERIFY2(std::abs(v.at(name)) < 1e-9, name);
                QVERIFY(v.at("stddev") <= 1e-6 * std::abs(level));
            }
    }

private:
    static void compare(const Values& fast, const Values& slow)
    {
        QCOMPARE(fast.size(), features::functionalCount);
        for (const auto& [name, value] : slow)
            QVERIFY2(std::abs(fast.at(name) - value) < 1e-4 * (1 + std::abs(value)), name.c_str());
    }
};

QTEST_GUILESS_MAIN(TestFunctionals)
#include "tst_Functionals.moc"
