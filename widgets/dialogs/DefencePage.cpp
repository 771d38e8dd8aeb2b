#include "widgets/dialogs/DefencePage.h"

#include "widgets/help/HelpWindow.h"
#include "widgets/models/PrivacyWords.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

#include <cmath>

namespace undertone::widgets {

using experiment::ExperimentSpec;
using session::DefencePreview;

namespace {

const QStringList mechanisms{QStringLiteral("none"), QStringLiteral("udp"), QStringLiteral("dp-fedavg-local"),
                             QStringLiteral("dp-fedavg-central"), QStringLiteral("secure-aggregation")};
const QStringList budgetKeys{QStringLiteral("epsilon"), QStringLiteral("noise_multiplier"),
                             QStringLiteral("sigma")};

QString quoted(const QString& word)
{
    return QStringLiteral("\"%1\"").arg(word);
}

/// "inf" is a string in a document.
QString numberJson(const QString& text)
{
    return text.trimmed() == QLatin1String("inf") ? quoted(text.trimmed()) : text.trimmed();
}

QString numberText(double value)
{
    return std::isinf(value) ? QStringLiteral("inf") : QString::number(value, 'g', 10);
}

void setSilently(QComboBox& box, const QString& value)
{
    const QSignalBlocker quiet(box);
    box.setCurrentIndex(box.findText(value));
}

void setSilently(QLineEdit& edit, double value)
{
    if (!edit.hasFocus())
        edit.setText(numberText(value));
}

const char* adversaryText(attack::Adversary adversary)
{
    switch (adversary) {
    case attack::Adversary::Clean:
        return "clean";
    case attack::Adversary::Same:
        return "same";
    case attack::Adversary::Calibrated:
        return "calibrated";
    }
    return "";
}

} // namespace

QString previewWords(const DefencePreview& preview)
{
    if (!preview.addsNoise)
        return DefencePage::tr("No noise: nothing bounds what the updates give away.");
    QString words = preview.sigma ? DefencePage::tr("sigma = %1").arg(numberWords(*preview.sigma, 4))
                                  : DefencePage::tr("sigma depends on the clients' utterances");
    if (preview.utterances > 0)
        words += DefencePage::tr(" (for a client of %1 utterances)").arg(preview.utterances);
    words += DefencePage::tr(", noise multiplier = %1").arg(numberWords(preview.noiseMultiplier, 4));
    words += DefencePage::tr(", epsilon after all rounds = %1 (server), %2 (one update)")
                 .arg(numberWords(preview.allRoundsServer, 4), numberWords(preview.oneUpdate, 4));
    if (preview.allRounds != preview.allRoundsServer)
        words +=
            DefencePage::tr(", %1 (all rounds, the study's observer)").arg(numberWords(preview.allRounds, 4));
    words += DefencePage::tr(" at delta = %1, for a client in %2 rounds. ")
                 .arg(numberWords(preview.delta))
                 .arg(preview.participations);
    words += guaranteeWords(preview.guarantee);
    for (const auto& warning : preview.warnings)
        words += QStringLiteral("<br>\u26a0 ") + QString::fromStdString(warning).toHtmlEscaped();
    return words;
}

DefencePage::DefencePage(QWidget* parent)
    : QWidget(parent), m_knowsCohorts(new QCheckBox), m_preview(new QLabel)
{
    setProperty(helpPageProperty, QStringLiteral("privacy"));
    auto* form = new QFormLayout(this);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_mechanism = addChoice(*form, tr("&Mechanism"), tr("What protects the updates"), {}, mechanisms);
    m_budgetKind = addChoice(*form, tr("&Budget as"), tr("Which number decides the noise"), {},
                             {tr("epsilon"), tr("noise multiplier"), tr("sigma")});
    m_budget = addNumber(*form, tr("B&udget"),
                         tr("A smaller epsilon or more noise is more private; inf is no noise"));
    m_delta =
        addNumber(*form, tr("D&elta"), tr("Chance that the budget does not hold; far below 1 / clients"));
    m_clip = addNumber(*form, tr("&Clip"), tr("Largest norm of what is clipped"));
    m_relation = addChoice(*form, tr("Neighb&ours"), tr("Which two sets of clients must look alike"),
                           QStringLiteral("privacy.relation"),
                           {QStringLiteral("replace"), QStringLiteral("null"), QStringLiteral("add-remove")});
    m_observer =
        addChoice(*form, tr("Obser&ver"), tr("Who attacks"), QStringLiteral("threat.observer"),
                  {QStringLiteral("eavesdropper"), QStringLiteral("server"), QStringLiteral("recipient")});
    m_sees = addChoice(*form, tr("See&s"), tr("Updates of single clients, or sums over a round"),
                       QStringLiteral("threat.sees"), {QStringLiteral("update"), QStringLiteral("sum")});
    m_knowsCohorts->setText(tr("&knows who took part"));
    m_knowsCohorts->setToolTip(tr("Sampling protects only from an observer who does not"));
    form->addRow(QString(), m_knowsCohorts);
    m_adversary = addChoice(*form, tr("Adversar&y"),
                            tr("What the adversary has learned from: shadow federations "
                               "without the defence, with it, or thresholds from them"),
                            QStringLiteral("attack.adversary"),
                            {QStringLiteral("clean"), QStringLiteral("same"), QStringLiteral("calibrated")});
    m_preview->setWordWrap(true);
    m_preview->setTextFormat(Qt::RichText);
    m_preview->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_preview->setAccessibleName(tr("What the defence comes to"));
    form->addRow(m_preview);
    connect(m_mechanism, &QComboBox::currentIndexChanged, this, &DefencePage::changeMechanism);
    connect(m_budgetKind, &QComboBox::currentIndexChanged, this, &DefencePage::changeBudgetKind);
    connect(m_budget, &QLineEdit::textEdited, this, [this](const QString& text) {
        Q_EMIT edited(QStringLiteral("privacy.") + budgetKeys[m_budgetKind->currentIndex()],
                      numberJson(text));
    });
    connect(m_delta, &QLineEdit::textEdited, this, [this](const QString& text) {
        Q_EMIT edited(QStringLiteral("privacy.delta"), numberJson(text));
    });
    connect(m_clip, &QLineEdit::textEdited, this,
            [this](const QString& text) { Q_EMIT edited(QStringLiteral("privacy.clip"), numberJson(text)); });
    connect(m_knowsCohorts, &QCheckBox::clicked, this, [this](bool knows) {
        Q_EMIT edited(QStringLiteral("threat.knows_cohorts"),
                      knows ? QStringLiteral("true") : QStringLiteral("false"));
    });
    enableFields();
}

QComboBox* DefencePage::addChoice(QFormLayout& form, const QString& label, const QString& toolTip,
                                  const QString& path, const QStringList& values)
{
    auto* box = new QComboBox;
    box->addItems(values);
    box->setToolTip(toolTip);
    box->setAccessibleName(QString(label).remove('&'));
    form.addRow(label, box);
    if (!path.isEmpty())
        connect(box, &QComboBox::currentTextChanged, this,
                [this, path](const QString& value) { Q_EMIT edited(path, quoted(value)); });
    return box;
}

QLineEdit* DefencePage::addNumber(QFormLayout& form, const QString& label, const QString& toolTip)
{
    auto* edit = new QLineEdit;
    edit->setToolTip(toolTip);
    edit->setAccessibleName(QString(label).remove('&'));
    form.addRow(label, edit);
    return edit;
}

/// A mechanism comes with its own defaults, and with an observer who has something to see.
void DefencePage::changeMechanism()
{
    const QString mechanism = m_mechanism->currentText();
    const bool hasBudget =
        mechanism != QLatin1String("none") && mechanism != QLatin1String("secure-aggregation");
    const bool hidesUpdates = mechanism == QLatin1String("secure-aggregation");
    Q_EMIT edited(QStringLiteral("privacy"),
                  hasBudget ? QStringLiteral("{\"mechanism\": \"%1\", \"epsilon\": 10}").arg(mechanism)
                            : QStringLiteral("{\"mechanism\": \"%1\"}").arg(mechanism));
    const QString observer = hidesUpdates ? QStringLiteral("server")
                             : mechanism == QLatin1String("dp-fedavg-central")
                                 ? QStringLiteral("recipient")
                                 : QStringLiteral("eavesdropper");
    Q_EMIT edited(QStringLiteral("threat"), QStringLiteral("{\"observer\": \"%1\"}").arg(observer));
    enableFields();
}

/// The three exclude each other: null takes one away.
void DefencePage::changeBudgetKind()
{
    const int kind = m_budgetKind->currentIndex();
    for (int i = 0; i < budgetKeys.size(); ++i)
        if (i != kind)
            Q_EMIT edited(QStringLiteral("privacy.") + budgetKeys[i], QStringLiteral("null"));
    const QString start = kind == 0   ? QStringLiteral("10")
                          : kind == 1 ? QStringLiteral("1")
                                      : QStringLiteral("0.01");
    m_budget->setText(start);
    Q_EMIT edited(QStringLiteral("privacy.") + budgetKeys[kind], start);
}

void DefencePage::enableFields()
{
    const auto mechanism = m_mechanism->currentText();
    const bool hasBudget =
        mechanism != QLatin1String("none") && mechanism != QLatin1String("secure-aggregation");
    for (QWidget* field :
         std::initializer_list<QWidget*>{m_budgetKind, m_budget, m_delta, m_clip, m_relation})
        field->setEnabled(hasBudget);
}

void DefencePage::showSpec(const ExperimentSpec& spec)
{
    const auto& privacy = spec.privacy;
    setSilently(*m_mechanism, QLatin1String(privacy::mechanismName(privacy.mechanism)));
    const QSignalBlocker quiet(m_budgetKind);
    m_budgetKind->setCurrentIndex(privacy.sigma ? 2 : privacy.noiseMultiplier ? 1 : 0);
    if (const auto budget = privacy.sigma             ? privacy.sigma
                            : privacy.noiseMultiplier ? privacy.noiseMultiplier
                                                      : privacy.epsilon)
        setSilently(*m_budget, *budget);
    else if (!m_budget->hasFocus())
        m_budget->clear();
    setSilently(*m_delta, privacy.delta);
    setSilently(*m_clip, privacy.clip);
    setSilently(*m_relation, QLatin1String(privacy::relationName(privacy.relation)));
    setSilently(*m_observer, QLatin1String(privacy::observerName(spec.threat.observer)));
    setSilently(*m_sees,
                spec.threat.sees == privacy::Sees::Sum ? QStringLiteral("sum") : QStringLiteral("update"));
    m_knowsCohorts->setChecked(spec.threat.knowsCohorts);
    setSilently(*m_adversary, QLatin1String(adversaryText(spec.attack.adversary)));
    enableFields();
}

void DefencePage::showPreview(const DefencePreview& preview)
{
    m_preview->setText(previewWords(preview));
}

void DefencePage::showMessage(const QString& words)
{
    m_preview->setText(words);
}

} // namespace undertone::widgets
