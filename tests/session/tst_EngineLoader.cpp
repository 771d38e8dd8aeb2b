#include "core/session/Session.h"

#include <QtTest>

using namespace undertone;

class TestEngineLoader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theEngineIsFoundBesideTheLibrary()
    {
        const auto engine = session::loadEngine();
        QVERIFY(!engine->info().torchVersion.empty());
        QVERIFY(!engine->info().blas.empty());
    }
};

QTEST_GUILESS_MAIN(TestEngineLoader)
#include "tst_EngineLoader.moc"
