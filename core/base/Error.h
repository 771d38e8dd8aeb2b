#pragma once

#include <map>
#include <stdexcept>
#include <string>

namespace undertone {

/// What kind of thing went wrong. Widgets translate by code; the CLI's exit status follows from it.
enum class ErrorCode {
    InvalidRequest, ///< the request itself is wrong: arguments, specification, a study that cannot be run
    InvalidSpecification, ///< a specification document: syntax, unknown key, value out of range
    InvalidCorpus,        ///< a manifest or an importer's label file
    InvalidFeatures,      ///< a feature file
    UnreadableAudio,      ///< an audio file that cannot be decoded or lies about itself
    NotFound,             ///< a corpus, experiment, preset or file that does not exist
    Conflict,             ///< the name or the job is taken
    StorageFailed,        ///< reading or writing the workspace failed: full or read-only disk
    DamagedStore,         ///< the database is not one, or is damaged
    NewerStore,           ///< the workspace was written by a newer version
    EngineUnavailable,    ///< LibTorch or the engine could not be loaded
    Numerical,            ///< a computation left the range of finite numbers
    Internal,             ///< a defect of the program
};

/// Stable text of a code, such as "invalid-specification".
const char* codeName(ErrorCode code);

/// The one error type that crosses a boundary. It says what happened, where, and what the user can do, in
/// English, with the parameters that a translation needs. Thrown anywhere, caught once, at the job boundary.
class Error : public std::runtime_error
{
public:
    struct Details
    {
        std::string where;  ///< file, row, JSON pointer: the place, may be empty
        std::string remedy; ///< what the user can do, a full sentence, may be empty
        std::map<std::string, std::string> parameters; ///< values a translation substitutes
    };

    Error(ErrorCode code, const std::string& happened, Details details);
    Error(ErrorCode code, const std::string& happened, const std::string& where, const std::string& remedy);

    ErrorCode code() const { return m_code; }
    const std::string& happened() const { return m_happened; }
    const std::string& where() const { return m_details.where; }
    const std::string& remedy() const { return m_details.remedy; }
    const std::map<std::string, std::string>& parameters() const { return m_details.parameters; }

    /// True when the request is wrong rather than the work failed (exit status 2 rather than 1).
    bool isRequestError() const;

private:
    ErrorCode m_code;
    std::string m_happened;
    Details m_details;
};

/// Thrown where work notices that it was asked to stop. Not an Error: a cancelled job has not failed.
class Cancelled : public std::runtime_error
{
public:
    Cancelled() : std::runtime_error("cancelled") {}
};

} // namespace undertone
