#include "core/corpus/SpeakerSplit.h"

#include "core/base/Error.h"
#include "core/corpus/SharedRecordings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace undertone::corpus {

namespace {

enum SideFlag : unsigned { PrivateSide = 1, ShadowSide = 2, BothSides = 3 };

/// A speaker before the division, with the sides that its corpora belong to.
struct Candidate
{
    Speaker speaker;
    unsigned sides = BothSides; ///< the sides that every one of its corpora allows
    std::vector<std::string> corpora;
};

[[noreturn]] void refuse(const std::string& happened, const std::string& where, const std::string& remedy)
{
    throw Error(ErrorCode::InvalidRequest, happened, where, remedy);
}

std::vector<unsigned> sidesOfCorpora(const std::vector<Corpus>& corpora, const SpeakerSelection& selection)
{
    std::vector<unsigned> sides(corpora.size(), 0);
    for (const auto index : selection.privateCorpora)
        sides.at(index) |= PrivateSide;
    for (const auto index : selection.shadowCorpora)
        sides.at(index) |= ShadowSide;
    return sides;
}

void checkAttributeExists(const std::vector<Corpus>& corpora, const std::vector<unsigned>& sides,
                          const std::string& attribute)
{
    if (attribute == "speaker")
        refuse("The attribute \"speaker\" cannot be inferred from updates: no speaker is on both sides.",
               "/attribute", "Choose another attribute, such as \"gender\".");
    for (std::size_t i = 0; i < corpora.size(); ++i) {
        const auto names = corpora[i].attributeNames();
        if (sides[i] == 0 || attribute == "emotion" ||
            std::find(names.begin(), names.end(), attribute) != names.end())
            continue;
        refuse(fmt::format("The corpus \"{}\" has no attribute \"{}\".", corpora[i].name, attribute),
               "/attribute",
               names.empty() ? "Add a column with the attribute to its manifest."
                             : fmt::format("Choose one that it has: {}.", fmt::join(names, ", ")));
    }
}

void addValue(Speaker& speaker, const std::string& value, const std::string& attribute,
              const std::string& corpus)
{
    if (value.empty() || value == speaker.attribute)
        return;
    if (!speaker.attribute.empty())
        refuse(fmt::format("The speaker \"{}\" has two values of \"{}\": {} and {}.", speaker.id, attribute,
                           speaker.attribute, value),
               corpus, "Give all utterances of a speaker the same value, or choose another attribute.");
    speaker.attribute = value;
}

/// Every speaker of the study's corpora with an attribute and an utterance that takes part.
std::vector<Candidate> collect(const std::vector<Corpus>& corpora, const std::vector<unsigned>& sides,
                               const SpeakerSelection& selection)
{
    std::vector<Candidate> candidates;
    std::map<std::string, std::size_t> indexOf;
    for (std::uint32_t c = 0; c < corpora.size(); ++c) {
        for (std::uint32_t u = 0; sides[c] != 0 && u < corpora[c].utterances.size(); ++u) {
            const Utterance& utterance = corpora[c].utterances[u];
            const auto [found, isNew] = indexOf.try_emplace(utterance.speaker, candidates.size());
            if (isNew)
                candidates.push_back({{utterance.speaker, {}, {}}, BothSides, {}});
            Candidate& candidate = candidates[found->second];
            candidate.sides &= sides[c];
            if (candidate.corpora.empty() || candidate.corpora.back() != corpora[c].name)
                candidate.corpora.push_back(corpora[c].name);
            addValue(candidate.speaker, utterance.attribute(selection.attribute), selection.attribute,
                     corpora[c].name);
            if (selection.emotionLabel(utterance))
                candidate.speaker.utterances.push_back({c, u});
        }
    }
    std::erase_if(candidates, [](const Candidate& candidate) {
        return candidate.speaker.attribute.empty() || candidate.speaker.utterances.empty();
    });
    return candidates;
}

/// The same audio in two corpora among the utterances of some speakers.
struct SharedAudio
{
    UtteranceRef one;
    UtteranceRef other;
};

std::optional<SharedAudio> findSharedAudio(const std::vector<std::size_t>& group,
                                           const std::vector<Candidate>& candidates,
                                           const std::vector<Corpus>& corpora)
{
    std::map<std::string, UtteranceRef> firstOf;
    for (const auto member : group)
        for (const auto ref : candidates[member].speaker.utterances) {
            const auto& hash = corpora[ref.corpus].utterances[ref.utterance].audioHash;
            if (hash.empty())
                continue;
            const auto first = firstOf.try_emplace(hash, ref).first->second;
            if (first.corpus != ref.corpus)
                return SharedAudio{first, ref};
        }
    return std::nullopt;
}

[[noreturn]] void refuseSharedAudio(const SharedAudio& shared, const std::vector<Corpus>& corpora)
{
    const auto& one = corpora[shared.one.corpus];
    const auto& other = corpora[shared.other.corpus];
    refuse(
        fmt::format("The private and the shadow corpora hold the same audio: {} of \"{}\" is {} of \"{}\".",
                    one.utterances[shared.one.utterance].path, one.name,
                    other.utterances[shared.other.utterance].path, other.name),
        fmt::format("{}, {}", one.name, other.name),
        "Leave the copies out of one corpus. To divide one corpus, name it on both sides.");
}

[[noreturn]] void refuseSharedSpeaker(const std::vector<std::size_t>& group,
                                      const std::vector<Candidate>& candidates)
{
    std::set<std::string> ids;
    std::set<std::string> names;
    for (const auto member : group) {
        ids.insert(candidates[member].speaker.id);
        names.insert(candidates[member].corpora.begin(), candidates[member].corpora.end());
    }
    refuse(fmt::format("The private and the shadow corpora share a speaker: {}.", fmt::join(ids, ", ")),
           fmt::format("{}", fmt::join(names, ", ")),
           "Give different people different speaker ids. To divide one corpus, name it on both sides.");
}

/// The sides that a group may be on. @throws Error when there is none.
unsigned allowedSides(const std::vector<std::size_t>& group, const std::vector<Candidate>& candidates,
                      const std::vector<Corpus>& corpora)
{
    unsigned sides = BothSides;
    bool isOnBoth = false;
    for (const auto member : group) {
        sides &= candidates[member].sides;
        isOnBoth = isOnBoth || candidates[member].sides == 0;
    }
    if (sides != 0)
        return sides;
    if (const auto shared = findSharedAudio(group, candidates, corpora); shared && !isOnBoth)
        refuseSharedAudio(*shared, corpora);
    refuseSharedSpeaker(group, candidates);
}

/// Deals groups to sides so that every value is on both sides equally often, as far as the groups allow.
class Dealer
{
public:
    Dealer(const std::vector<Candidate>& candidates, base::RandomStream random)
        : m_candidates(candidates), m_random(random)
    {
    }

