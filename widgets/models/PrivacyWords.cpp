#include "widgets/models/PrivacyWords.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace undertone::widgets {

using session::Exposure;
using session::ExposureReadings;
using session::Unknown;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("undertone::widgets", text);
}

QString sentenceOf(const std::string& text)
{
    QString words = QString::fromStdString(text);
    if (!words.isEmpty())
        words[0] = words[0].toUpper();
    return words.endsWith('.') || words.isEmpty() ? words : words + '.';
}

QString valueWords(const session::PrivacyTarget& target, const privacy::PrivacyEvent& event)
{
    switch (target.unknown) {
    case Unknown::NoiseMultiplier:
        return tr("noise multiplier %1").arg(numberWords(event.noiseMultiplier, 6));
    case Unknown::Rounds:
        return event.count == 1 ? tr("one round") : tr("%1 rounds").arg(event.count);
    case Unknown::SampleRate:
        return tr("sampling rate %1").arg(numberWords(event.sampleRate, 6));
    }
    return {};
}

/// Where the search for an answer ended before the budget was spent.
QString limitWords(const session::PrivacyTarget& target)
{
    switch (target.unknown) {
    case Unknown::NoiseMultiplier:
        return tr("That is the least that is tried: less would do as well.");
    case Unknown::Rounds:
        return tr("Those are the most that are tried: more would fit as well.");
    case Unknown::SampleRate:
        break; // everyone takes part
    }
    return {};
}

} // namespace

QString numberWords(double value, int digits)
{
    return std::isfinite(value) ? QString::number(value, 'g', digits) : QStringLiteral("\u221e");
}

QString boundWords(const std::string& accountant)
{
    return accountant == "wei" ? tr("nominal \u03b5")
                               : tr("\u03b5 \u2264 (%1)").arg(QString::fromStdString(accountant));
}

QString exposureWords(const ExposureReadings& readings)
{
    const auto count = readings.event.count;
    if (readings.exposure == Exposure::AllRounds)
        return count == 1 ? tr("1 round") : tr("%1 rounds").arg(count);
    return count == 1 ? tr("1 update") : tr("%1 updates").arg(count);
}

QString readingWords(const session::EpsilonReading& reading)
{
    if (!reading.bound)
        return sentenceOf(reading.refusal);
    const auto& bound = *reading.bound;
    if (bound.kind == privacy::BoundKind::Nominal)
        return tr("The number that the formula of Wei et al. gives. It is no guarantee: compare the bounds.");
    QString words = tr("An upper bound: the privacy lost is not more.");
    if (bound.optimistic)
        words += ' ' + tr("The true \u03b5 lies between %1 and %2.")
                           .arg(numberWords(*bound.optimistic, 8), numberWords(bound.epsilon, 8));
    if (bound.accountant != reading.accountant)
        words += ' ' + tr("Answered by %1.").arg(QString::fromStdString(bound.accountant));
    return words;
}

QString upperWords(const session::EpsilonReading& reading)
{
    return std::isfinite(reading.bound->epsilon) ? QString::fromStdString(reading.words)
                                                 : numberWords(reading.bound->epsilon);
}

QString lowerWords(double epsilon)
{
    const double unit = std::pow(10, std::floor(std::log10(std::max(epsilon, 1e-12))) - 5);
    return numberWords(std::floor(epsilon / unit) * unit, 6);
}

QString warningWords(const std::vector<privacy::PrivacyWarning>& warnings)
{
    QStringList lines;
    for (const auto& warning : warnings)
        lines << QStringLiteral("\u26a0 %1 <i>%2</i>")
                     .arg(QString::fromStdString(warning.words).toHtmlEscaped(),
                          QString::fromStdString(warning.change).toHtmlEscaped());
    return lines.join(QStringLiteral("<br>"));
}

QString guessWords(const privacy::PrivacyBound& bound)
{
    const double odds = std::exp(bound.epsilon);
    const double missing = std::isfinite(odds) ? (1 - bound.delta) / (1 + odds) : 0; // of certainty
    if (missing < 5e-5)
        return tr("\u2248 100 %");
    return tr("%1 %").arg(std::ceil(1e4 * (1 - missing) - 1e-6) / 100, 0, 'f', 2);
}

