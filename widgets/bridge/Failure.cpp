#include "widgets/bridge/Failure.h"

#include <QCoreApplication>
#include <QStringList>

namespace undertone::widgets {

namespace {

QString titleOf(ErrorCode code)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("undertone::widgets", text); };
    switch (code) {
    case ErrorCode::InvalidRequest:
        return tr("This cannot be done as asked");
    case ErrorCode::InvalidSpecification:
        return tr("The specification is not valid");
    case ErrorCode::InvalidCorpus:
        return tr("The corpus cannot be read");
    case ErrorCode::InvalidFeatures:
        return tr("The feature file cannot be read");
    case ErrorCode::UnreadableAudio:
        return tr("An audio file cannot be read");
    case ErrorCode::NotFound:
        return tr("Something is missing");
    case ErrorCode::Conflict:
        return tr("That is taken");
    case ErrorCode::StorageFailed:
        return tr("Reading or writing failed");
    case ErrorCode::DamagedStore:
        return tr("The workspace is damaged");
    case ErrorCode::NewerStore:
        return tr("The workspace is from a newer version");
    case ErrorCode::EngineUnavailable:
        return tr("The engine could not be loaded");
    case ErrorCode::Numerical:
        return tr("The computation left the range of numbers");
    case ErrorCode::Internal:
        return tr("Undertone made a mistake");
    }
    return tr("Something went wrong");
}

} // namespace

Failure Failure::of(const Error& error)
{
    return {error.code(), titleOf(error.code()), QString::fromStdString(error.happened()),
            QString::fromStdString(error.where()), QString::fromStdString(error.remedy())};
}

Failure Failure::of(std::exception_ptr exception)
{
    try {
        std::rethrow_exception(exception);
    } catch (const Error& error) {
        return of(error);
    } catch (const std::exception& other) {
        return {ErrorCode::Internal, titleOf(ErrorCode::Internal), QString::fromUtf8(other.what()), {}, {}};
    }
}

QString Failure::details() const
{
    QStringList lines{title, happened};
    if (!where.isEmpty())
        lines << where;
    if (!remedy.isEmpty())
        lines << remedy;
    lines << QStringLiteral("[%1]").arg(QLatin1String(codeName(code)));
    return lines.join('\n');
}

} // namespace undertone::widgets