    /// +1: private, -1: shadow.
    int deal(const std::vector<std::size_t>& group, unsigned allowed)
    {
        const int side = allowed == BothSides ? choose(group) : allowed == PrivateSide ? 1 : -1;
        for (const auto member : group) {
            m_balance[m_candidates[member].speaker.attribute] += side;
            m_total += side;
        }
        return side;
    }

private:
    int choose(const std::vector<std::size_t>& group)
    {
        // d(balance^2) of the private side less that of the shadow side is proportional to this sum.
        int pull = 0;
        for (const auto member : group)
            pull += m_balance[m_candidates[member].speaker.attribute];
        if (pull == 0)
            pull = m_total;
        if (pull == 0)
            return m_random.below(2) == 0 ? 1 : -1;
        return pull > 0 ? -1 : 1;
    }

    const std::vector<Candidate>& m_candidates;
    base::RandomStream m_random;
    std::map<std::string, int> m_balance; ///< private less shadow speakers of each value
    int m_total = 0;
};

/// Fixed groups first, then large ones, then value by value, so that what can be balanced comes last.
std::vector<int> sidesOf(const std::vector<Candidate>& candidates, const std::vector<Corpus>& corpora,
                         const base::SeedTree& seed)
{
    struct Ticket
    {
        bool isFree;
        std::size_t members;
        std::string value;
        std::size_t shuffled;
        std::size_t group;
    };
    std::vector<const Speaker*> speakers;
    for (const auto& candidate : candidates)
        speakers.push_back(&candidate.speaker);
    const auto groups = groupsBySound(speakers, corpora);
    const auto shuffled = seed.stream("division").permutation(groups.size());
    std::vector<Ticket> tickets;
    std::vector<unsigned> allowed;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        allowed.push_back(allowedSides(groups[g], candidates, corpora));
        tickets.push_back({allowed[g] == BothSides, groups[g].size(),
                           candidates[groups[g].front()].speaker.attribute, shuffled[g], g});
    }
    std::sort(tickets.begin(), tickets.end(), [](const Ticket& a, const Ticket& b) {
        return std::tie(a.isFree, b.members, a.value, a.shuffled) <
               std::tie(b.isFree, a.members, b.value, b.shuffled);
    });
    Dealer dealer(candidates, seed.stream("division ties"));
    std::vector<int> sides(candidates.size());
    for (const auto& ticket : tickets) {
        const int side = dealer.deal(groups[ticket.group], allowed[ticket.group]);
        for (const auto member : groups[ticket.group])
            sides[member] = side;
    }
    return sides;
}

