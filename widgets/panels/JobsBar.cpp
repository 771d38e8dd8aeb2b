#include "widgets/panels/JobsBar.h"

#include "widgets/help/HelpWindow.h"
#include "widgets/panels/ElidedLabel.h"
#include "widgets/panels/QueueList.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace undertone::widgets {

using session::JobEvent;
using session::JobEventKind;
using session::JobId;

namespace {

constexpr int barSteps = 1000;

} // namespace

QString timeLeftWords(double seconds)
{
    if (seconds < 0)
        return {};
    if (seconds < 60)
        return JobsBar::tr("%1 s left").arg(std::max(1, static_cast<int>(seconds)));
    const int minutes = static_cast<int>((seconds + 30) / 60);
    if (minutes < 60)
        return JobsBar::tr("%1 min left").arg(minutes);
    return JobsBar::tr("%1 h %2 min left").arg(minutes / 60).arg(minutes % 60);
}

JobsBar::JobsBar(QWidget* parent) : QWidget(parent), m_column(new QVBoxLayout(this)), m_queue(new QueueList)
{
    m_column->setContentsMargins(10, 4, 10, 4);
    m_column->setSpacing(2);
    m_column->addWidget(m_queue);
    setProperty(helpPageProperty, QStringLiteral("history#the-queue"));
    setAccessibleName(tr("Jobs"));
    hide();
}

std::vector<JobId> JobsBar::running() const
{
    std::vector<JobId> jobs;
    for (const auto& [job, row] : m_rows)
        jobs.push_back(job);
    return jobs;
}

JobId JobsBar::jobOf(const QString& experimentId) const
{
    for (const auto& [job, row] : m_rows)
        if (!experimentId.isEmpty() && row.experimentId == experimentId)
            return job;
    return 0;
}

void JobsBar::receive(const std::vector<JobEvent>& events)
{
    const auto before = load();
    for (const auto& event : events) {
        if (event.isTerminal())
            remove(event.job);
        else if (event.kind != JobEventKind::ResultsChanged)
            update(row(event), event.progress);
    }
    settle(before);
}

void JobsBar::setQueue(const std::vector<store::QueueEntry>& entries)
{
    const auto before = load();
    m_waiting = static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(), [](const auto& entry) {
        return entry.holder == store::QueueHolder::ThisProgram &&
               entry.state == experiment::ExperimentState::Queued;
    }));
    m_queue->setEntries(entries);
    for (const auto& [job, row] : m_rows)
        showWords(row);
    settle(before);
}

void JobsBar::settle(const Load& before)
{
    setVisible(isBusy() || !m_queue->isHidden());
    if (before != load())
        Q_EMIT busyChanged();
}

JobsBar::Row& JobsBar::row(const JobEvent& event)
{
    const auto known = m_rows.find(event.job);
    if (known != m_rows.end())
        return known->second;
    Row row;
    row.title = QString::fromStdString(event.title);
    row.experimentId = QString::fromStdString(event.experimentId);
    row.line = new QWidget;
    row.words = new ElidedLabel;
    row.bar = new QProgressBar;
    row.bar->setRange(0, barSteps);
    row.bar->setFixedWidth(220);
    row.bar->setAccessibleName(tr("Progress of %1").arg(row.title));
    row.left = new QLabel;
    row.left->setMinimumWidth(100);
    auto* line = new QHBoxLayout(row.line);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(row.words, 1);
    line->addWidget(row.bar);
    line->addWidget(row.left);
    addButtons(row, event.job);
    m_column->insertWidget(m_column->indexOf(m_queue), row.line);
    return m_rows.emplace(event.job, row).first->second;
}

void JobsBar::addButtons(Row& row, JobId job)
{
    const auto add = [&](const QString& text, const QString& name, const QString& toolTip) {
        auto* button = new QToolButton;
        button->setText(text);
        button->setAccessibleName(name);
        button->setToolTip(toolTip);
        row.line->layout()->addWidget(button);
        return button;
    };
    if (!row.experimentId.isEmpty()) {
        row.pause = add(tr("Pause"), tr("Pause %1").arg(row.title),
                        tr("Stop this study; it keeps its place, and the next one goes on"));
        connect(row.pause, &QToolButton::clicked, this, [this, job] {
            markStopping(m_rows.at(job));
            Q_EMIT pauseWanted(m_rows.at(job).experimentId);
        });
    }
    row.cancel =
        add(tr("Stop"), tr("Stop %1").arg(row.title), tr("Stop this job; a study can be resumed later"));
    connect(row.cancel, &QToolButton::clicked, this, [this, job] {
        markStopping(m_rows.at(job));
        Q_EMIT cancelWanted(job);
    });
}

void JobsBar::markStopping(Row& row)
{
    for (auto* button : {row.pause, row.cancel})
        if (button)
            button->setEnabled(false);
    row.left->setText(tr("stopping\u2026"));
}

void JobsBar::unmarkStopping()
{
    for (const auto& [job, row] : m_rows)
        for (auto* button : {row.pause, row.cancel})
            if (button)
                button->setEnabled(true);
}

void JobsBar::update(Row& row, const base::ProgressUpdate& progress)
{
    row.stage = QString::fromStdString(progress.stage);
    showWords(row);
    row.bar->setValue(static_cast<int>(progress.fraction * barSteps));
    if (row.cancel->isEnabled())
        row.left->setText(timeLeftWords(progress.secondsLeft));
}

void JobsBar::showWords(const Row& row)
{
    QStringList parts{row.title};
    if (!row.experimentId.isEmpty() && m_waiting > 0)
        parts.prepend(tr("1 of %1").arg(m_waiting + 1));
    if (!row.stage.isEmpty())
        parts << row.stage;
    row.words->setWords(parts.join(QStringLiteral(" \u00b7 ")));
}

void JobsBar::remove(JobId job)
{
    const auto known = m_rows.find(job);
    if (known == m_rows.end())
        return;
    known->second.line->hide();
    known->second.line->deleteLater();
    m_rows.erase(known);
}

} // namespace undertone::widgets
