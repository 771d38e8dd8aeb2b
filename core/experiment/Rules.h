#pragma once

#include "core/base/Error.h"
#include "core/experiment/SpecSyntax.h"

#include <string>
#include <utility>

namespace undertone::experiment {

/// Refuses a document by the place of what is wrong with it.
class Rules
{
public:
    explicit Rules(std::string source) : m_source(std::move(source)) {}

    /// @throws Error InvalidSpecification when `wrong`.
    void refuse(bool wrong, const std::string& pointer, const std::string& happened,
                const std::string& remedy) const
    {
        if (wrong)
            throw Error(ErrorCode::InvalidSpecification, happened, placeOf(m_source, pointer), remedy);
    }

private:
    std::string m_source;
};

} // namespace undertone::experiment
