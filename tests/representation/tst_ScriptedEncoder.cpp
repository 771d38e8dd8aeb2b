#include "core/base/Error.h"
#include "core/base/ZipFile.h"
#include "core/representation/ScriptedEncoder.h"
#include "tests/representation/EncoderExamples.h"
#include "tests/support/TemporaryFolder.h"

#include <torch/script.h>

#include <QtTest>

using namespace undertone;
using namespace undertone::representation;
using namespace undertone::tests;

namespace {

constexpr std::uint64_t mostBytes = 1 << 20;

/// TorchScript files, some of them odd.
class Scripts
{
public:
    /// A module whose forward() is `body`.
    std::filesystem::path module(const std::string& body, const std::string& arguments = "x: Tensor") const
    {
        torch::jit::Module module("__torch__.Foreign");
        module.register_attribute("training", c10::BoolType::get(), true);
        module.define("def forward(self, " + arguments + "):\n    " + body + "\n");
        const auto file = m_folder.path() / "foreign.pt";
        module.save(file.string());
        return file;
    }

    /// Another text in the place of one in the module's code or version.
    static std::filesystem::path replaced(const std::filesystem::path& file, const std::string& text,
                                          const std::string& by)
    {
        auto entries = base::readZip(file, mostBytes);
        for (auto& [name, bytes] : entries)
            if (const auto at = bytes.find(text); at != std::string::npos && !name.ends_with("debug_pkl"))
                bytes.replace(at, text.size(), by);
        base::writeZip(file, entries);
        return file;
    }

    const TemporaryFolder& folder() const { return m_folder; }

private:
    TemporaryFolder m_folder;
};

/// What is refused, and with which words.
template <typename Work>
QString complaint(const Work& work, ErrorCode code = ErrorCode::InvalidRequest)
{
    try {
        work();
    } catch (const Error& error) {
        if (error.code() != code || error.remedy().empty() || error.where().find(".pt") == std::string::npos)
            return "wrong error: " + QString::fromStdString(error.what());
        return QString::fromStdString(error.happened());
    }
    return "no error";
}

} // namespace

