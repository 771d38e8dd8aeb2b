#include "core/session/Session.h"
#include "core/store/RunStore.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>

using namespace undertone;

class TestEngineLoader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theEngineIsFoundBesideTheLibrary()
    {
        const auto engine = session::loadEngine();
        QVERIFY(engine->info().torchVersion.find('.') != std::string::npos);
        QVERIFY(!engine->info().blas.empty());
    }

    /// What the loaded library throws is known as an Error here, not only as an exception.
    void itsErrorsKeepTheirType()
    {
        const tests::TemporaryFolder folder;
        for (const char* name : {"one", "two"}) {
            corpus::Corpus corpus;
            corpus.name = name;
            store::RunStore(folder.path() / "undertone.db").saveCorpus(corpus, {});
        }
        session::Session session(folder.path(), session::loadEngine);
        const auto spec = experiment::parseSpec(
            R"({"format": 1, "private": {"corpora": ["one"]}, "shadow": {"corpora": ["two"]}})", "test");
        const auto last = session.wait(session.run(spec, {1, "cpu"}));
        QVERIFY(last.kind == session::JobEventKind::Failed);
        QVERIFY2(last.error->code() == ErrorCode::InvalidRequest, last.error->what());
        QVERIFY(session.experiments().empty());
    }
};

QTEST_GUILESS_MAIN(TestEngineLoader)
#include "tst_EngineLoader.moc"
