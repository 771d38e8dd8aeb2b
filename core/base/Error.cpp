#include "core/base/Error.h"

namespace undertone {

namespace {

std::string fullText(const std::string& happened, const Error::Details& details)
{
    std::string text = details.where.empty() ? happened : details.where + ": " + happened;
    if (!details.remedy.empty())
        text += " " + details.remedy;
    return text;
}

} // namespace

const char* codeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidRequest:
        return "invalid-request";
    case ErrorCode::InvalidSpecification:
        return "invalid-specification";
    case ErrorCode::InvalidCorpus:
        return "invalid-corpus";
    case ErrorCode::InvalidFeatures:
        return "invalid-features";
    case ErrorCode::UnreadableAudio:
        return "unreadable-audio";
    case ErrorCode::NotFound:
        return "not-found";
    case ErrorCode::Conflict:
        return "conflict";
    case ErrorCode::StorageFailed:
        return "storage-failed";
    case ErrorCode::DamagedStore:
        return "damaged-store";
    case ErrorCode::NewerStore:
        return "newer-store";
    case ErrorCode::EngineUnavailable:
        return "engine-unavailable";
    case ErrorCode::Numerical:
        return "numerical";
    case ErrorCode::Internal:
        return "internal";
    }
    return "internal";
}

Error::Error(ErrorCode code, const std::string& happened, Details details)
    : std::runtime_error(fullText(happened, details)), m_code(code), m_happened(happened),
      m_details(std::move(details))
{
}

Error::Error(ErrorCode code, const std::string& happened, const std::string& where, const std::string& remedy)
    : Error(code, happened, Details{where, remedy, {}})
{
}

bool Error::isRequestError() const
{
    switch (m_code) {
    case ErrorCode::InvalidRequest:
    case ErrorCode::InvalidSpecification:
    case ErrorCode::InvalidCorpus:
    case ErrorCode::InvalidFeatures:
    case ErrorCode::NotFound:
    case ErrorCode::Conflict:
    case ErrorCode::NewerStore:
        return true;
    default:
        return false;
    }
}

} // namespace undertone
