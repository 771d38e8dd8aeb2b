#include "core/attack/MembershipAuditor.h"

#include "core/privacy/auditing/MembershipGame.h"

#include <algorithm>
#include <cmath>

namespace undertone::attack {

namespace {

constexpr auto standingFormat = "UTAUDITOR1";
constexpr double noiselessShare = 0.01;

at::Tensor flat(const federation::ModelUpdate& update)
{
    std::vector<at::Tensor> parts;
    for (const auto& group : update) {
        parts.push_back(group.weight.flatten());
        parts.push_back(group.bias.flatten());
    }
    return at::cat(parts).cpu();
}

double product(const at::Tensor& a, const at::Tensor& b)
{
    return a.mul(b).sum(at::kDouble).item<double>();
}

bool contains(const std::vector<std::size_t>& clients, std::size_t client)
{
    return std::find(clients.begin(), clients.end(), client) != clients.end();
}

} // namespace

MembershipAuditor::MembershipAuditor(const federation::FederationRequest& request,
                                     std::vector<Canary> canaries, std::optional<double> secretRate,
                                     const base::Progress& progress)
    : m_request(request), m_canaries(std::move(canaries)), m_secretRate(secretRate),
      m_replay(request, progress)
{
    beginAnew();
}

void MembershipAuditor::observe(const federation::UpdateOrigin& origin, const federation::ModelUpdate& update)
{
    if (origin.client == federation::wholeCohort) {
        m_seen = flat(update);
        return;
    }
    for (std::size_t i = 0; i < m_canaries.size(); ++i)
        if (m_canaries[i].client == origin.client && origin.round < m_canaries[i].trainsBefore) {
            const auto seen = flat(update);
            const auto& own = m_replay.update(m_global, origin.round, origin.client, m_clip);
            m_scores[i] += privacy::membershipScore(product(seen, own), product(own, own),
                                                    m_replay.noiseOfUpdate(origin.client, m_clip));
        }
}

void MembershipAuditor::finishRound(const federation::RoundRecord& record,
                                    const federation::FederationState& state)
{
    if (m_request.observed != privacy::ObservationPoint::ClientUpdate)
        scoreSum(record);
    m_global = state.weights;
    m_clip = state.clip;
    m_round = state.nextRound;
}

void MembershipAuditor::scoreSum(const federation::RoundRecord& record)
{
    std::vector<std::size_t> seen;
    for (std::size_t i = 0; i < m_canaries.size(); ++i)
        if (record.round < m_canaries[i].trainsBefore &&
            (m_secretRate || contains(record.cohort, m_canaries[i].client)))
            seen.push_back(i);
    const double noise = m_replay.noiseOfSum(record.cohort, m_clip);
    for (std::size_t begin = 0; begin < seen.size(); begin += largestBlock) {
        const std::vector<std::size_t> block(
            seen.begin() + static_cast<std::ptrdiff_t>(begin),
            seen.begin() + static_cast<std::ptrdiff_t>(std::min(begin + largestBlock, seen.size())));
        auto updates = at::empty({static_cast<std::int64_t>(block.size()), m_seen.numel()}, at::kFloat);
        for (std::size_t row = 0; row < block.size(); ++row) {
            const auto client = m_canaries[block[row]].client;
            const auto& own = m_replay.update(m_global, record.round, client, m_clip);
            updates[static_cast<std::int64_t>(row)] = own * m_replay.shareOfSum(client, record.cohort);
        }
        scoreBlock(block, updates, noise);
    }
}

void MembershipAuditor::scoreBlock(const std::vector<std::size_t>& canaries, const at::Tensor& updates,
                                   double noise)
{
    const auto gram = at::mm(updates, updates.t()).to(at::kDouble);
    const auto products = at::mv(updates, m_seen).to(at::kDouble);
    const double meanSquare = gram.diagonal().mean().item<double>();
    if (!(meanSquare > 0))
        return;
    const double rate = m_secretRate.value_or(1);
    const double variance = rate / 2 * (1 - rate / 2);
    const double power = noise > 0 ? noise * noise : noiselessShare * meanSquare;
    const auto count = static_cast<std::int64_t>(canaries.size());
    const auto inverse = at::inverse(gram + at::eye(count, at::kDouble) * (power / variance));
    const auto estimates = at::mv(inverse, products - gram.sum(1) * (rate / 2));
    for (std::int64_t i = 0; i < count; ++i) {
        const double own = inverse[i][i].item<double>();
        const double kept = 1 - power / variance * own;
        const double ratio = (estimates[i].item<double>() - kept * (1 - rate) / 2) / (power * own);
        m_scores[canaries[static_cast<std::size_t>(i)]] += privacy::secretRatio(ratio, rate);
    }
}

void MembershipAuditor::beginAnew()
{
    m_scores.assign(m_canaries.size(), 0);
    m_round = 0;
    m_global = m_request.initial;
    m_clip = m_request.mechanism.clip;
}

std::string MembershipAuditor::checkpoint() const
{
    learning::ArchiveWriter writer(standingFormat);
    writer.integer(m_round).real(m_clip).tensor(m_global).integer(m_scores.size());
    for (const double score : m_scores)
        writer.real(score);
    return writer.finish();
}

bool MembershipAuditor::resume(std::string_view bytes, std::size_t rounds)
{
    beginAnew();
    const bool isWhole = learning::readArchive<bool>(standingFormat, bytes, [&](auto& reader) {
        m_round = reader.integer();
        m_clip = reader.real();
        m_global = reader.tensor();
        if (reader.integer() != m_scores.size())
            throw learning::DamagedArchive();
        for (double& score : m_scores)
            score = reader.real();
        return true;
    });
    return isWhole && m_round == rounds && m_global.numel() == m_request.initial.numel();
}

} // namespace undertone::attack
