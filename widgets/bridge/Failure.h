#pragma once

#include "core/base/Error.h"

#include <QString>

#include <exception>

namespace undertone::widgets {

/// What went wrong, for the window: a translated heading by the error's code, and its English particulars.
struct Failure
{
    ErrorCode code = ErrorCode::Internal;
    QString title; ///< translated, by code
    QString happened;
    QString where;
    QString remedy;

    /// Everything, to copy into a report.
    QString details() const;

    static Failure of(const Error& error);
    static Failure of(std::exception_ptr exception);
};

} // namespace undertone::widgets
