#include "app/cli/PrivacyReport.h"
#include "app/cli/Program.h"
#include "core/session/PrivacyAnalysis.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cmath>

namespace undertone::cli {

namespace {

using privacy::AuditBound;
using privacy::AuditMethod;

/// A statement that is wrong more often than right is none.
constexpr double leastConfidence = 0.5;

/// What an audit counted, under the names of its options.
struct Counts
{
    std::array<const char*, 4> names;
    std::array<std::optional<double>, 4> values;
    std::size_t size;
};

struct Arguments
{
    std::string method = "clopper-pearson";
    Counts attack{{"--true-positives", "--positives", "--false-positives", "--negatives"}, {}, 4};
    Counts oneRun{{"--canaries", "--guesses", "--correct"}, {}, 3};
    double delta = 0;
    double confidence = 0;
};

[[noreturn]] void refuse(const std::string& happened, const std::string& remedy)
{
    throw Error(ErrorCode::InvalidRequest, happened, "privacy audit", remedy);
}

AuditMethod methodNamed(const std::string& name)
{
    std::vector<std::string> names;
    for (const auto method : {AuditMethod::ClopperPearson, AuditMethod::Bayes, AuditMethod::OneRun,
                              AuditMethod::GaussianReading}) {
        names.emplace_back(privacy::auditMethodName(method));
        if (name == names.back())
            return method;
    }
    refuse(fmt::format("There is no method \"{}\" of auditing.", name),
           fmt::format("Give --method {}.", fmt::join(names, ", ")));
}

std::uint64_t wholeNumber(double value, const char* option)
{
    constexpr auto most = static_cast<double>(privacy::largestAuditCount);
    if (!(value >= 0 && value <= most && value == std::floor(value)))
        refuse(fmt::format("{} {} is not a whole number from 0 to {}.", option, value, most),
               fmt::format("Give {} a count.", option));
    return static_cast<std::uint64_t>(value);
}

/// All of these counts, and none of the others.
std::array<std::uint64_t, 4> countsOf(const Counts& counts, const Counts& others, const std::string& method)
{
    const auto needed =
        fmt::format("{}", fmt::join(counts.names.begin(), counts.names.begin() + counts.size, ", "));
    for (std::size_t i = 0; i < others.size; ++i)
        if (others.values[i])
            refuse(fmt::format("The method {} does not use {}.", method, others.names[i]),
                   fmt::format("It takes {}.", needed));
    std::array<std::uint64_t, 4> found{};
    for (std::size_t i = 0; i < counts.size; ++i) {
        if (!counts.values[i])
            refuse(fmt::format("The method {} needs {}.", method, counts.names[i]),
                   fmt::format("Give {}.", needed));
        found[i] = wholeNumber(*counts.values[i], counts.names[i]);
    }
    return found;
}

/// The bound of the counts, and the largest that as many trials could show.
struct Audit
{
    AuditBound bound;
    double ceiling = 0;
};

using AttackBound = AuditBound (*)(const privacy::AttackCounts&, double, double);

AttackBound attackBound(AuditMethod method)
{
    if (method == AuditMethod::Bayes)
        return privacy::bayesianBound;
    if (method == AuditMethod::GaussianReading)
        return privacy::gaussianReading;
    return privacy::clopperPearsonBound;
}

Audit audit(const Arguments& arguments)
{
    const auto method = methodNamed(arguments.method);
    const double delta = arguments.delta;
    const double confidence = arguments.confidence;
    if (!(confidence >= leastConfidence && confidence < 1))
        refuse(fmt::format("A confidence of {} says nothing.", confidence),
               "Give --confidence a number from 0.5 to below 1, such as 0.95.");
    if (method == AuditMethod::OneRun) {
        const auto c = countsOf(arguments.oneRun, arguments.attack, arguments.method);
        return {privacy::oneRunBound({c[0], c[1], c[2]}, delta, confidence),
                privacy::oneRunBound({c[0], c[1], c[1]}, delta, confidence).lower};
    }
    const auto c = countsOf(arguments.attack, arguments.oneRun, arguments.method);
    const auto bound = attackBound(method);
    return {bound({c[0], c[1], c[2], c[3]}, delta, confidence),
            bound({c[1], c[1], 0, c[3]}, delta, confidence).lower};
}

/// A lower bound, rounded down.
std::string lowerText(double epsilon)
{
    return fmt::format("{:.3f}", std::floor(epsilon * 1000) / 1000);
}

const char* assumptions(AuditMethod method)
{
    switch (method) {
    case AuditMethod::ClopperPearson:
        return "Trials are independent, and the attack and its threshold were fixed in advance.";
    case AuditMethod::Bayes:
        return "Trials are independent, the attack and its threshold were fixed in advance, and both error "
               "rates have Jeffreys priors. A credible, not a confidence, statement; the upper end bounds "
               "what this attack shows, not what the mechanism leaks.";
    case AuditMethod::OneRun:
        return "Each canary was in or out by its own fair coin, and the number of guesses was fixed in "
               "advance.";
    case AuditMethod::GaussianReading:
        return "The mechanism is a Gaussian one to which everyone contributes. Against any other mechanism "
               "this number proves nothing. Trials are independent, and the attack and its threshold were "
               "fixed in advance.";
    }
    return "";
}

std::string findingText(const Audit& audit, const Arguments& arguments)
{
    const auto ceiling = fmt::format("The perfect attack with as many trials would show {:.4g}: no more than "
                                     "that can be shown with them.",
                                     audit.ceiling);
    if (audit.bound.lower <= 0)
        return "These counts show nothing, which is no proof of privacy: a better attack, or more trials, "
               "may. " +
               ceiling;
    const auto limits =
        "How much more the mechanism leaks, this cannot say: a better attack, or more trials, may "
        "show more. " +
        ceiling;
    if (audit.bound.method == AuditMethod::Bayes)
        return fmt::format(
            "Given these counts, the epsilon that this attack shows lies between {:.4g} and {:.4g} "
            "with probability {}. {}",
            audit.bound.lower, *audit.bound.upper, privacy::numberText(arguments.confidence), limits);
    return fmt::format("The mechanism is not (epsilon, {})-private for any epsilon below {}, with confidence "
                       "{}. {}",
                       privacy::numberText(arguments.delta), lowerText(audit.bound.lower),
                       privacy::numberText(arguments.confidence), limits);
}

std::vector<privacy::PrivacyWarning> deltaWarnings(double delta)
{
    privacy::PrivacyFacts facts;
    facts.delta = delta;
    return privacy::privacyWarnings(facts);
}

std::string auditText(const Audit& audit, const Arguments& arguments)
{
    const auto& bound = audit.bound;
    Fields fields = {{"epsilon, at least", lowerText(bound.lower)}};
    if (bound.upper)
        fields.emplace_back("epsilon, at most", fmt::format("{:.6g}", *bound.upper));
    fields.emplace_back("delta", privacy::numberText(arguments.delta));
    fields.emplace_back("confidence", privacy::numberText(bound.confidence));
    fields.emplace_back("method", privacy::auditMethodName(bound.method));
    fields.emplace_back("unit", "what was in or out: the client, if whole clients were");
    return fieldsText(fields) + "\n" + findingText(audit, arguments) +
           "\n\nassumes: " + assumptions(bound.method) +
           "\n\nCompare it with an accounted epsilon of the relation add-remove or null and of the same "
           "unit. What an attack on an attribute gets right is no membership and cannot be counted here.\n" +
           warningsText(deltaWarnings(arguments.delta));
}

void printAudit(Program& program, const Arguments& arguments)
{
    const auto found = audit(arguments);
    const nlohmann::ordered_json document = {{"epsilon_lower", numberDocument(found.bound.lower)},
                                             {"epsilon_upper", numberDocument(found.bound.upper)},
                                             {"epsilon_ceiling", numberDocument(found.ceiling)},
                                             {"delta", arguments.delta},
                                             {"confidence", found.bound.confidence},
                                             {"method", privacy::auditMethodName(found.bound.method)},
                                             {"assumes", assumptions(found.bound.method)},
                                             {"warnings", warningsDocument(deltaWarnings(arguments.delta))}};
    program.print(document, auditText(found, arguments));
}

} // namespace

void addAuditCommand(CLI::App& group, Program& program)
{
    const auto arguments = std::make_shared<Arguments>();
    auto* command = group.add_subcommand("audit", "The least epsilon that an attack's successes show");
    command->add_option("--method", arguments->method, "clopper-pearson, bayes, one-run or gaussian-reading")
        ->capture_default_str();
    const std::array attackHelp = {"Members that the attack called members", "Members that were attacked",
                                   "Non-members that the attack called members",
                                   "Non-members that were attacked"};
    for (std::size_t i = 0; i < arguments->attack.size; ++i)
        command->add_option(arguments->attack.names[i], arguments->attack.values[i], attackHelp[i]);
    const std::array oneRunHelp = {"one-run: canaries, each in with probability 1/2",
                                   "one-run: canaries that were guessed about", "one-run: right guesses"};
    for (std::size_t i = 0; i < arguments->oneRun.size; ++i)
        command->add_option(arguments->oneRun.names[i], arguments->oneRun.values[i], oneRunHelp[i]);
    command->add_option("--delta", arguments->delta, "The delta of the guarantee that is tested")->required();
    command->add_option("--confidence", arguments->confidence, "Of the statement, such as 0.95")->required();
    command->callback([&program, arguments] {
        program.setAction([&program, arguments] { printAudit(program, *arguments); });
    });
}

} // namespace undertone::cli