QString meaningWords(const session::PrivacyAnswer& answer)
{
    std::vector<std::pair<QString, QStringList>> refusals; // and the observers to whom they apply
    for (const auto& readings : answer.exposures) {
        if (readings.guaranteed())
            continue;
        const QString reason = sentenceOf(readings.readings.front().refusal).toHtmlEscaped();
        if (refusals.empty() || refusals.back().first != reason)
            refusals.push_back({reason, {}});
        refusals.back().second << exposureWords(readings);
    }
    QStringList lines;
    for (const auto& [reason, observers] : refusals)
        lines << QStringLiteral("<b>%1</b>: %2").arg(observers.join(QStringLiteral(", ")), reason);
    lines
        << tr("<b>Smaller \u03b5 is more private.</b> At 0 nothing can be told; each step of 1 lets the odds "
              "of a right guess about one client grow by a factor of e = 2.7. This holds but for a chance of "
              "\u03b4 = "
              "%1, "
              "in which anything may be learned.")
               .arg(numberWords(answer.question.delta));
    return lines.join(QStringLiteral("<br>"));
}

QString guaranteeWords(privacy::Guarantee guarantee)
{
    switch (guarantee) {
    case privacy::Guarantee::Holds:
        return tr("The bounds hold.");
    case privacy::Guarantee::FavourableReading:
        return tr("The most favourable reading, no guarantee.");
    case privacy::Guarantee::None:
        return tr("No guarantee: the study's observer sees what has no noise yet.");
    }
    return {};
}

QString ledgerWords(const experiment::TrialLedger& ledger)
{
    QString name;
    for (const auto& [path, value] : ledger.point)
        name += QStringLiteral("%1 %2, ").arg(QString::fromStdString(path.substr(path.rfind('.') + 1)),
                                              QString::fromStdString(value).remove('"'));
    name += tr("fold %1, seed %2").arg(ledger.fold + 1).arg(ledger.seed);
    if (ledger.rounds.empty())
        return tr("<b>%1</b>: nothing was released with noise.").arg(name.toHtmlEscaped());
    const auto& spent = ledger.rounds.back().spent;
    QStringList readings{tr("%1 of one update").arg(numberWords(spent.worst.oneUpdate, 4))};
    for (const auto& [n, epsilon] : spent.worst.leaked)
        if (n != attack::allUpdates && n != 1)
            readings << tr("%1 of %2 updates").arg(numberWords(epsilon, 4)).arg(n);
    readings << tr("%1 of all rounds").arg(numberWords(spent.worst.allRounds, 4));
    QString words =
        tr("<b>%1</b>: %2 rounds, sigma at least %3. \u03b5 for the worst client: %4, at \u03b4 = %5.")
            .arg(name.toHtmlEscaped())
            .arg(ledger.rounds.size())
            .arg(numberWords(spent.sigma, 4), readings.join(QStringLiteral(", ")), numberWords(spent.delta));
    if (spent.speakerRounds)
        words += ' ' + tr("For the worst speaker, who is several clients: %1 of all rounds.")
                           .arg(numberWords(*spent.speakerRounds, 4));
    return words + ' ' + tr("Nominal \u03b5 %1.").arg(numberWords(spent.nominal, 4)) + ' ' +
           guaranteeWords(spent.guarantee);
}

QString solvedWords(const session::PrivacyAnswer& answer)
{
    if (!answer.solved || !answer.question.target)
        return {};
    if (!answer.solved->calibration)
        return sentenceOf(answer.solved->refusal);
    const auto& [event, bound, isAtLimit] = *answer.solved->calibration;
    const auto words =
        tr("%1 keeps \u03b5 at %2 (%3).")
            .arg(sentenceOf(valueWords(*answer.question.target, event).toStdString()).chopped(1),
                 numberWords(bound.epsilon), QString::fromStdString(bound.accountant));
    return isAtLimit ? words + ' ' + limitWords(*answer.question.target) : words;
}

} // namespace undertone::widgets
