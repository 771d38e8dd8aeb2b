#include "app/cli/BoundAnswer.h"
#include "app/cli/PrivacyRequest.h"
#include "app/cli/Program.h"
#include "core/session/PrivacyAnalysis.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace undertone::cli {

namespace {

using nlohmann::ordered_json;

void printEpsilon(Program& program, const PrivacyRequest& request)
{
    auto event = eventOf(request);
    event.noiseMultiplier = required(request.noiseMultiplier, "--noise-multiplier");
    const double delta = required(request.delta, "--delta");
    const auto bound = accountantOf(request)->epsilon({&event, 1}, delta);
    const BoundAnswer answer{event, bound, warningsOf(event, bound, request.tolerance)};
    ordered_json document = {{"epsilon", numberDocument(bound.epsilon)},
                             {"optimistic", numberDocument(bound.optimistic)},
                             {"delta", bound.delta}};
    describe(document, answer);
    program.print(
        document,
        answerText({{"epsilon", privacy::epsilonText(bound)}, {"delta", privacy::deltaText(bound)}}, answer));
}

void printDelta(Program& program, const PrivacyRequest& request)
{
    auto event = eventOf(request);
    event.noiseMultiplier = required(request.noiseMultiplier, "--noise-multiplier");
    const double epsilon = required(request.epsilon, "--epsilon");
    const auto bound = accountantOf(request)->delta({&event, 1}, epsilon);
    const BoundAnswer answer{event, bound, warningsOf(event, bound, request.tolerance)};
    ordered_json document = {
        {"delta", bound.delta},
        {"log_delta", std::isinf(bound.logDelta) ? ordered_json("-inf") : ordered_json(bound.logDelta)},
        {"optimistic", numberDocument(bound.optimistic)},
        {"epsilon", bound.epsilon}};
    describe(document, answer);
    program.print(document, answerText({{"delta", privacy::deltaText(bound)},
                                        {"epsilon", privacy::numberText(bound.epsilon)}},
                                       answer));
}

using RequestAction = std::function<void(Program&, const PrivacyRequest&)>;

/// A command whose answer follows from releases and one end of the budget.
void addReadout(CLI::App& group, Program& program, const std::string& word, const std::string& text,
                const RequestAction& action)
{
    const auto request = std::make_shared<PrivacyRequest>();
    auto* command = group.add_subcommand(word, text);
    command->add_option("--noise-multiplier", request->noiseMultiplier,
                        "Deviation of the noise / clipping norm C, whatever the relation");
    addRequestOptions(*command, *request);
    if (word == "epsilon")
        command->add_option("--delta", request->delta, "Probability that the guarantee may fail");
    else
        command->add_option("--epsilon", request->epsilon, "The epsilon whose delta is asked for");
    command->callback([&program, request, action] {
        program.setAction([&program, request, action] { action(program, *request); });
    });
}

} // namespace

void addPrivacyCommands(CLI::App& app, Program& program)
{
    auto* group = app.add_subcommand("privacy", "What noise and budgets are worth, and what an attack shows");
    group->require_subcommand(1);
    addReadout(*group, program, "epsilon", "The epsilon of releases at a delta", printEpsilon);
    addReadout(*group, program, "delta", "The delta of releases at an epsilon", printDelta);
    addCalibrateCommand(*group, program);
    addLedgerCommand(*group, program);
    addAuditCommand(*group, program);
}

} // namespace undertone::cli
