#include "core/representation/InputBatch.h"

#include <algorithm>

namespace undertone::representation {

namespace {

/// Batches whose rows are sorted together.
constexpr std::size_t poolBatches = 8;

std::size_t asIndex(std::int64_t row)
{
    return static_cast<std::size_t>(row);
}

void addFrames(const InputTable& table, learning::Rows rows, InputBatch& batch)
{
    std::int64_t longest = 1;
    for (const auto row : rows) {
        batch.frameCounts.push_back(table.frames[asIndex(row)].size(0));
        longest = std::max(longest, batch.frameCounts.back());
    }
    const auto times = (longest + timeStep - 1) / timeStep * timeStep;
    const auto count = static_cast<std::int64_t>(rows.size());
    batch.frames = at::zeros({count, table.frames[asIndex(rows[0])].size(1), times}, at::kFloat);
    for (std::int64_t i = 0; i < count; ++i)
        batch.frames[i]
            .narrow(1, 0, batch.frameCounts[asIndex(i)])
            .copy_(table.frames[asIndex(rows[asIndex(i)])].t());
}

void addWords(const InputTable& table, learning::Rows rows, InputBatch& batch)
{
    std::int64_t longest = 1;
    for (const auto row : rows) {
        batch.wordCounts.push_back(static_cast<std::int64_t>(table.tokens[asIndex(row)].size()));
        longest = std::max(longest, batch.wordCounts.back());
    }
    batch.words = at::zeros({longest, static_cast<std::int64_t>(rows.size())}, at::kLong);
    auto words = batch.words.accessor<std::int64_t, 2>();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& tokens = table.tokens[asIndex(rows[i])];
        for (std::size_t t = 0; t < tokens.size(); ++t)
            words[static_cast<std::int64_t>(t)][static_cast<std::int64_t>(i)] = tokens[t];
    }
}

} // namespace

InputBatch InputBatch::to(at::Device device, at::ScalarType type) const
{
    InputBatch result(*this);
    for (auto* values : {&result.frames, &result.features})
        if (values->defined())
            *values = values->to(device, type);
    if (words.defined())
        result.words = words.to(device);
    return result;
}

InputBatch makeBatch(const InputTable& table, learning::Rows rows)
{
    const at::NoGradGuard noGradients;
    InputBatch batch;
    if (!table.frames.empty())
        addFrames(table, rows, batch);
    if (!table.tokens.empty())
        addWords(table, rows, batch);
    if (table.features.defined())
        batch.features = table.features.index_select(
            0, at::tensor(at::ArrayRef<std::int64_t>(rows.data(), rows.size()), at::kLong));
    return batch;
}

std::int64_t rowLength(const InputTable& table, std::int64_t row)
{
    if (!table.frames.empty())
        return table.frames[asIndex(row)].size(0);
    return table.tokens.empty() ? 1 : static_cast<std::int64_t>(table.tokens[asIndex(row)].size());
}

std::vector<std::vector<std::int64_t>> bucketedBatches(const InputTable& table, learning::Rows rows,
                                                       std::size_t size)
{
    std::vector<std::int64_t> order(rows.begin(), rows.end());
    std::vector<std::vector<std::int64_t>> batches;
    for (std::size_t pool = 0; pool < order.size(); pool += poolBatches * size) {
        const auto part = std::span(order).subspan(pool, std::min(poolBatches * size, order.size() - pool));
        std::ranges::stable_sort(part, {}, [&](std::int64_t row) { return rowLength(table, row); });
        for (std::size_t begin = 0; begin < part.size(); begin += size) {
            const auto batch = part.subspan(begin, std::min(size, part.size() - begin));
            batches.emplace_back(batch.begin(), batch.end());
        }
    }
    return batches;
}

} // namespace undertone::representation
