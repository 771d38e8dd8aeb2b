#include "widgets/panels/TradeoffBar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace undertone::widgets {

using figure::BudgetAxis;

namespace {

constexpr qsizetype mostBeside = 3;     ///< more lines than that cannot be told apart
constexpr std::size_t mostOffered = 30; ///< in one menu

QString axisWords(BudgetAxis axis)
{
    switch (axis) {
    case BudgetAxis::Swept:
        return TradeoffBar::tr("as the study sweeps it");
    case BudgetAxis::Nominal:
        return TradeoffBar::tr("nominal epsilon");
    case BudgetAxis::OneUpdate:
        return TradeoffBar::tr("accounted epsilon of one update");
    case BudgetAxis::LeakedUpdates:
        return TradeoffBar::tr("accounted epsilon of the leaked updates");
    case BudgetAxis::AllRounds:
        return TradeoffBar::tr("accounted epsilon of all rounds");
    case BudgetAxis::Sigma:
        return TradeoffBar::tr("sigma of the noise");
    }
    return {};
}

QDoubleSpinBox* percentField(const QString& name, const QString& toolTip, const QString& suffix, double most,
                             double start)
{
    auto* field = new QDoubleSpinBox;
    field->setRange(0, most);
    field->setDecimals(1);
    field->setSuffix(suffix);
    field->setValue(start);
    field->setToolTip(toolTip);
    field->setAccessibleName(name);
    field->setKeyboardTracking(false);
    field->setEnabled(false);
    return field;
}

} // namespace

TradeoffBar::TradeoffBar(QWidget* parent)
    : QWidget(parent), m_axisLabel(new QLabel(tr("&Budget"))), m_axis(new QComboBox),
      m_bounded(new QCheckBox(tr("B&ounds: attack at most"))),
      m_attack(
          percentField(tr("Attack bound"), tr("The highest attack UAR that is accepted"), tr(" %"), 100, 60)),
      m_loss(percentField(tr("UAR loss bound"), tr("How far SER UAR may fall below that without noise"),
                          tr(" points"), 100, 2)),
      m_menu(new QMenu(this))
{
    constexpr int longestWords = 26; // the bar is hidden when it is filled, so that it does not know
    m_axis->setMinimumContentsLength(longestWords);
    m_axis->setToolTip(tr("What the horizontal axis shows; the most private end is on the left"));
    m_axis->setAccessibleName(tr("Budget axis"));
    m_axisLabel->setBuddy(m_axis);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 6, 8, 0);
    row->addWidget(m_axisLabel);
    row->addWidget(m_axis);
    row->addSpacing(12);
    row->addWidget(m_bounded);
    row->addWidget(m_attack);
    row->addWidget(new QLabel(tr("loss")));
    row->addWidget(m_loss);
    row->addSpacing(12);
    row->addWidget(
        makeBesideButton(tr("Studies beside"), tr("Draw the lines of other studies beside this one")));
    row->addStretch();
    connect(m_axis, &QComboBox::activated, this, &TradeoffBar::axisChosen);
    makeBounds();
    connect(m_menu, &QMenu::aboutToShow, this, &TradeoffBar::makeMenu);
    hide();
}

QToolButton* TradeoffBar::makeBesideButton(const QString& accessibleName, const QString& toolTip)
{
    auto* button = new QToolButton;
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(m_menu);
    button->setToolTip(toolTip);
    button->setAccessibleName(accessibleName);
    m_besides.push_back(button);
    showBeside();
    return button;
}

void TradeoffBar::makeBounds()
{
    m_bounded->setToolTip(tr("Mark the settings whose attack UAR and loss of SER UAR stay within bounds"));
    connect(m_bounded, &QCheckBox::toggled, this, [this](bool isOn) {
        m_attack->setEnabled(isOn);
        m_loss->setEnabled(isOn);
        Q_EMIT viewChanged();
    });
    for (auto* field : {m_attack, m_loss})
        connect(field, &QDoubleSpinBox::valueChanged, this, &TradeoffBar::viewChanged);
}

void TradeoffBar::offerAxes(const std::vector<BudgetAxis>& axes)
{
    QVariantList wanted;
    for (const auto axis : axes)
        wanted << static_cast<int>(axis);
    QVariantList offered;
    for (int i = 0; i < m_axis->count(); ++i)
        offered << m_axis->itemData(i);
    setVisible(!axes.empty());
    m_axis->setVisible(axes.size() > 1);
    m_axisLabel->setVisible(axes.size() > 1);
    if (wanted == offered)
        return;
    const auto chosen = m_axis->currentData();
    m_axis->clear();
    for (const auto& axis : wanted)
        m_axis->addItem(axisWords(static_cast<BudgetAxis>(axis.toInt())), axis);
    m_axis->setCurrentIndex(std::max(0, m_axis->findData(chosen)));
}

int TradeoffBar::axisIndex() const
{
    return m_axis->currentIndex();
}

void TradeoffBar::setStudies(const std::vector<experiment::ExperimentSummary>& studies, const QString& shown)
{
    m_studies = studies;
    const auto before = m_chosen;
    if (m_shown != shown)
        m_chosen.clear();
    m_shown = shown;
    m_chosen.removeIf([&](const QString& id) {
        return std::none_of(studies.begin(), studies.end(),
                            [&](const auto& study) { return study.id == id.toStdString(); });
    });
    showBeside();
    if (m_chosen != before)
        Q_EMIT viewChanged();
}

void TradeoffBar::makeMenu()
{
    m_menu->clear();
    qDeleteAll(m_menu->findChildren<QMenu*>(Qt::FindDirectChildrenOnly));
    QMenu* menu = m_menu;
    std::size_t offered = 0;
    for (const auto& study : m_studies) {
        const QString id = QString::fromStdString(study.id);
        if (id == m_shown)
            continue;
        if (offered > 0 && offered % mostOffered == 0)
            menu = menu->addMenu(tr("&More studies"));
        ++offered;
        auto* action = menu->addAction(QString::fromStdString(study.name).replace('&', QStringLiteral("&&")) +
                                       QStringLiteral("  ") + id.left(4));
        action->setCheckable(true);
        action->setChecked(m_chosen.contains(id));
        action->setEnabled(action->isChecked() || m_chosen.size() < mostBeside);
        connect(action, &QAction::triggered, this, [this, id] { toggleBeside(id); });
    }
    if (m_menu->isEmpty())
        m_menu->addAction(tr("No other study in this workspace"))->setEnabled(false);
}

void TradeoffBar::toggleBeside(const QString& id)
{
    if (!m_chosen.removeOne(id))
        m_chosen << id;
    showBeside();
    Q_EMIT viewChanged();
}

void TradeoffBar::showBeside()
{
    for (auto* button : m_besides)
        button->setText(m_chosen.isEmpty() ? tr("Besi&de")
                                           : tr("Besi&de: %n", nullptr, static_cast<int>(m_chosen.size())));
}

session::TradeoffView TradeoffBar::view() const
{
    session::TradeoffView view;
    if (m_bounded->isChecked())
        view.bounds = figure::Bounds{m_attack->value() / 100, m_loss->value() / 100};
    for (const auto& id : m_chosen)
        view.beside.push_back(id.toStdString());
    return view;
}

} // namespace undertone::widgets
