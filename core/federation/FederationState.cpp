#include "core/base/ContentHash.h"
#include "core/federation/FederatedTraining.h"

#include <bit>
#include <cstring>
#include <type_traits>

// Layout, little-endian: magic, version, numbers, number of tensors, for each its length and floats; then the
// SHA-256 (hex) of all that. The selected weights are left out when they are the current ones.

namespace undertone::federation {

static_assert(std::endian::native == std::endian::little);

namespace {

constexpr std::string_view Magic = "UNDERTONE-FEDERATION";
constexpr std::uint32_t Version = 1;
constexpr std::size_t DigestSize = 64;

template <typename Number>
void put(std::string& bytes, Number value)
{
    static_assert(std::is_arithmetic_v<Number>);
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void putTensor(std::string& bytes, const at::Tensor& tensor)
{
    put(bytes, static_cast<std::uint64_t>(tensor.numel()));
    bytes.append(reinterpret_cast<const char*>(tensor.data_ptr<float>()), tensor.nbytes());
}

/// Takes fields from the front; after the first that is not whole, every further one is missing too.
class Reader
{
public:
    explicit Reader(std::string_view bytes) : m_bytes(bytes) {}

    template <typename Number>
    Number number()
    {
        Number value{};
        if (const auto* source = take(sizeof value))
            std::memcpy(&value, source, sizeof value);
        return value;
    }

    at::Tensor tensor()
    {
        const auto length = number<std::uint64_t>();
        if (length > m_bytes.size() / sizeof(float))
            m_whole = false;
        if (!m_whole)
            return {};
        at::Tensor result = at::empty({static_cast<std::int64_t>(length)}, at::kFloat);
        std::memcpy(result.data_ptr<float>(), take(length * sizeof(float)), length * sizeof(float));
        return result;
    }

    bool atEnd() const { return m_whole && m_bytes.empty(); }

private:
    const char* take(std::size_t count)
    {
        m_whole = m_whole && count <= m_bytes.size();
        if (!m_whole)
            return nullptr;
        const auto* front = m_bytes.data();
        m_bytes.remove_prefix(count);
        return front;
    }

    std::string_view m_bytes;
    bool m_whole = true;
};

/// What lies between the header and the digest, when both are right.
std::optional<std::string_view> verifiedBody(std::string_view bytes)
{
    if (bytes.size() < Magic.size() + sizeof Version + DigestSize || !bytes.starts_with(Magic))
        return std::nullopt;
    const auto signedPart = bytes.substr(0, bytes.size() - DigestSize);
    if (base::sha256(signedPart) != bytes.substr(signedPart.size()))
        return std::nullopt;
    std::uint32_t version = 0;
    std::memcpy(&version, bytes.data() + Magic.size(), sizeof version);
    if (version != Version)
        return std::nullopt;
    return signedPart.substr(Magic.size() + sizeof version);
}

} // namespace

std::string FederationState::serialize() const
{
    const bool selectedIsCurrent = at::equal(selectedWeights, weights);
    std::string bytes(Magic);
    put(bytes, Version);
    put(bytes, static_cast<std::uint64_t>(nextRound));
    put(bytes, static_cast<std::uint64_t>(selectedRound));
    put(bytes, selectedUar);
    put(bytes, static_cast<std::uint8_t>(selectedIsCurrent));
    putTensor(bytes, weights);
    if (!selectedIsCurrent)
        putTensor(bytes, selectedWeights);
    put(bytes, static_cast<std::uint64_t>(optimizer.size()));
    for (const auto& tensor : optimizer)
        putTensor(bytes, tensor);
    return bytes + base::sha256(bytes);
}

std::optional<FederationState> FederationState::deserialize(std::string_view bytes)
{
    const auto body = verifiedBody(bytes);
    if (!body)
        return std::nullopt;
    Reader reader(*body);
    FederationState state;
    state.nextRound = reader.number<std::uint64_t>();
    state.selectedRound = reader.number<std::uint64_t>();
    state.selectedUar = reader.number<double>();
    const bool selectedIsCurrent = reader.number<std::uint8_t>() != 0;
    state.weights = reader.tensor();
    state.selectedWeights = selectedIsCurrent ? state.weights : reader.tensor();
    const auto tensors = reader.number<std::uint64_t>();
    for (std::uint64_t i = 0; i < tensors && i <= bytes.size(); ++i)
        state.optimizer.push_back(reader.tensor());
    return reader.atEnd() ? std::optional(state) : std::nullopt;
}

} // namespace undertone::federation
