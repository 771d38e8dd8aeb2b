#include "app/cli/BoundAnswer.h"
#include "app/cli/PrivacyRequest.h"
#include "app/cli/Program.h"
#include "core/session/PrivacyAnalysis.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace undertone::cli {

namespace {

using privacy::Calibration;

struct Arguments
{
    PrivacyRequest request;
    std::string solve = "noise";
    std::optional<double> cohort;
};

[[noreturn]] void refuse(const std::string& happened, const std::string& remedy)
{
    throw Error(ErrorCode::InvalidRequest, happened, "privacy calibrate", remedy);
}

void leaveOut(bool given, const char* option, const std::string& solve)
{
    if (given)
        refuse(fmt::format("{} is given, but not used when solving for {}.", option, solve),
               fmt::format("Leave {} out, or solve for something else.", option));
}

/// Options that would be solved for, or say nothing about what is.
void checkOptions(const Arguments& arguments)
{
    const auto& solve = arguments.solve;
    const auto& request = arguments.request;
    if (solve != "noise" && solve != "rounds" && solve != "clients")
        refuse(fmt::format("\"{}\" cannot be solved for.", solve), "Give --solve noise, rounds or clients.");
    if (solve == "noise")
        leaveOut(request.noiseMultiplier.has_value(), "--noise-multiplier", solve);
    else
        required(request.noiseMultiplier, "--noise-multiplier");
    if (solve == "rounds")
        leaveOut(request.steps.has_value(), "--steps", solve);
    if (solve == "clients") {
        leaveOut(request.sampleRate.has_value(), "--sample-rate", solve);
        required(arguments.cohort, "--cohort");
    } else {
        leaveOut(arguments.cohort.has_value(), "--cohort", solve);
    }
}

struct Solution
{
    Calibration calibration;
    std::optional<std::size_t> clients;
};

Solution solve(const Arguments& arguments)
{
    const auto accountant = accountantOf(arguments.request);
    auto event = eventOf(arguments.request);
    const privacy::PrivacyBudget budget{required(arguments.request.epsilon, "--epsilon"),
                                        required(arguments.request.delta, "--delta")};
    if (arguments.solve == "noise")
        return {privacy::calibrateNoise(*accountant, event, budget), {}};
    if (arguments.solve == "rounds")
        return {privacy::calibrateRounds(*accountant, event, budget), {}};
    if (event.sampling == privacy::Sampling::None)
        event.sampling = privacy::Sampling::Poisson;
    const auto solved = privacy::calibrateClients(*accountant, event, *arguments.cohort, budget);
    return {solved.calibration, solved.clients};
}

Fields solutionFields(const Arguments& arguments, const Solution& solution)
{
    const auto& [event, bound, isAtLimit] = solution.calibration;
    Fields fields;
    if (arguments.solve == "noise")
        fields.emplace_back(
            "noise multiplier",
            fmt::format("{:.10g}{}", event.noiseMultiplier,
                        isAtLimit ? " (the least that is tried: less would do as well)" : ""));
    else if (arguments.solve == "rounds")
        fields.emplace_back(
            "rounds", fmt::format("{}{}", event.count,
                                  isAtLimit ? " (the most that are tried: more would fit as well)" : ""));
    else
        fields.emplace_back("clients", std::to_string(*solution.clients));
    fields.emplace_back("epsilon", privacy::epsilonText(bound));
    fields.emplace_back("delta", privacy::deltaText(bound));
    return fields;
}

void printCalibration(Program& program, const Arguments& arguments)
{
    checkOptions(arguments);
    const auto solution = solve(arguments);
    const auto& [event, bound, isAtLimit] = solution.calibration;
    const BoundAnswer answer{event, bound,
                             warningsOf(event, bound, arguments.request.tolerance, solution.clients)};
    nlohmann::ordered_json document = {{"noise_multiplier", event.noiseMultiplier},
                                       {"rounds", event.count},
                                       {"sample_rate", event.sampleRate},
                                       {"clients", nullptr},
                                       {"at_limit", isAtLimit},
                                       {"epsilon", numberDocument(bound.epsilon)},
                                       {"optimistic", numberDocument(bound.optimistic)},
                                       {"delta", bound.delta}};
    if (solution.clients)
        document["clients"] = *solution.clients;
    describe(document, answer);
    program.print(document, answerText(solutionFields(arguments, solution), answer));
}

} // namespace

void addCalibrateCommand(CLI::App& group, Program& program)
{
    const auto arguments = std::make_shared<Arguments>();
    auto* command = group.add_subcommand("calibrate", "What keeps within a budget: noise, rounds or clients");
    command->add_option("--epsilon", arguments->request.epsilon, "The largest epsilon that is allowed");
    command->add_option("--delta", arguments->request.delta, "Probability that the guarantee may fail");
    command
        ->add_option("--solve", arguments->solve,
                     "noise (the least multiplier), rounds (the most) or clients (the fewest)")
        ->capture_default_str();
    command->add_option("--noise-multiplier", arguments->request.noiseMultiplier,
                        "For rounds and clients: deviation of the noise / clipping norm C");
    command->add_option("--cohort", arguments->cohort,
                        "For clients: how many take part in a release, on average");
    addRequestOptions(*command, arguments->request);
    command->callback([&program, arguments] {
        program.setAction([&program, arguments] { printCalibration(program, *arguments); });
    });
}

} // namespace undertone::cli