class tst_ScriptedEncoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesWaveformsInBothShapes()
    {
        const Scripts scripts;
        const auto wave = at::linspace(-1, 1, 320);
        const auto expected = at::stack({wave.mean(), wave.max()});
        for (const char* body :
             {"assert x.dim() == 1\n    return torch.stack([x.mean(), x.max()])",
              "assert x.dim() == 2\n    return torch.stack([x.mean(1), x.max()[None]], 1)"}) {
            ScriptedEncoder encoder(scripts.module(body), EncoderInput::Waveform);
            QVERIFY(!encoder.description());
            QVERIFY(at::equal(encoder.encode({wave}), expected));
            QVERIFY(at::equal(encoder.encode({wave}), expected));
        }
    }

    void averagesFrames_data()
    {
        QTest::addColumn<QString>("body");
        QTest::newRow("frames") << "assert x.dim() == 2\n    return x * 2";
        QTest::newRow("a batch of one") << "assert x.dim() == 3\n    return x * 2";
        QTest::newRow("a tuple") << "assert x.dim() == 3\n    return (x * 2, x.size(1))";
        QTest::newRow("a vector") << "return x.reshape(-1, 40).mean(0) * 2";
        QTest::newRow("double precision") << "return x.double() * 2";
    }
    void averagesFrames()
    {
        QFETCH(QString, body);
        const Scripts scripts;
        ScriptedEncoder encoder(scripts.module(body.toStdString()), EncoderInput::LogMel);
        const auto frames = at::linspace(0, 1, 400).view({10, 40});
        QVERIFY(relativeDifference(encoder.encode({frames}), frames.mean(0) * 2) < 1e-6);
        const auto other = frames.narrow(0, 2, 3);
        QVERIFY(relativeDifference(encoder.encode({other}), other.mean(0) * 2) < 1e-6);
    }

    void nothingIsDropped()
    {
        const Scripts scripts;
        const auto file = scripts.module("return torch.dropout(x, 0.5, self.training)");
        ScriptedEncoder encoder(file, EncoderInput::LogMel);
        QVERIFY(at::equal(encoder.encode({at::ones({3, 40})}), at::ones({40})));
    }

    void filesThatAreNot()
    {
        const Scripts scripts;
        const auto load = [](const std::filesystem::path& file) {
            return complaint([&] { ScriptedEncoder(file, EncoderInput::Waveform); });
        };
        QCOMPARE(load(scripts.folder().write("text.pt", "no zip file")),
                 "The file is not a TorchScript module.");
        QCOMPARE(load(scripts.folder().write("empty.pt", "")), "The file is not a TorchScript module.");
        const auto weights = scripts.module("return x");
        auto entries = base::readZip(weights, mostBytes);
        std::erase_if(entries, [](const auto& entry) { return entry.first.ends_with("constants.pkl"); });
        base::writeZip(weights, entries);
        QCOMPARE(load(weights), "The file holds PyTorch weights or objects, not a TorchScript module.");
        QVERIFY(
            complaint([&] { ScriptedEncoder(scripts.folder().path() / "none.pt", EncoderInput::Waveform); },
                      ErrorCode::NotFound)
                .contains("does not exist"));
    }

    void newerOperatorsAreNamed()
    {
        const Scripts scripts;
        const auto load = [&](const std::string& by) {
            return complaint([&] {
                ScriptedEncoder(Scripts::replaced(scripts.module("return torch.relu(x)"), "torch.relu(", by),
                                EncoderInput::Waveform);
            });
        };
        QVERIFY(load("torch.scaled_dot_product_attention(")
                    .contains("operator aten::scaled_dot_product_attention,"));
        QVERIFY(load("torch.relu(5, ").contains("operator aten::relu in a way"));
        const auto version = [&] {
            const auto file = scripts.module("return x");
            auto entries = base::readZip(file, mostBytes);
            for (auto& [name, bytes] : entries)
                if (name.ends_with("/version"))
                    bytes = "99\n";
            base::writeZip(file, entries);
            ScriptedEncoder(file, EncoderInput::Waveform);
        };
        QVERIFY(complaint(version).contains("format 99"));
    }

    void wrongShapesAreSaid()
    {
        const Scripts scripts;
        const auto run = [&](const std::string& body, const at::Tensor& x,
                             ErrorCode code = ErrorCode::InvalidRequest) {
            ScriptedEncoder encoder(scripts.module(body), EncoderInput::LogMel);
            return complaint([&] { encoder.encode({x}); }, code);
        };
        const auto frames = at::ones({7, 40});
        const auto refused = run("return torch.matmul(x, torch.ones([80, 3]))", frames);
        QVERIFY(refused.contains("does not take log-mel frames") && refused.contains("7 x 40"));
        QVERIFY(run("return x.sum()", frames).contains("where a vector"));
        QVERIFY(run("return x.reshape(7, 4, 10)", frames).contains("7 x 4 x 10"));
        QVERIFY(run("return x.size(0)", frames).contains("Int"));
        QVERIFY(run("return x.long()", frames).contains("a tensor of numbers"));
        QVERIFY(run("return torch.log(x - 1) * 0", frames, ErrorCode::Numerical).contains("not finite"));
        QVERIFY(complaint([&] {
                    ScriptedEncoder(scripts.module("return x + y", "x: Tensor, y: Tensor"),
                                    EncoderInput::LogMel);
                }).contains("2 inputs"));
        ScriptedEncoder encoder(scripts.module("return x.flatten()"), EncoderInput::LogMel);
        QCOMPARE(encoder.encode({frames}).numel(), std::int64_t{280});
        QVERIFY(complaint([&] { encoder.encode({at::ones({8, 40})}); }).contains("280"));
    }
};

QTEST_GUILESS_MAIN(tst_ScriptedEncoder)
#include "tst_ScriptedEncoder.moc"