std::map<std::string, std::size_t> speakersByValue(const std::vector<Speaker>& speakers)
{
    std::map<std::string, std::size_t> counts;
    for (const auto& speaker : speakers)
        ++counts[speaker.attribute];
    return counts;
}

void checkSide(const std::vector<Speaker>& speakers, const std::vector<Corpus>& corpora,
               const SpeakerSelection& selection, const std::string& side)
{
    const auto counts = speakersByValue(speakers);
    if (counts.size() < 2)
        refuse(fmt::format(
                   "The {} side has {} speaker(s) and {} value(s) of \"{}\"; an attack needs at least two "
                   "values.",
                   side, speakers.size(), counts.size(), selection.attribute),
               side, "Add corpora or speakers to this side, or choose another attribute or other emotions.");
    for (const auto& [value, count] : counts)
        if (count < 2)
            refuse(fmt::format("The {} side has only one speaker whose \"{}\" is \"{}\".", side,
                               selection.attribute, value),
                   side, "Add speakers with this value, or leave its utterances out of the corpus.");
    std::set<std::size_t> emotions;
    for (const auto& speaker : speakers)
        for (const auto ref : speaker.utterances)
            emotions.insert(*selection.emotionLabel(corpora[ref.corpus].utterances[ref.utterance]));
    if (emotions.size() < 2)
        refuse(fmt::format("The {} side has fewer than 2 of the emotions {}.", side,
                           fmt::join(selection.emotions, ", ")),
               side, "Choose emotions that its corpora have, or add corpora.");
}

void checkDisjoint(const std::vector<Speaker>& one, const std::vector<Speaker>& other,
                   const std::vector<Corpus>& corpora)
{
    std::set<std::string> speakers;
    std::set<std::string> sounds;
    for (const auto& speaker : one) {
        speakers.insert(speaker.id);
        for (const auto ref : speaker.utterances)
            for (auto& key : soundKeys(corpora, ref))
                sounds.insert(std::move(key));
    }
    const auto isShared = [&](UtteranceRef ref) {
        const auto keys = soundKeys(corpora, ref);
        return std::any_of(keys.begin(), keys.end(), [&](const auto& key) { return sounds.contains(key); });
    };
    for (const auto& speaker : other)
        if (speakers.contains(speaker.id) ||
            std::any_of(speaker.utterances.begin(), speaker.utterances.end(), isShared))
            throw Error(ErrorCode::Internal, "A speaker or a recording is on both sides.", speaker.id, "");
}

void checkRequest(const std::vector<Corpus>& corpora, const SpeakerSelection& selection)
{
    if (selection.privateCorpora.empty() || selection.shadowCorpora.empty())
        refuse("A study needs a private and a shadow corpus.",
               selection.privateCorpora.empty() ? "private.corpora" : "shadow.corpora",
               "Name at least one corpus on each side; the same one may be on both.");
    checkAttributeExists(corpora, sidesOfCorpora(corpora, selection), selection.attribute);
}

} // namespace

std::optional<std::size_t> SpeakerSelection::emotionLabel(const Utterance& utterance) const
{
    const auto found = std::find(emotions.begin(), emotions.end(), utterance.emotion);
    if (found == emotions.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - emotions.begin());
}

SpeakerSplit SpeakerSplit::divide(const std::vector<Corpus>& corpora, const SpeakerSelection& selection,
                                  const base::SeedTree& seed)
{
    checkRequest(corpora, selection);
    auto candidates = collect(corpora, sidesOfCorpora(corpora, selection), selection);
    const auto sides = sidesOf(candidates, corpora, seed);
    SpeakerSplit split;
    for (std::size_t i = 0; i < candidates.size(); ++i)
        (sides[i] > 0 ? split.m_private : split.m_shadow).push_back(std::move(candidates[i].speaker));
    const auto privateValues = speakersByValue(split.m_private);
    std::erase_if(split.m_shadow,
                  [&](const Speaker& speaker) { return !privateValues.contains(speaker.attribute); });
    checkSide(split.m_private, corpora, selection, "private");
    checkSide(split.m_shadow, corpora, selection, "shadow");
    const auto shadowValues = speakersByValue(split.m_shadow);
    for (const auto& [value, count] : privateValues) {
        if (!shadowValues.contains(value))
            refuse(fmt::format("No shadow speaker's \"{}\" is \"{}\", so an attack cannot learn it.",
                               selection.attribute, value),
                   "shadow", "Add a shadow corpus that has this value, or choose another attribute.");
        split.m_attributeValues.push_back(value);
    }
    checkDisjoint(split.m_private, split.m_shadow, corpora);
    return split;
}

} // namespace undertone::corpus
