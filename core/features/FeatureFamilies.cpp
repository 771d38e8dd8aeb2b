#include "core/features/FeatureFamilies.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace undertone::features {

namespace {

struct Sign
{
    const char* inName; ///< lower case
    const char* family;
};

/// The first that occurs in a name decides: "mfcc1V" is of mfcc although it is voiced, "F1amplitudeLogRelF0"
/// of the formants although it is relative to F0.
constexpr Sign signs[] = {{"mfcc", "mfcc"},
                          {"lsf", "lsf"},
                          {"lspfreq", "lsf"},
                          {"spectral", "spectral"},
                          {"fband", "spectral"},
                          {"f1", "formants"},
                          {"f2", "formants"},
                          {"f3", "formants"},
                          {"jitter", "voice quality"},
                          {"shimmer", "voice quality"},
                          {"hnr", "voice quality"},
                          {"logrelf0", "voice quality"},
                          {"voiceprob", "voicing"},
                          {"voicing", "voicing"},
                          {"f0", "f0"},
                          {"segment", "timing"},
                          {"peakspersec", "timing"},
                          {"loudness", "energy"},
                          {"intensity", "energy"},
                          {"rmsenergy", "energy"},
                          {"soundlevel", "energy"},
                          {"zcr", "zero crossings"},
                          {"alpharatio", "spectral"},
                          {"hammarberg", "spectral"},
                          {"slope", "spectral"}};

constexpr const char* order[] = {"f0",       "energy", "voicing", "voice quality",  "formants",
                                 "spectral", "mfcc",   "lsf",     "zero crossings", "timing"};

} // namespace

std::string familyOf(const std::string& column)
{
    std::string name;
    std::transform(column.begin(), column.end(), std::back_inserter(name),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    // Functionals have names of their own, such as "meanRisingSlope": the contour's comes first.
    const auto contour = name.substr(0, name.find("_sma"));
    for (const auto& text : {contour, name})
        for (const auto& sign : signs)
            if (text.find(sign.inName) != std::string::npos)
                return sign.family;
    return {};
}

std::vector<FeatureFamily> familiesOf(const std::vector<std::string>& columns)
{
    std::vector<FeatureFamily> families;
    for (const char* name : order) {
        FeatureFamily family{name, {}};
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (familyOf(columns[i]) == name)
                family.columns.push_back(i);
        if (!family.columns.empty())
            families.push_back(std::move(family));
    }
    return families;
}

} // namespace undertone::features
