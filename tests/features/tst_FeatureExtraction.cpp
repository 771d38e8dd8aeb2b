#include "core/base/ContentHash.h"
#include "core/base/Csv.h"
#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/features/FeatureExtraction.h"
#include "core/features/FeatureImport.h"
#include "core/features/FeatureSet.h"
#include "core/features/FrameExport.h"
#include "core/features/NpyArray.h"
#include "tests/support/SyntheticSpeech.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>

#include <functional>
#include <mutex>

using namespace undertone;

namespace {

/// A few vowels on the disk.
struct SmallCorpus
{
    tests::TemporaryFolder folder;
    corpus::Corpus corpus;

    explicit SmallCorpus(int clips = 6)
    {
        corpus.name = "small";
        corpus.folder = folder.path();
        for (int i = 0; i < clips; ++i) {
            corpus::Utterance utterance;
            utterance.path = "clip" + std::to_string(i) + ".flac";
            const auto signal = tests::makeVowel({.f0 = 100.0 + 20 * i, .seconds = 0.2 + 0.05 * i}).signal;
            audio::writeAudio(corpus.folder / utterance.path, signal);
            utterance.seconds = signal.seconds();
            utterance.audioHash = base::sha256OfFile(corpus.folder / utterance.path);
            corpus.utterances.push_back(utterance);
        }
    }

    features::FeatureMatrix extract(features::FeatureCache& cache, unsigned workers = 1,
                                    const base::Progress::Listener& listener = {}) const
    {
        base::Progress progress(listener);
        return features::extractFeatures(corpus, "functionals", cache, progress, workers);
    }

    Error refusal(features::FeatureCache& cache, const std::string& set = "functionals") const
    {
        try {
            base::Progress progress;
            features::extractFeatures(corpus, set, cache, progress, 2);
        } catch (const Error& error) {
            return error;
        }
        return Error(ErrorCode::Internal, "no error", "", "");
    }
};

std::vector<std::filesystem::path> filesBelow(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files.push_back(entry.path());
    return files;
}

} // namespace

