#include "widgets/models/PrivacyInput.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace undertone::widgets {

using privacy::Sampling;

namespace {

/// What a field may hold, and where its slider ends.
struct Rule
{
    PrivacyField field;
    const char* start;
    double sliderLow;
    double sliderHigh;
    double low;  ///< allowed, itself only when `lowAllowed`
    double high; ///< allowed, itself only when `highAllowed`
    bool lowAllowed;
    bool highAllowed;
    bool isInteger;
    const char* what;
};

constexpr double largest = 1e12;
constexpr double mostCount = 1e9;

constexpr Rule rules[] = {
    {PrivacyField::NoiseMultiplier, "1", 0.05, 50, 0, largest, true, true, false,
     QT_TRANSLATE_NOOP("PrivacyInput", "The noise multiplier must be a number of 0 or more, such as 1.1.")},
    {PrivacyField::Clip, "0.25", 0.001, 100, 0, largest, false, true, false,
     QT_TRANSLATE_NOOP("PrivacyInput", "The clip must be a number above 0, such as 0.25.")},
    {PrivacyField::Sigma, "0.25", 1e-4, 100, 0, largest, true, true, false,
     QT_TRANSLATE_NOOP("PrivacyInput", "Sigma must be a number of 0 or more, such as 0.25.")},
    {PrivacyField::SampleRate, "0.1", 0.001, 1, 0, 1, false, true, false,
     QT_TRANSLATE_NOOP("PrivacyInput",
                       "The sampling rate must be a number above 0 and not above 1, such as 0.1.")},
    {PrivacyField::Rounds, "200", 1, 1e5, 1, mostCount, true, true, true,
     QT_TRANSLATE_NOOP("PrivacyInput", "The rounds must be a whole number from 1 to 10^9, such as 200.")},
    {PrivacyField::LeakedUpdates, "10", 1, 1000, 1, mostCount, true, true, true,
     QT_TRANSLATE_NOOP("PrivacyInput",
                       "The leaked updates must be a whole number from 1 to 10^9, such as 10.")},
    {PrivacyField::Delta, "1e-05", 1e-12, 0.5, 0, 1, false, false, false,
     QT_TRANSLATE_NOOP("PrivacyInput", "Delta must be a number above 0 and below 1, such as 1e-5.")},
    {PrivacyField::TargetEpsilon, "8", 0.01, 100, 0, largest, false, true, false,
     QT_TRANSLATE_NOOP("PrivacyInput", "The target epsilon must be a number above 0, such as 8.")},
};

constexpr PrivacyField allFields[] = {
    PrivacyField::NoiseMultiplier, PrivacyField::Sigma,        PrivacyField::Clip,
    PrivacyField::SampleRate,      PrivacyField::Rounds,       PrivacyField::LeakedUpdates,
    PrivacyField::Delta,           PrivacyField::TargetEpsilon};

const Rule& ruleOf(PrivacyField field)
{
    return *std::find_if(std::begin(rules), std::end(rules),
                         [&](const Rule& rule) { return rule.field == field; });
}

bool allows(const Rule& rule, double value)
{
    const bool aboveLow = rule.lowAllowed ? value >= rule.low : value > rule.low;
    const bool belowHigh = rule.highAllowed ? value <= rule.high : value < rule.high;
    return aboveLow && belowHigh && (!rule.isInteger || value == std::round(value));
}

} // namespace

PrivacyInput::PrivacyInput()
{
    for (const auto& rule : rules)
        m_texts[index(rule.field)] = QLatin1String(rule.start);
}

std::optional<double> PrivacyInput::number(PrivacyField field) const
{
    bool isNumber = false;
    const double value = QLocale::c().toDouble(text(field).trimmed(), &isNumber);
    return isNumber && allows(ruleOf(field), value) ? std::optional(value) : std::nullopt;
}

void PrivacyInput::setNumber(PrivacyField field, double value)
{
    m_texts[index(field)] = ruleOf(field).isInteger ? QLocale::c().toString(value, 'f', 0).remove(',')
                                                    : QString::number(value, 'g', 12);
    followNoise();
}

void PrivacyInput::setText(PrivacyField field, const QString& text)
{
    m_texts[index(field)] = text;
    followNoise();
}

