#include "core/privacy/auditing/GaussianReading.h"

#include "core/base/Error.h"
#include "core/privacy/AnalyticGaussian.h"
#include "core/privacy/auditing/ClopperPearson.h"

#include <boost/math/distributions/normal.hpp>

#include <cmath>

namespace undertone::privacy {

namespace {

/// Phi^-1 of a rate, from whichever of the rate and its complement has more digits.
double normalQuantile(double rate, double complement)
{
    const boost::math::normal standard;
    return rate < complement ? boost::math::quantile(standard, rate)
                             : boost::math::quantile(boost::math::complement(standard, complement));
}

} // namespace

AuditBound gaussianReading(const AttackCounts& counts, double delta, double confidence)
{
    checkAuditStatement(delta, confidence);
    if (delta == 0)
        throw Error(ErrorCode::InvalidRequest, "A Gaussian mechanism has no epsilon at a delta of 0.",
                    "audit", "Give a delta above 0, or take the method clopper-pearson.");
    const auto rates = rateBounds(counts, confidence);
    AuditBound bound{0, std::nullopt, confidence, AuditMethod::GaussianReading};
    if (!(rates.truePositiveLow > rates.falsePositiveHigh))
        return bound;
    const double mu = normalQuantile(rates.truePositiveLow, rates.falseNegativeHigh) -
                      normalQuantile(rates.falsePositiveHigh, rates.trueNegativeLow);
    bound.lower = gaussianEpsilon(mu, std::log(delta));
    return bound;
}

} // namespace undertone::privacy