class TestFeatureExtraction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsAreTheSetsOwnInTheCorpusOrder()
    {
        const SmallCorpus small;
        const tests::TemporaryFolder folder;
        features::FeatureCache cache(folder.path());
        const auto matrix = small.extract(cache);
        QCOMPARE(matrix.rows, std::size_t{6});
        const auto& set = features::featureSet("functionals");
        QCOMPARE(matrix.names, set.columns());
        for (std::size_t i = 0; i < matrix.rows; ++i) {
            const auto expected =
                set.extract(audio::readAudio(small.corpus.folder / small.corpus.utterances[i].path));
            QVERIFY(std::ranges::equal(matrix.row(i), expected));
        }
    }

    void anyNumberOfWorkersGivesTheSameBytes()
    {
        const SmallCorpus small(12);
        const tests::TemporaryFolder first, second;
        features::FeatureCache one(first.path()), two(second.path());
        QVERIFY(small.extract(one, 1).values == small.extract(two, 4).values);
    }

    void theCacheGivesTheSameBytesWithoutTheAudio()
    {
        SmallCorpus small;
        const tests::TemporaryFolder folder;
        features::FeatureCache cache(folder.path());
        const auto fresh = small.extract(cache);
        QCOMPARE(filesBelow(folder.path()).size(), std::size_t{6});
        small.corpus.folder = "/nonexistent";
        QVERIFY(small.extract(cache, 2).values == fresh.values);
    }

    void framesAreWrittenOneUtteranceAfterTheOther()
    {
        const SmallCorpus small(4);
        const tests::TemporaryFolder folder;
        features::FeatureCache cache(folder.path() / "cache");
        base::Progress progress;
        const auto npy = folder.path() / "frames.npy";
        const auto csv = folder.path() / "frames.csv";
        features::exportFrames(small.corpus, "logmel", cache, progress, 3, npy);
        features::exportFrames(small.corpus, "logmel", cache, progress, 1, csv);
        const auto array = features::parseNpy(base::readFile(npy), "frames");
        const auto index = base::parseCsv(base::readFile(npy.string() + ".index.csv"), "index");
        const auto table = base::parseCsv(base::readFile(csv), "frames");
        QCOMPARE(index.header, (std::vector<std::string>{"path", "first_row", "rows"}));
        QCOMPARE(array.columns, std::size_t{40});
        QCOMPARE(table.rows.size(), array.rows);
        const auto& set = features::featureSet("logmel");
        std::vector<float> expected;
        for (std::size_t i = 0; i < small.corpus.utterances.size(); ++i) {
            const auto& path = small.corpus.utterances[i].path;
            const auto first = expected.size() / 40;
            const auto frames = set.extract(audio::readAudio(small.corpus.folder / path));
            expected.insert(expected.end(), frames.begin(), frames.end());
            QCOMPARE(index.rows.at(i), (std::vector<std::string>{path, std::to_string(first),
                                                                 std::to_string(frames.size() / 40)}));
            QCOMPARE(table.rows.at(first)[0], path);
            QCOMPARE(table.rows.at(first)[1], std::string("0"));
            QCOMPARE(std::stof(table.rows.at(first + 1)[2 + 7]), frames[40 + 7]);
        }
        QVERIFY(array.values == expected);
    }

    void framesAreRefusedWhereTheyCannotBe()
    {
        const SmallCorpus small(1);
        const tests::TemporaryFolder folder;
        features::FeatureCache cache(folder.path() / "cache");
        base::Progress progress;
        const auto fails = [&](const char* set, const char* file) {
            try {
                features::exportFrames(small.corpus, set, cache, progress, 1, folder.path() / file);
            } catch (const Error& error) {
                return error.code() == ErrorCode::InvalidRequest;
            }
            return false;
        };
        QVERIFY(fails("functionals", "a.npy"));
        QVERIFY(fails("logmel", "a.txt"));
        QVERIFY(filesBelow(folder.path()).empty());
    }

    void damagedEntriesAreExtractedAgain()
    {
        const SmallCorpus small;
        const tests::TemporaryFolder folder;
        features::FeatureCache cache(folder.path());
        const auto fresh = small.extract(cache);
        int kind = 0;
        for (const auto& file : filesBelow(folder.path())) {
            std::string bytes = base::readFile(file);
            if (kind % 3 == 0)
                bytes[bytes.size() - 7] ^= 1;
            else
                bytes.resize(kind % 3 == 1 ? bytes.size() / 2 : 0);
            base::writeFileAtomically(file, bytes);
            ++kind;
        }
        const int version = features::featureSet("functionals").version();
        for (const auto& utterance : small.corpus.utterances)
            QVERIFY(!cache.find(utterance.audioHash, "functionals", version));
        QVERIFY(small.extract(cache).values == fresh.values);
        for (const auto& utterance : small.corpus.utterances)
            QVERIFY(cache.find(utterance.audioHash, "functionals", version).has_value());
    }

    void entriesAreKeptApartBySetAndVersion()
    {
        const tests::TemporaryFolder folder;
        features::FeatureCache cache(folder.path());
        const std::string hash = base::sha256("audio");
        cache.store(hash, "a", 1, {1, 2, 3});
        cache.store(hash, "a", 2, {4});
        cache.store(hash, "b", 1, {});
        QCOMPARE(*cache.find(hash, "a", 1), (std::vector<float>{1, 2, 3}));
        QCOMPARE(*cache.find(hash, "a", 2), (std::vector<float>{4}));
        QCOMPARE(cache.find(hash, "b", 1)->size(), std::size_t{0});
        QVERIFY(!cache.find(hash, "b", 2));
        QVERIFY(!cache.find(base::sha256("other"), "a", 1));
        cache.store(hash, "a", 1, {9});
        QCOMPARE(*cache.find(hash, "a", 1), (std::vector<float>{9}));
        QCOMPARE(filesBelow(folder.path()).size(), std::size_t{3});
    }

    void aFolderThatCannotBeWrittenIsNamed()
    {
        const SmallCorpus small(1);
        const tests::TemporaryFolder folder;
        features::FeatureCache cache(folder.write("file", "not a folder"));
        const Error error = small.refusal(cache);
        QCOMPARE(error.code(), ErrorCode::StorageFailed);
        QVERIFY(!error.remedy().empty());
    }

    void progressCountsSecondsOfSpeech()
    {
        const SmallCorpus small;
        const tests::TemporaryFolder folder;
        features::FeatureCache cache(folder.path());
        for (int pass = 0; pass < 2; ++pass) {
            std::mutex mutex;
            std::vector<base::ProgressUpdate> log;
            small.extract(cache, 2, [&](const auto& update) {
                const std::scoped_lock lock(mutex);
                log.push_back(update);
            });
            QVERIFY(std::abs(log.back().fraction - 1) < 1e-9);
            QVERIFY(log.back().stage.find("of 6") != std::string::npos);
        }
    }

    void cancellingStopsIt()
    {
        const SmallCorpus small(8);
        const tests::TemporaryFolder folder;
        features::FeatureCache cache(folder.path());
        std::stop_source source;
        base::Progress progress([&](const auto&) { source.request_stop(); }, source.get_token());
        const auto run = [&] { features::extractFeatures(small.corpus, "functionals", cache, progress, 2); };
        QVERIFY_THROWS_EXCEPTION(Cancelled, run());
        QVERIFY(filesBelow(folder.path()).size() < 8);
    }

    void badAudioIsNamed()
    {
        const SmallCorpus small;
        const tests::TemporaryFolder folder;
        features::FeatureCache cache(folder.path());
        const auto file = small.corpus.folder / "clip3.flac";
        audio::writeAudio(file, tests::makeTones({100}, 0.1));
        const Error changed = small.refusal(cache);
        QCOMPARE(changed.code(), ErrorCode::UnreadableAudio);
        QCOMPARE(changed.where(), file.string());
        std::filesystem::remove(file);
        const Error missing = small.refusal(cache);
        QCOMPARE(missing.code(), ErrorCode::UnreadableAudio);
        QCOMPARE(missing.where(), file.string());
    }

    void requestsThatCannotBeMetAreRefused()
    {
        SmallCorpus small(1);
        const tests::TemporaryFolder folder;
        features::FeatureCache cache(folder.path());
        QVERIFY(small.refusal(cache, "nothing").isRequestError());
        QCOMPARE(small.refusal(cache, "logmel").code(), ErrorCode::InvalidRequest); // frames
        small.corpus.transcriptsOnly = true;
        QCOMPARE(small.refusal(cache).code(), ErrorCode::InvalidRequest);
        QVERIFY_THROWS_EXCEPTION(Error, features::featureSetIdentity(small.corpus, "nothing", cache));
    }

    void importedTablesAreUsedInTheCorpusOrder()
    {
        SmallCorpus small(3);
        const tests::TemporaryFolder folder;
        features::FeatureCache cache(folder.path() / "cache");
        const auto file =
            folder.write("mine.csv", "file,a,b\nclip2.flac,5,6\nclip0.flac,1,2\nclip1.flac,3,4\n");
        features::importFeatures(small.corpus, "mine", file, cache);
        base::Progress progress;
        const auto matrix = features::extractFeatures(small.corpus, "mine", cache, progress, 2);
        QCOMPARE(matrix.names, (std::vector<std::string>{"a", "b"}));
        QCOMPARE(matrix.values, (std::vector<float>{1, 2, 3, 4, 5, 6}));

        const auto identity = features::featureSetIdentity(small.corpus, "mine", cache);
        QCOMPARE(features::featureSetIdentity(small.corpus, "mine", cache), identity);
        folder.write("mine.csv", "file,a,b\nclip2.flac,5,7\nclip0.flac,1,2\nclip1.flac,3,4\n");
        features::importFeatures(small.corpus, "mine", file, cache);
        QVERIFY(features::featureSetIdentity(small.corpus, "mine", cache) != identity);

        small.corpus.utterances.push_back(small.corpus.utterances[0]);
        small.corpus.utterances.back().path = "new.flac";
        const Error error = small.refusal(cache, "mine");
        QCOMPARE(error.code(), ErrorCode::InvalidRequest);
        QCOMPARE(error.where(), std::string("mine"));
        QVERIFY(error.remedy().find("again, if the corpus has changed") != std::string::npos);
    }

    void identityNamesSetAndVersion()
    {
        const SmallCorpus small(1);
        const tests::TemporaryFolder folder;
        const features::FeatureCache cache(folder.path());
        QCOMPARE(features::featureSetIdentity(small.corpus, "functionals", cache),
                 "functionals-" + std::to_string(features::featureSet("functionals").version()));
    }
};

QTEST_GUILESS_MAIN(TestFeatureExtraction)
#include "tst_FeatureExtraction.moc"
