#include "core/attack/AttackTargets.h"
#include "core/attack/CnnAttack.h"
#include "core/learning/Torch.h"

#include <chrono>

namespace undertone::attack {

namespace {

constexpr auto checkpointFormat = "UTCNNFIT2";
constexpr double secondsBetweenCheckpoints = 1;

double now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

ValueSpeakers speakersOf(const RawExamples& examples)
{
    ValueSpeakers speakers;
    for (const auto& example : examples.all())
        speakers[example.label].insert(example.speaker);
    return speakers;
}

} // namespace

/// The fit of all networks, one after the other, with what a resumed fit needs.
class CnnAttack::Fit
{
public:
    Fit(const AttackRequest& request, const RawExamples& examples, const base::Progress& progress,
        const FitCheckpoint& checkpoint)
        : m_request(request), m_examples(examples), m_progress(progress), m_checkpoint(checkpoint)
    {
        if (const auto bytes = checkpoint.load ? checkpoint.load() : std::nullopt)
            load(*bytes);
    }

    std::vector<Unit> run()
    {
        std::size_t index = 0;
        const auto& shapes = m_examples.shapes();
        for (std::size_t layer = 0; layer < shapes.size(); ++layer) {
            const auto name = layerAlias(layer, shapes.size());
            if (!isFitted(m_request.spec, name))
                continue;
            for (const auto part : m_request.spec.parts)
                if (index++ >= m_finished.size())
                    m_finished.push_back(
                        train(layer, {name, shapes[layer], part, m_request.attributeValues.size()}));
        }
        return std::move(m_finished);
    }

private:
    Unit train(std::size_t layer, const NetworkShape& shape)
    {
        const auto seed = m_request.seed.child("network", m_finished.size());
        const auto scale = parameterScale(m_examples, layer, m_progress);
        // One split for all networks: fusing them must not mix held-out and trained speakers.
        auto split = validationSplit(m_examples.all(), m_request.spec.validation, m_request.seed);
        CnnTraining training(m_examples, layer, shape, scale, std::move(split),
                             {m_request.spec.epochs, seed, m_request.device});
        if (m_state)
            training.resume(*m_state);
        m_state.reset();
        while (training.step(m_progress))
            if (isDue())
                save(training.state());
        return {layer, shape, scale, training.fitted()};
    }

    bool isDue()
    {
        if (!m_checkpoint.save)
            return false;
        const double time = m_checkpoint.clock ? m_checkpoint.clock() : now();
        if (time < m_nextSave)
            return false;
        m_nextSave = time + secondsBetweenCheckpoints;
        return true;
    }

    void save(const CnnState& state)
    {
        learning::ArchiveWriter writer(checkpointFormat);
        writer.integer(m_finished.size());
        for (const auto& unit : m_finished)
            unit.write(writer);
        state.write(writer);
        m_checkpoint.save(writer.finish());
    }

    void load(const std::string& bytes)
    {
        using Standing = std::optional<std::pair<std::vector<Unit>, CnnState>>;
        auto standing =
            learning::readArchive<Standing>(checkpointFormat, bytes, [](learning::ArchiveReader& reader) {
                std::vector<Unit> finished;
                for (auto left = reader.integer(); left > 0; --left)
                    finished.push_back(Unit::read(reader));
                auto state = CnnState::read(reader);
                return Standing({std::move(finished), std::move(state)});
            });
        if (!standing)
            return;
        m_finished = std::move(standing->first);
        m_state = std::move(standing->second);
    }

    const AttackRequest& m_request;
    const RawExamples& m_examples;
    const base::Progress& m_progress;
    const FitCheckpoint& m_checkpoint;
    std::vector<Unit> m_finished;
    std::optional<CnnState> m_state; ///< of the network that was being trained
    double m_nextSave = 0;
};

std::unique_ptr<FittedAttack> CnnAttack::fit(const AttackRequest& request, const ShadowSource& shadows,
                                             const base::Progress& progress, const FitCheckpoint& checkpoint)
{
    learning::useOneTorchThread();
    const RawExamples examples(shadows);
    const auto speakers = speakersOf(examples);
    requireTwoValues(speakers);
    std::unique_ptr<CnnAttack> attack(new CnnAttack(request));
    attack->m_warnings = valueWarnings(request.attributeValues, speakers);
    std::vector<std::string> layers;
    for (std::size_t layer = 0; layer < examples.shapes().size(); ++layer)
        layers.push_back(layerAlias(layer, examples.shapes().size()));
    for (auto& warning : layerWarnings(request.spec, layers))
        attack->m_warnings.push_back(std::move(warning));
    attack->m_units = Fit(request, examples, progress, checkpoint).run();
    return attack;
}

} // namespace undertone::attack
