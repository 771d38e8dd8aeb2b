#include "widgets/models/StudyWords.h"

#include "widgets/models/PrivacyWords.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace undertone::widgets {

namespace {

constexpr double secondsOfMinute = 60;
constexpr double secondsOfHour = 3600;
constexpr double secondsOfDay = 86400;

QString tr(const char* text)
{
    return QCoreApplication::translate("undertone::widgets", text);
}

} // namespace

QString durationWords(double seconds)
{
    if (seconds < secondsOfMinute)
        return tr("%1 s").arg(std::max(1.0, std::round(seconds)));
    if (seconds < secondsOfHour)
        return tr("%1 min").arg(std::round(seconds / secondsOfMinute));
    const int minutes = static_cast<int>(std::min(seconds, 1e9) / secondsOfMinute);
    if (seconds < 2 * secondsOfDay)
        return tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
    return tr("%1 days").arg(std::round(seconds / secondsOfDay));
}

QString costWords(const session::StudyPreview& preview)
{
    QStringList parts{preview.trials == 1 ? tr("1 trial") : tr("%1 trials").arg(preview.trials)};
    if (preview.seconds)
        parts << (preview.isMeasured ? tr("about %1 by the speed of earlier studies here")
                                     : tr("%1 as a rough guess, since nothing has been measured here"))
                     .arg(durationWords(*preview.seconds));
    if (preview.bytes > 0)
        parts << tr("about %1 of memory")
                     .arg(QLocale().formattedDataSize(static_cast<qint64>(preview.bytes), 1));
    return parts.join(QStringLiteral(", "));
}

QString speakerWords(const std::string& attribute, const std::vector<session::SideCount>& speakers)
{
    QStringList parts;
    for (const auto& count : speakers)
        parts << tr("%1 %2 private and %3 shadow")
                     .arg(QString::fromStdString(count.value))
                     .arg(count.privateSpeakers)
                     .arg(count.shadowSpeakers);
    return parts.isEmpty() ? QString()
                           : tr("%1: %2 speakers")
                                 .arg(QString::fromStdString(attribute), parts.join(QStringLiteral(", ")));
}

QString defenceWords(const session::DefencePreview& preview)
{
    if (!preview.addsNoise)
        return tr("No noise: nothing bounds what the updates give away.");
    QString words = preview.sigma ? tr("sigma = %1").arg(numberWords(*preview.sigma, 4))
                                  : tr("sigma depends on the clients' utterances");
    if (preview.utterances > 0)
        words += tr(" (for a client of %1 utterances)").arg(preview.utterances);
    words += tr(", noise multiplier = %1").arg(numberWords(preview.noiseMultiplier, 4));
    words += tr(", epsilon after all rounds = %1 (server), %2 (one update)")
                 .arg(numberWords(preview.allRoundsServer, 4), numberWords(preview.oneUpdate, 4));
    if (preview.allRounds != preview.allRoundsServer)
        words += tr(", %1 (all rounds, the study's observer)").arg(numberWords(preview.allRounds, 4));
    words += tr(" at delta = %1, for a client in %2 rounds. ")
                 .arg(numberWords(preview.delta))
                 .arg(preview.participations);
    return words + guaranteeWords(preview.guarantee);
}

} // namespace undertone::widgets
