#include "widgets/panels/PrivacyForm.h"

#include "widgets/panels/NumberField.h"
#include "widgets/panels/WheelGuard.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>

namespace undertone::widgets {

using privacy::Relation;
using privacy::Sampling;
using session::Exposure;
using session::Unknown;

namespace {

QLabel* heading(const QString& words)
{
    auto* label = new QLabel(words);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

} // namespace

PrivacyForm::PrivacyForm(QWidget* parent) : QWidget(parent)
{
    auto* form = new QFormLayout(this);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(heading(tr("Noise")));
    addChoice(*form, m_noise, tr("Given &as"), tr("Which number of the noise you know"),
              {tr("noise multiplier"), tr("sigma and clip")});
    addField(*form, PrivacyField::NoiseMultiplier, tr("&Noise multiplier"),
             tr("Standard deviation of the noise divided by the clip. Larger is more private."));
    addField(*form, PrivacyField::Sigma, tr("Si&gma"),
             tr("Standard deviation of the noise on each parameter. Larger is more private."));
    addField(*form, PrivacyField::Clip, tr("Cli&p"),
             tr("Largest norm of what a client sends. At a given sigma, smaller is more private."));
    form->addRow(heading(tr("Use")));
    addField(*form, PrivacyField::Rounds, tr("Ro&unds"),
             tr("Rounds of the whole training. Fewer are more private."));
    addField(*form, PrivacyField::LeakedUpdates, tr("Leaked up&dates"),
             tr("Updates of one client that the observer has. Fewer are more private."));
    addChoice(*form, m_sampling, tr("Sa&mpling"),
              tr("How the clients of a round are chosen. It protects only while the observer does not know "
                 "who took part."),
              {tr("Poisson, in secret"), tr("fixed size, in secret"), tr("none, or known")});
    addField(*form, PrivacyField::SampleRate, tr("Sampling rate &q"),
             tr("Share of the clients in a round. Smaller is more private."));
    form->addRow(heading(tr("Guarantee")));
    addChoice(*form, m_relation, tr("Neigh&bours"), tr("Which two sets of clients must look alike"),
              {tr("one client replaced"), tr("one client's update zero"), tr("one client there or not")});
    addField(
        *form, PrivacyField::Delta, tr("D&elta"),
        tr("Chance that the bound does not hold; far below 1 / clients. Smaller is stricter, and needs a "
           "larger epsilon."));
    form->addRow(heading(tr("Solve")));
    addChoice(*form, m_unknown, tr("Solve &for"), tr("Which number is searched for so that epsilon fits"),
              {tr("nothing"), tr("noise multiplier"), tr("rounds"), tr("sampling rate")});
    addField(*form, PrivacyField::TargetEpsilon, tr("Target epsil&on"),
             tr("The epsilon that must not be exceeded. Smaller is more private."));
    addChoice(*form, m_exposure, tr("&When seen are"), tr("For which observer the target holds"),
              {tr("one update"), tr("the leaked updates"), tr("all rounds")});
    m_exposure->setCurrentIndex(2);
    for (auto* box : {m_noise, m_sampling, m_relation, m_unknown, m_exposure})
        connect(box, &QComboBox::currentIndexChanged, this, &PrivacyForm::readChoices);
    refresh();
}

void PrivacyForm::addField(QFormLayout& form, PrivacyField field, const QString& label,
                           const QString& toolTip)
{
    auto* row = new NumberField(QString(label).remove('&'), toolTip, PrivacyInput::sliderSteps);
    m_fields[field] = row;
    form.addRow(label, row);
    const auto changeBy = [this, field](void (PrivacyInput::*change)(PrivacyField, int)) {
        return [this, field, change](int place) {
            (m_input.*change)(field, place);
            refresh();
            Q_EMIT changed();
        };
    };
    connect(row, &NumberField::dragged, this, changeBy(&PrivacyInput::setPlace));
    connect(row, &NumberField::stepped, this, changeBy(&PrivacyInput::stepTo));
    connect(row, &NumberField::typed, this, [this, field](const QString& text) {
        m_input.setText(field, text);
        refresh();
        Q_EMIT changed();
    });
}

void PrivacyForm::addChoice(QFormLayout& form, QComboBox*& box, const QString& label, const QString& toolTip,
                            const QStringList& items)
{
    box = new QComboBox;
    new WheelGuard(box);
    box->addItems(items);
    box->setToolTip(toolTip);
    box->setAccessibleName(QString(label).remove('&'));
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    form.addRow(label, box);
}

void PrivacyForm::readChoices()
{
    constexpr Sampling samplings[] = {Sampling::Poisson, Sampling::FixedSize, Sampling::None};
    constexpr Relation relations[] = {Relation::Replace, Relation::ReplaceWithNull, Relation::AddOrRemove};
    constexpr std::optional<Unknown> unknowns[] = {std::nullopt, Unknown::NoiseMultiplier, Unknown::Rounds,
                                                   Unknown::SampleRate};
    constexpr Exposure exposures[] = {Exposure::OneUpdate, Exposure::LeakedUpdates, Exposure::AllRounds};
    m_input.setNoiseGiven(m_noise->currentIndex() == 0 ? NoiseGiven::Multiplier : NoiseGiven::Sigma);
    m_input.setSampling(samplings[m_sampling->currentIndex()]);
    m_input.setRelation(relations[m_relation->currentIndex()]);
    m_input.setUnknown(unknowns[m_unknown->currentIndex()]);
    m_input.setTargetExposure(exposures[m_exposure->currentIndex()]);
    refresh();
    Q_EMIT changed();
}

void PrivacyForm::adopt(const privacy::PrivacyEvent& solved)
{
    m_input.adopt(solved);
    m_noise->setCurrentIndex(m_input.noiseGiven() == NoiseGiven::Multiplier ? 0 : 1);
    refresh();
    Q_EMIT changed();
}

void PrivacyForm::refresh()
{
    for (const auto& [field, row] : m_fields) {
        row->show(m_input.text(field), m_input.place(field).value_or(row->place()));
        row->setProblem(m_input.problem(field));
        row->setEnabled(m_input.isRead(field));
    }
    m_exposure->setEnabled(m_input.unknown() == Unknown::NoiseMultiplier);
}

} // namespace undertone::widgets