/// Keeps the one of noise multiplier and sigma that was not given.
void PrivacyInput::followNoise()
{
    const auto clip = number(PrivacyField::Clip);
    const bool hasSigma = m_noiseGiven == NoiseGiven::Sigma;
    const auto given = number(hasSigma ? PrivacyField::Sigma : PrivacyField::NoiseMultiplier);
    QString follows;
    if (clip && given)
        follows = QString::number(hasSigma ? *given / *clip : *given * *clip, 'g', 6);
    m_texts[index(hasSigma ? PrivacyField::NoiseMultiplier : PrivacyField::Sigma)] = follows;
}

void PrivacyInput::setNoiseGiven(NoiseGiven given)
{
    m_noiseGiven = given;
    followNoise();
}

std::optional<int> PrivacyInput::place(PrivacyField field) const
{
    const auto value = number(field);
    if (!value)
        return std::nullopt;
    const auto& rule = ruleOf(field);
    if (*value <= rule.sliderLow)
        return 0;
    const double share = std::log(*value / rule.sliderLow) / std::log(rule.sliderHigh / rule.sliderLow);
    return static_cast<int>(std::lround(std::min(share, 1.0) * sliderSteps));
}

void PrivacyInput::setPlace(PrivacyField field, int place)
{
    const auto& rule = ruleOf(field);
    const double share = static_cast<double>(std::clamp(place, 0, sliderSteps)) / sliderSteps;
    const double value = rule.sliderLow * std::pow(rule.sliderHigh / rule.sliderLow, share);
    const double tidy = QString::number(value, 'g', 3).toDouble();
    setNumber(field, rule.isInteger ? std::round(tidy) : tidy);
}

void PrivacyInput::stepTo(PrivacyField field, int wanted)
{
    const QString before = text(field);
    const int from = place(field).value_or(wanted);
    const int direction = wanted < from ? -1 : 1;
    for (int at = wanted; at >= 0 && at <= sliderSteps; at += direction) {
        setPlace(field, at);
        if (wanted == from || text(field) != before)
            return;
    }
}

bool PrivacyInput::isRead(PrivacyField field) const
{
    switch (field) {
    case PrivacyField::NoiseMultiplier:
        return m_noiseGiven == NoiseGiven::Multiplier;
    case PrivacyField::Sigma:
        return m_noiseGiven == NoiseGiven::Sigma;
    case PrivacyField::SampleRate:
        return m_sampling != Sampling::None;
    case PrivacyField::TargetEpsilon:
        return m_unknown.has_value();
    default:
        return true;
    }
}

QString PrivacyInput::problem(PrivacyField field) const
{
    if (!isRead(field) || number(field))
        return {};
    return QCoreApplication::translate("PrivacyInput", ruleOf(field).what);
}

QString PrivacyInput::problem() const
{
    for (const auto field : allFields)
        if (const auto sentence = problem(field); !sentence.isEmpty())
            return sentence;
    return {};
}

std::optional<session::PrivacyQuestion> PrivacyInput::question() const
{
    if (!problem().isEmpty())
        return std::nullopt;
    session::PrivacyQuestion question;
    question.noiseMultiplier = m_noiseGiven == NoiseGiven::Sigma
                                   ? *number(PrivacyField::Sigma) / *number(PrivacyField::Clip)
                                   : *number(PrivacyField::NoiseMultiplier);
    question.sampling = m_sampling;
    question.sampleRate = number(PrivacyField::SampleRate).value_or(1);
    question.relation = m_relation;
    question.rounds = static_cast<std::size_t>(*number(PrivacyField::Rounds));
    question.leakedUpdates = static_cast<std::size_t>(*number(PrivacyField::LeakedUpdates));
    question.delta = *number(PrivacyField::Delta);
    if (m_unknown)
        question.target = {*m_unknown,
                           *m_unknown == session::Unknown::NoiseMultiplier ? m_targetExposure
                                                                           : session::Exposure::AllRounds,
                           *number(PrivacyField::TargetEpsilon)};
    return question;
}

void PrivacyInput::adopt(const privacy::PrivacyEvent& solved)
{
    if (!m_unknown)
        return;
    switch (*m_unknown) {
    case session::Unknown::NoiseMultiplier:
        m_noiseGiven = NoiseGiven::Multiplier;
        setNumber(PrivacyField::NoiseMultiplier, solved.noiseMultiplier);
        break;
    case session::Unknown::Rounds:
        setNumber(PrivacyField::Rounds, static_cast<double>(solved.count));
        break;
    case session::Unknown::SampleRate:
        setNumber(PrivacyField::SampleRate, solved.sampleRate);
        break;
    }
}

} // namespace undertone::widgets
