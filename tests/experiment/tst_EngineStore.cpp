#include "core/base/File.h"
#include "core/base/Log.h"
#include "core/store/ArtifactStore.h"
#include "tests/experiment/StudyFixture.h"

#include <QtTest>

#include <fstream>

using namespace undertone;
using tests::MemorySink;
using tests::TemporaryFolder;
using tests::ToyStudy;

namespace {

enum class Harm { Remove, Cut, Flip };

std::vector<std::filesystem::path> filesBelow(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

void flipBit(const std::filesystem::path& file, std::size_t seed)
{
    auto bytes = base::readFile(file);
    const auto at = (seed * 7919) % bytes.size();
    bytes[at] = static_cast<char>(bytes[at] ^ (1U << (seed % 8)));
    std::ofstream(file, std::ios::binary) << bytes;
}

/// Finished entries are harmed in the given way; raw updates, which may be being read, are removed.
void harm(const std::filesystem::path& file, Harm how, std::size_t seed)
{
    if (file.extension() == ".updates" || how == Harm::Remove)
        std::filesystem::remove(file);
    else if (file.extension() == ".artifact" && how == Harm::Cut)
        std::filesystem::resize_file(file, std::filesystem::file_size(file) * (seed % 10) / 10);
    else if (file.extension() == ".artifact")
        flipBit(file, seed);
}

/// The real store, all of whose files are harmed behind one of the stores.
class HarmedStore : public experiment::StageCache
{
public:
    HarmedStore(const std::filesystem::path& folder, int when, Harm how)
        : m_folder(folder), m_artifacts(folder), m_when(when), m_how(how)
    {
    }

    std::optional<std::string> find(const std::string& key) override { return m_artifacts.find(key); }
    void store(const std::string& key, std::string_view bytes) override
    {
        m_artifacts.store(key, bytes);
        if (m_stores++ != m_when)
            return;
        std::size_t seed = 0;
        for (const auto& file : filesBelow(m_folder))
            if (file.extension() != ".part")
                harm(file, m_how, seed++);
    }
    void storeUnflushed(const std::string& key, std::string_view bytes) override
    {
        m_artifacts.storeUnflushed(key, bytes);
    }
    void remove(const std::string& key) override { m_artifacts.remove(key); }
    std::filesystem::path spoolFolder() override { return m_artifacts.spoolFolder(); }
    int stores() const { return m_stores; }

private:
    std::filesystem::path m_folder;
    store::ArtifactStore m_artifacts;
    int m_when;
    Harm m_how;
    int m_stores = 0;
};

class Warnings
{
public:
    Warnings()
    {
        base::setLogListener([this](base::LogLevel, const std::string& text) { texts.push_back(text); });
    }
    ~Warnings() { base::setLogListener({}); }
    Warnings(const Warnings&) = delete;
    Warnings& operator=(const Warnings&) = delete;

    std::vector<std::string> texts;
};

} // namespace

class TestEngineStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::newRow("random probes") << "attack.probes"
                                       << "random";
        QTest::newRow("eigenvectors") << "attack.probes"
                                      << "eigenvectors";
        QTest::newRow("cnn") << "attack.kind"
                             << "cnn";
        QTest::newRow("data") << "attack.kind"
                              << "data";
    }

    /// Behind every store in turn, all that is in the workspace is lost or damaged while the study runs.
    void whatIsLostOrDamagedMeanwhileIsMadeAgain()
    {
        const ToyStudy study;
        const auto expected = reference(study);
        int stores = 1;
        for (int when = 0; when < stores; ++when) {
            const TemporaryFolder folder;
            const auto how = static_cast<Harm>(when % 3);
            HarmedStore artifacts(folder.path(), when, how);
            MemorySink sink;
            const Warnings warnings;
            study.run(spec(study), sink, artifacts, 1, {}, 1000);
            QCOMPARE(sink.text(), expected);
            stores = std::max(stores, artifacts.stores());
            QVERIFY(how != Harm::Remove || warnings.texts.empty());
            for (const auto& warning : warnings.texts)
                QVERIFY2(warning.find("damaged and is computed anew") != std::string::npos, warning.c_str());
            QVERIFY(std::filesystem::is_empty(artifacts.spoolFolder()));
        }
        QVERIFY(stores > 5);
    }

    /// A study runs again on a workspace in which one entry is damaged.
    void aDamagedEntryIsDroppedAndSaid()
    {
        const ToyStudy study;
        const TemporaryFolder folder;
        store::ArtifactStore artifacts(folder.path());
        MemorySink first;
        study.run(spec(study), first, artifacts, 1, {}, 1000);
        const auto files = filesBelow(folder.path());
        for (std::size_t i = 0; i < files.size(); ++i) {
            harm(files[i], i % 2 == 0 ? Harm::Flip : Harm::Cut, i);
            // Without the evaluation everything else is needed.
            for (const auto& file : files)
                if (base::readFile(file).find("UTREPORT") != std::string::npos)
                    std::filesystem::remove(file);
            MemorySink sink;
            const Warnings warnings;
            study.run(spec(study), sink, artifacts, 1, {}, 1000);
            QCOMPARE(sink.text(), first.text());
            const bool isSaid =
                std::any_of(warnings.texts.begin(), warnings.texts.end(), [&](const auto& text) {
                    return text.find(files[i].string()) != std::string::npos;
                });
            // What another entry's result makes needless is left as it is.
            QVERIFY(isSaid ? std::filesystem::exists(files[i]) : warnings.texts.empty());
        }
    }

private:
    static experiment::ExperimentSpec spec(const ToyStudy& study)
    {
        QFETCH_GLOBAL(const QString, path);
        QFETCH_GLOBAL(const QString, value);
        return study.spec({{path.toStdString(), value.toStdString()},
                           {"federation.rounds", "5"},
                           {"model.hidden", "[24, 8]"},
                           {"attack.epochs", "1"},
                           {"attack.layers", "[\"first\"]"},
                           {"sweep", R"({"attack.leaked_updates": [[1], ["all"]]})"}});
    }

    static std::string reference(const ToyStudy& study)
    {
        tests::MemoryCache cache;
        MemorySink sink;
        study.run(spec(study), sink, cache, 1, {}, 1000);
        return sink.text();
    }
};

QTEST_GUILESS_MAIN(TestEngineStore)
#include "tst_EngineStore.moc"
