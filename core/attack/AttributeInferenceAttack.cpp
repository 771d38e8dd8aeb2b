#include "core/attack/AttributeInferenceAttack.h"

#include "core/attack/CnnAttack.h"
#include "core/attack/ProbedAttack.h"

namespace undertone::attack {

std::unique_ptr<FittedAttack> fitAttack(const AttackRequest& request, const ShadowSource& shadows,
                                        base::Progress& progress, const learning::FitCheckpoint& checkpoint)
{
    if (request.spec.kind == AttackKind::Cnn)
        return CnnAttack::fit(request, shadows, progress, checkpoint);
    return ProbedAttack::fit(request, shadows, progress, checkpoint);
}

std::unique_ptr<FittedAttack> fitAttack(const AttackRequest& request,
                                        const std::vector<ObservedFederation>& shadows,
                                        base::Progress& progress, const learning::FitCheckpoint& checkpoint)
{
    return fitAttack(request, {shadows.size(), [&](std::size_t i) { return shadows[i]; }}, progress,
                     checkpoint);
}

std::unique_ptr<FittedAttack> restoreAttack(const AttackRequest& request, std::string_view bytes)
{
    if (request.spec.kind == AttackKind::Cnn)
        return CnnAttack::restore(request, bytes);
    return ProbedAttack::restore(request, bytes);
}

} // namespace undertone::attack
