#include "core/attack/AttackCost.h"
#include "core/attack/AttackTargets.h"
#include "core/attack/CnnAttack.h"
#include "core/base/CheckpointTimer.h"
#include "core/learning/Torch.h"

namespace undertone::attack {

namespace {

constexpr auto checkpointFormat = "UTCNNFIT2";
constexpr double secondsBetweenCheckpoints = 1;

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
    Fit(const AttackRequest& request, const RawExamples& examples, base::Progress& progress,
        const learning::FitCheckpoint& checkpoint)
        : m_request(request), m_examples(examples), m_progress(progress), m_checkpoint(checkpoint),
          m_timer(secondsBetweenCheckpoints, checkpoint.clock)
    {
        if (const auto bytes = checkpoint.load ? checkpoint.load(0) : std::nullopt)
            load(*bytes);
    }

    std::vector<Unit> run()
    {
        const auto networks = wanted();
        for (const auto& network : networks)
            m_progress.addTotal(costOf(network.shape));
        for (std::size_t i = 0; i < networks.size(); ++i)
            if (i < m_finished.size())
                m_progress.skip(costOf(networks[i].shape), "networks fitted before");
            else
                m_finished.push_back(train(networks[i].layer, networks[i].shape));
        return std::move(m_finished);
    }

private:
    struct Network
    {
        std::size_t layer = 0;
        NetworkShape shape;
    };

    /// The networks' units of progress: what one costs beside the others.
    static double costOf(const NetworkShape& shape)
    {
        return networkSeconds(shape.layer, shape.weight, shape.part);
    }

    std::vector<Network> wanted() const
    {
        std::vector<Network> networks;
        const auto& shapes = m_examples.shapes();
        for (std::size_t layer = 0; layer < shapes.size(); ++layer) {
            const auto name = layerAlias(layer, shapes.size());
            if (isFitted(m_request.spec, name))
                for (const auto part : m_request.spec.parts)
                    networks.push_back(
                        {layer, {name, shapes[layer], part, m_request.attributeValues.size()}});
        }
        return networks;
    }

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
        const auto cost = costOf(shape);
        const auto title = "fitting the attack on the " + shape.layer + " layer, ";
        double passed = training.share();
        m_progress.skip(cost * passed, title + training.standing());
        while (training.step(m_progress)) {
            if (m_checkpoint.save && m_timer.isDue())
                save(training.state());
            m_progress.advance(cost * (training.share() - passed), title + training.standing());
            passed = training.share();
        }
        m_progress.advance(cost * (1 - passed), title + "done");
        return {layer, shape, scale, training.fitted()};
    }

    void save(const CnnState& state)
    {
        learning::ArchiveWriter writer(checkpointFormat);
        writer.integer(m_finished.size());
        for (const auto& unit : m_finished)
            unit.write(writer);
        state.write(writer);
        m_checkpoint.save(0, writer.finish());
        m_timer.start();
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
    base::Progress& m_progress;
    const learning::FitCheckpoint& m_checkpoint;
    std::vector<Unit> m_finished;
    std::optional<CnnState> m_state; ///< of the network that was being trained
    base::CheckpointTimer m_timer;
};

std::unique_ptr<FittedAttack> CnnAttack::fit(const AttackRequest& request, const ShadowSource& shadows,
                                             base::Progress& progress,
                                             const learning::FitCheckpoint& checkpoint)
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
