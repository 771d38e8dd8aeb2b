#include "core/features/FunctionalsSet.h"

#include "core/features/Contours.h"
#include "core/features/Functionals.h"
#include "core/features/LowLevelDescriptors.h"

namespace undertone::features {

namespace {

std::vector<std::string> columnNames()
{
    std::vector<std::string> names;
    for (const auto descriptor : descriptorNames)
        for (const char* kind : {"_sma_", "_sma_de_"})
            for (const auto functional : functionalNames)
                names.push_back(std::string(descriptor) + kind + std::string(functional));
    return names;
}

class FunctionalsSet final : public FeatureSet
{
public:
    std::string name() const override { return "functionals"; }
    int version() const override { return 2; }
    const std::vector<std::string>& columns() const override { return m_columns; }
    bool isFrames() const override { return false; }

    std::vector<float> extract(const audio::Signal& signal) const override
    {
        const Contours descriptors = lowLevelDescriptors(signal);
        std::vector<float> smoothed(descriptors.frames), deltas(descriptors.frames);
        std::vector<float> row(m_columns.size());
        Functionals functionals;
        std::span<float> rest(row);
        for (std::size_t i = 0; i < descriptorCount; ++i) {
            smooth(descriptors[i], smoothed);
            delta(smoothed, deltas);
            functionals.compute(smoothed, rest.first<functionalCount>());
            functionals.compute(deltas, rest.subspan<functionalCount, functionalCount>());
            rest = rest.subspan(2 * functionalCount);
        }
        return row;
    }

private:
    std::vector<std::string> m_columns = columnNames();
};

} // namespace

const FeatureSet& functionalsSet()
{
    static const FunctionalsSet set;
    return set;
}

} // namespace undertone::features
