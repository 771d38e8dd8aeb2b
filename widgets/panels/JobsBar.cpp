#include "widgets/panels/JobsBar.h"

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

JobsBar::JobsBar(QWidget* parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(10, 4, 10, 4);
    m_column->setSpacing(2);
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
    const auto before = m_rows.size();
    for (const auto& event : events) {
        if (event.isTerminal())
            remove(event.job);
        else if (event.kind != JobEventKind::ResultsChanged)
            update(row(event), event.progress);
    }
    setVisible(isBusy());
    if (before != m_rows.size())
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
    row.words = new QLabel;
    row.words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row.bar = new QProgressBar;
    row.bar->setRange(0, barSteps);
    row.bar->setFixedWidth(220);
    row.bar->setAccessibleName(tr("Progress of %1").arg(row.title));
    row.left = new QLabel;
    row.left->setMinimumWidth(100);
    row.cancel = new QToolButton;
    row.cancel->setText(tr("Cancel"));
    row.cancel->setAccessibleName(tr("Cancel %1").arg(row.title));
    row.cancel->setToolTip(tr("Stop this job; a study can be resumed later"));
    auto* line = new QHBoxLayout(row.line);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(row.words, 1);
    line->addWidget(row.bar);
    line->addWidget(row.left);
    line->addWidget(row.cancel);
    m_column->addWidget(row.line);
    connect(row.cancel, &QToolButton::clicked, this, [this, job = event.job] {
        auto& own = m_rows.at(job);
        own.cancel->setEnabled(false);
        own.left->setText(tr("stopping\u2026"));
        Q_EMIT cancelWanted(job);
    });
    return m_rows.emplace(event.job, row).first->second;
}

void JobsBar::update(Row& row, const base::ProgressUpdate& progress)
{
    const QString stage = QString::fromStdString(progress.stage);
    const QString words = stage.isEmpty() ? row.title : row.title + QStringLiteral(" \u00b7 ") + stage;
    row.words->setText(words);
    row.words->setToolTip(words);
    row.bar->setValue(static_cast<int>(progress.fraction * barSteps));
    if (row.cancel->isEnabled())
        row.left->setText(timeLeftWords(progress.secondsLeft));
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
