#include "PlantedFederation.h"

#include "core/attack/RawExamples.h"
#include "core/attack/SpoolFile.h"
#include "core/base/Error.h"
#include "core/base/File.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>

#include <set>

using namespace undertone;
using namespace undertone::attack;

namespace {

tests::Plant smallPlant()
{
    tests::Plant plant;
    plant.inputs = 5;
    plant.outputs = {4, 3, 2};
    return plant;
}

void writeUpdates(SpoolingObserver& spool, std::size_t from, std::size_t to)
{
    for (std::size_t i = from; i < to; ++i)
        spool.observe({i, i % 3}, tests::plantedUpdate(smallPlant(), i % 2, i % 3, i));
}

bool holds(const SpoolFile& file, std::size_t updates)
{
    bool same = file.origins().size() == updates;
    for (std::size_t i = 0; same && i < updates; ++i) {
        const auto update = tests::plantedUpdate(smallPlant(), i % 2, i % 3, i);
        same = file.origins()[i].round == i && file.origins()[i].client == i % 3;
        for (std::size_t l = 0; same && l < update.size(); ++l)
            same = at::equal(file.read(i, l),
                             at::cat({update[l].weight.reshape({-1}), update[l].bias.reshape({-1})}));
    }
    return same;
}

std::vector<RawExample> examplesOf(const std::vector<std::size_t>& speakersPerClass, std::size_t updates)
{
    std::vector<RawExample> examples;
    for (std::size_t c = 0; c < speakersPerClass.size(); ++c)
        for (std::size_t s = 0; s < speakersPerClass[c]; ++s)
            for (std::size_t u = 0; u < updates; ++u)
                examples.push_back({0, u, std::to_string(100 * c + s), c});
    return examples;
}

} // namespace

class TestSpoolFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasSpooledIsRead()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "updates";
        SpoolingObserver spool(file, 0);
        spool.flush();
        QVERIFY(SpoolFile(file).origins().empty());
        writeUpdates(spool, 0, 7);
        spool.flush();
        QCOMPARE(spool.count(), std::size_t{7});
        const SpoolFile read(file);
        QCOMPARE(read.shapes().size(), std::size_t{3});
        QVERIFY(read.shapes()[1] == (LayerShape{3, 4}));
        QVERIFY(holds(read, 7));
    }

    void aResumedRunContinuesAfterItsCheckpoint()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "updates";
        {
            SpoolingObserver spool(file, 0);
            writeUpdates(spool, 0, 7);
        }
        // Killed inside a record.
        const auto bytes = base::readFile(file);
        base::writeFileAtomically(file, std::string_view(bytes).substr(0, bytes.size() - 11));
        QVERIFY_THROWS_EXCEPTION(Error, SpoolFile{file});
        QVERIFY(holds(SpoolFile(file, SpoolFile::End::Open), 6));
        QVERIFY_THROWS_EXCEPTION(Error, SpoolingObserver(file, 7));
        {
            SpoolingObserver spool(file, 4);
            writeUpdates(spool, 4, 9);
            QCOMPARE(spool.count(), std::size_t{9});
        }
        QVERIFY(holds(SpoolFile(file), 9));
        {
            SpoolingObserver anew(file, 0);
            writeUpdates(anew, 0, 2);
        }
        QVERIFY(holds(SpoolFile(file), 2));
    }

    void whatIsNoSpoolIsRefusedByName()
    {
        const tests::TemporaryFolder folder;
        const auto other = folder.write("other", "this is a text, not a file of updates at all");
        for (const auto& file : {other, folder.path() / "missing"}) {
            try {
                SpoolFile{file};
                QFAIL("must throw");
            } catch (const Error& error) {
                QCOMPARE(error.code(), ErrorCode::StorageFailed);
                QCOMPARE(error.where(), file.string());
                QVERIFY(!error.remedy().empty());
            }
        }
        QVERIFY_THROWS_EXCEPTION(Error, SpoolingObserver(folder.path() / "no" / "folder", 0));
    }

    void aFullDiskIsAnError()
    {
        if (!std::filesystem::exists("/dev/full"))
            QSKIP("no /dev/full here");
        SpoolingObserver spool("/dev/full", 0);
        const auto fill = [&] {
            writeUpdates(spool, 0, 200);
            spool.flush();
        };
        QVERIFY_THROWS_EXCEPTION(Error, fill());
    }

    void parametersAreScaledByMeanAndDeviation()
    {
        const tests::TemporaryFolder folder;
        ObservedFederation shadow;
        shadow.clients = tests::plantedClients(smallPlant());
        shadow.spool = folder.path() / "updates";
        {
            SpoolingObserver spool(shadow.spool, 0);
            writeUpdates(spool, 0, 7);
        }
        const RawExamples examples({2, [&](std::size_t) { return shadow; }});
        QCOMPARE(examples.all().size(), std::size_t{14});
        const auto scale = parameterScale(examples, 1, base::Progress());
        std::vector<at::Tensor> rows;
        for (std::size_t i = 0; i < 14; ++i)
            rows.push_back(examples.read(i, 1));
        const auto all = at::stack(rows).to(at::kDouble);
        QVERIFY(at::allclose(scale.mean.to(at::kDouble), all.mean(0), 1e-4, 1e-5));
        QVERIFY(at::allclose(scale.deviation.to(at::kDouble), all.std(0, false) + 1e-5, 1e-4));
        const auto batch = standardisedBatch(at::stack(rows), examples.shapes()[1], scale, "cpu");
        QCOMPARE(batch.weights.sizes(), at::IntArrayRef({14, 1, 3, 4}));
        QVERIFY(at::allclose(batch.weights.mean(0), at::zeros({1, 3, 4}), 0, 1e-4));
        QVERIFY(at::allclose(batch.biases.std(0, false), at::ones({3}), 1e-3));
    }

    void validationHoldsOutUpdatesOrSpeakers()
    {
        const auto examples = examplesOf({6, 10}, 5);
        const base::SeedTree seed(2);
        const auto updates = validationSplit(examples, Validation::Updates, seed);
        QCOMPARE(updates.validation.size(), std::size_t{16});
        QCOMPARE(updates.training.size(), std::size_t{64});
        const auto speakers = validationSplit(examples, Validation::Speakers, seed);
        QCOMPARE(speakers.validation.size(), std::size_t{15}); // 1 of 6 and 2 of 10 speakers
        std::set<std::string> heldOut;
        std::set<std::size_t> classes;
        for (const auto i : speakers.validation) {
            heldOut.insert(examples[i].speaker);
            classes.insert(examples[i].label);
        }
        QCOMPARE(heldOut.size(), std::size_t{3});
        QCOMPARE(classes.size(), std::size_t{2});
        for (const auto i : speakers.training)
            QVERIFY(!heldOut.contains(examples[i].speaker));
        QVERIFY_THROWS_EXCEPTION(Error, validationSplit(examplesOf({1, 1}, 5), Validation::Speakers, seed));
    }
};

QTEST_GUILESS_MAIN(TestSpoolFile)
#include "tst_SpoolFile.moc"
