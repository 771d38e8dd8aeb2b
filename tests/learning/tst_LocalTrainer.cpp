#include "core/learning/LocalTrainer.h"

#include "core/base/Error.h"

#include <QtTest>

#include <algorithm>
#include <stop_token>

using namespace undertone;
using namespace undertone::learning;

namespace {

/// Records the batches it is given; every step adds one to its only parameter.
class RecordingTrainer : public LocalTrainer
{
public:
    std::vector<std::vector<std::int64_t>> batches;
    std::vector<std::uint32_t> words;
    std::stop_source stopAfter;
    std::size_t stopAt = 0;

    std::int64_t parameters() const override { return 1; }
    at::Device device() const override { return at::kCPU; }
    std::vector<LayerGroup> groups(const at::Tensor&) const override { return {}; }
    double gradient(const at::Tensor&, Rows batch, base::RandomStream& dropout, at::Tensor& gradient) override
    {
        batches.emplace_back(batch.begin(), batch.end());
        words.push_back(dropout());
        gradient.fill_(3);
        return static_cast<double>(batch.size());
    }
    void descend(const at::Tensor& weights, const at::Tensor& gradient, const AdamSettings&, AdamState& state,
                 at::Tensor& target) override
    {
        ++state.steps;
        target.copy_(weights + gradient);
    }
    double step(const at::Tensor& weights, Rows batch, base::RandomStream& dropout, const AdamSettings&,
                AdamState& state, at::Tensor& target) override
    {
        batches.emplace_back(batch.begin(), batch.end());
        words.push_back(dropout());
        ++state.steps;
        target.copy_(weights + 1);
        if (batches.size() == stopAt)
            stopAfter.request_stop();
        return static_cast<double>(batch.size());
    }
    Evaluation evaluate(const at::Tensor&, Rows) override { return {}; }
};

std::vector<std::int64_t> rows(std::int64_t count)
{
    std::vector<std::int64_t> result;
    for (std::int64_t i = 0; i < count; ++i)
        result.push_back(100 + i);
    return result;
}

} // namespace

class tst_LocalTrainer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// A filter changes what the optimiser gets, and nothing else.
    void gradientsAreFiltered()
    {
        RecordingTrainer plain;
        RecordingTrainer filtered;
        at::Tensor end = at::zeros({1});
        LocalSchedule schedule{2, 20, {}};
        const auto train = [&](RecordingTrainer& trainer) {
            AdamState state = freshAdamState(trainer);
            return trainEpochs(trainer, at::zeros({1}), rows(47), schedule, base::SeedTree(1), state, end,
                               base::Progress());
        };
        const double loss = train(plain);
        schedule.filter = [](at::Tensor& gradient) { gradient.mul_(0.5); };
        QCOMPARE(train(filtered), loss);
        QCOMPARE(end.item<float>(), 9.F);
        QVERIFY(filtered.batches == plain.batches && filtered.words == plain.words);
    }

    void everyEpochMeetsEveryRowOnce()
    {
        RecordingTrainer trainer;
        AdamState state = freshAdamState(trainer);
        at::Tensor start = at::zeros({1});
        at::Tensor end = at::zeros({1});
        const LocalSchedule schedule{2, 20, {}};
        const auto seed = base::SeedTree(1).child("client", 3);
        const double loss =
            trainEpochs(trainer, start, rows(47), schedule, seed, state, end, base::Progress());
        QCOMPARE(trainer.batches.size(), std::size_t{6});
        QCOMPARE(trainer.batches[2].size(), std::size_t{7});
        QCOMPARE(loss, (20.0 * 20 * 2 + 7 * 7) / 47);
        QCOMPARE(start.item<float>(), 0.F);
        QCOMPARE(end.item<float>(), 6.F);
        std::vector<std::vector<std::int64_t>> epochs(2);
        for (std::size_t i = 0; i < 6; ++i)
            epochs[i / 3].insert(epochs[i / 3].end(), trainer.batches[i].begin(), trainer.batches[i].end());
        QVERIFY(epochs[0] != epochs[1]);
        for (auto& epoch : epochs) {
            QVERIFY(epoch != rows(47));
            std::ranges::sort(epoch);
            QCOMPARE(epoch, rows(47));
        }
        auto dropout = seed.stream("dropout");
        for (const auto word : trainer.words)
            QCOMPARE(word, dropout());
    }

    void stopsBetweenBatches()
    {
        RecordingTrainer trainer;
        trainer.stopAt = 2;
        AdamState state = freshAdamState(trainer);
        at::Tensor weights = at::zeros({1});
        const base::Progress progress({}, trainer.stopAfter.get_token());
        QVERIFY_EXCEPTION_THROWN(
            trainEpochs(trainer, weights, rows(200), {}, base::SeedTree(1), state, weights, progress),
            Cancelled);
        QCOMPARE(trainer.batches.size(), std::size_t{2});
    }
};

QTEST_GUILESS_MAIN(tst_LocalTrainer)
#include "tst_LocalTrainer.moc"
