#pragma once

#include "core/experiment/ExperimentSpec.h"
#include "core/store/RunStore.h"
#include "tests/session/FakeEngine.h"
#include "tests/support/TemporaryFolder.h"
#include "widgets/dialogs/NewStudyDialog.h"
#include "widgets/dialogs/SpecField.h"
#include "widgets/dialogs/StudyForm.h"

#include <QCheckBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QtTest>

#include <memory>

namespace undertone::tests {

using widgets::NewStudyDialog;
using widgets::SessionBridge;
using widgets::SpecField;
using widgets::StudyForm;

constexpr int patience = 20000;

inline const char* const federationDocument = R"({
  "format": 1, "name": "Study", "private": {"corpora": ["one"]}, "shadow": {"corpora": ["two"]},
  "evaluation": {"folds": 1, "seeds": [8, 9]}, "sweep": {"model.dropout": [0.1, 0.5]}})";

/// The dialog on a real workspace.
struct NewStudyFixture
{
    explicit NewStudyFixture(const QString& json = federationDocument)
    {
        {
            store::RunStore store(folder.path() / "undertone.db");
            store.saveCorpus(corpusOf("one", 10, 10), {});
            store.saveCorpus(corpusOf("two", 9, 3), {});
        }
        bridge.open(QString::fromStdString(folder.path().string()), engineThat(runEveryTrial));
        dialog = std::make_unique<NewStudyDialog>(bridge, session::RunOptions{2, "cpu"});
        if (!json.isEmpty())
            dialog->setSpecification(json);
        dialog->show();
        dialog->activateWindow();
    }

    bool isReady()
    {
        return QTest::qWaitFor([&] { return run()->isEnabled(); }, patience);
    }

    template <typename Widget>
    Widget* named(const QString& accessibleName)
    {
        for (auto* widget : dialog->findChildren<Widget*>())
            if (widget->accessibleName() == accessibleName)
                return widget;
        qFatal("no %s", qPrintable(accessibleName));
    }

    SpecField* field(const char* path)
    {
        for (auto* one : dialog->findChildren<SpecField*>())
            if (one->path() == path)
                return one;
        qFatal("no field %s", path);
    }
    template <typename Control>
    Control* control(const char* path)
    {
        auto* found = qobject_cast<Control*>(field(path)->control());
        showPage(path);
        return found;
    }
    /// By a click on the tab of the page with the field.
    void showPage(const char* path)
    {
        auto& form = *dialog->findChild<StudyForm*>();
        for (int i = 0; i < form.count(); ++i)
            if (form.widget(i)->isAncestorOf(field(path)))
                QTest::mouseClick(form.tabBar(), Qt::LeftButton, {}, form.tabBar()->tabRect(i).center());
    }
    void type(const char* path, const QString& text)
    {
        auto* edit = control<QLineEdit>(path);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }

    /// The box of a value among several.
    void click(const char* path, const QString& value)
    {
        showPage(path);
        for (auto* box : field(path)->findChildren<QCheckBox*>())
            if (box->text() == value)
                return QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
        qFatal("no %s", qPrintable(value));
    }
    void press(const char* path, const QString& button)
    {
        for (auto* one : field(path)->findChildren<QPushButton*>())
            if (one->text() == button)
                return QTest::mouseClick(one, Qt::LeftButton);
        qFatal("no %s", qPrintable(button));
    }
    /// Those that are shown, in order.
    QStringList pages()
    {
        QStringList names;
        const auto& form = *dialog->findChild<StudyForm*>();
        for (int i = 0; i < form.count(); ++i)
            if (form.isTabVisible(i))
                names << form.widget(i)->objectName();
        return names;
    }

    void tick(const char* path)
    {
        auto* box = control<QCheckBox>(path);
        QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    }

    QPushButton* run()
    {
        for (auto* one : dialog->findChildren<QPushButton*>())
            if (QString(one->text()).remove('&') == "Run")
                return one;
        return nullptr;
    }
    QPlainTextEdit* json() { return named<QPlainTextEdit>("Specification as JSON"); }
    QString status() { return named<QLabel>("Validity")->text(); }
    QString cost() { return named<QLabel>("What the study will take")->text(); }
    QString defence() { return named<QLabel>("What the defence comes to")->text(); }
    QString warnings() { return named<QLabel>("Warnings")->text(); }
    QJsonValue value(const QString& path)
    {
        QJsonValue at = QJsonDocument::fromJson(json()->toPlainText().toUtf8()).object();
        for (const auto& key : path.split('.'))
            at = at.toObject().value(key);
        return at;
    }
    experiment::ExperimentSpec spec()
    {
        return experiment::parseSpec(json()->toPlainText().toStdString(), "test");
    }

    TemporaryFolder folder;
    SessionBridge bridge;
    std::unique_ptr<NewStudyDialog> dialog;
};

inline QString problemAt(SpecField* field)
{
    for (const auto* label : field->findChildren<QLabel*>())
        if (label->accessibleName().startsWith("What is wrong"))
            return label->isHidden() ? QString() : label->text();
    return {};
}

} // namespace undertone::tests
