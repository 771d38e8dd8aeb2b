#include "widgets/help/TabKeys.h"

#include <QAction>
#include <QTabWidget>

namespace undertone::widgets {

void giveKeysToTabs(QTabWidget& tabs, Qt::KeyboardModifier modifier, int first)
{
    for (int i = 0; i < tabs.count(); ++i) {
        const QKeySequence keys(
            QKeyCombination(modifier, static_cast<Qt::Key>(Qt::Key_0 + (first + i) % 10)));
        auto* action = new QAction(tabs.tabText(i), &tabs);
        action->setShortcut(keys);
        tabs.addAction(action);
        tabs.setTabToolTip(
            i, QStringLiteral("%1 (%2)").arg(tabs.tabText(i), keys.toString(QKeySequence::NativeText)));
        QObject::connect(action, &QAction::triggered, &tabs, [&tabs, page = tabs.widget(i)] {
            if (tabs.isTabVisible(tabs.indexOf(page)))
                tabs.setCurrentWidget(page);
        });
    }
}

} // namespace undertone::widgets
