#pragma once

#include "core/session/PrivacyAnswer.h"

#include <QString>

#include <array>
#include <optional>

namespace undertone::widgets {

/// The numbers of the privacy calculator.
enum class PrivacyField {
    NoiseMultiplier,
    Clip,
    Sigma,
    SampleRate,
    Rounds,
    LeakedUpdates,
    Delta,
    TargetEpsilon,
};
inline constexpr std::size_t privacyFields = 8;

/// Whether the noise multiplier was typed, or sigma; the other one follows: z = sigma / C.
enum class NoiseGiven { Multiplier, Sigma };

/// What stands in the privacy calculator's controls: texts as typed, and what they mean. A slider has
/// `sliderSteps` + 1 places over the usual range of its field, evenly in the logarithm.
class PrivacyInput
{
public:
    static constexpr int sliderSteps = 400;

    PrivacyInput();

    const QString& text(PrivacyField field) const { return m_texts[index(field)]; }
    void setText(PrivacyField field, const QString& text);
    /// Where the slider stands; nullopt when the text is no number.
    std::optional<int> place(PrivacyField field) const;
    /// The text of the slider's place, a number of three digits.
    void setPlace(PrivacyField field, int place);
    /// The same for a key or the wheel: goes on until the number changes, since whole numbers have several
    /// places.
    void stepTo(PrivacyField field, int place);

    NoiseGiven noiseGiven() const { return m_noiseGiven; }
    void setNoiseGiven(NoiseGiven given);
    void setSampling(privacy::Sampling sampling) { m_sampling = sampling; }
    privacy::Sampling sampling() const { return m_sampling; }
    void setRelation(privacy::Relation relation) { m_relation = relation; }
    privacy::Relation relation() const { return m_relation; }
    void setUnknown(std::optional<session::Unknown> unknown) { m_unknown = unknown; }
    std::optional<session::Unknown> unknown() const { return m_unknown; }
    void setTargetExposure(session::Exposure exposure) { m_targetExposure = exposure; }
    session::Exposure targetExposure() const { return m_targetExposure; }

    /// Whether the field is read as things stand.
    bool isRead(PrivacyField field) const;
    /// Why the field's text will not do, in a sentence with what to type; empty when it will, or is not read.
    QString problem(PrivacyField field) const;
    /// The first problem there is.
    QString problem() const;
    /// Nullopt while there is a problem.
    std::optional<session::PrivacyQuestion> question() const;
    /// Puts the value that was solved for where it belongs.
    void adopt(const privacy::PrivacyEvent& solved);

private:
    static std::size_t index(PrivacyField field) { return static_cast<std::size_t>(field); }
    std::optional<double> number(PrivacyField field) const;
    void setNumber(PrivacyField field, double value);
    void followNoise();

    std::array<QString, privacyFields> m_texts;
    NoiseGiven m_noiseGiven = NoiseGiven::Multiplier;
    privacy::Sampling m_sampling = privacy::Sampling::Poisson;
    privacy::Relation m_relation = privacy::Relation::Replace;
    std::optional<session::Unknown> m_unknown;
    session::Exposure m_targetExposure = session::Exposure::AllRounds;
};

} // namespace undertone::widgets
