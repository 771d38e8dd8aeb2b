#include "core/base/Error.h"
#include "core/store/FilterSql.h"

#include <QtTest>
#include <fmt/format.h>

#include <cmath>

using namespace undertone;
using namespace undertone::store;

namespace {

std::optional<Error> errorOf(const std::string& text)
{
    try {
        parseFilter(text);
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

/// The tree as prefix text: (and (< attack_uar 0.6) starred).
std::string shown(const FilterNode& node)
{
    static const char* const signs[] = {"=", "!=", "<", "<=", ">", ">=", "~"};
    std::string text;
    switch (node.kind) {
    case FilterOperator::Flag:
        return node.word.name;
    case FilterOperator::Compare:
        text = fmt::format("({} {} ", signs[static_cast<int>(node.comparison)], node.word.name);
        if (const auto* number = std::get_if<double>(&node.value))
            return text + fmt::format("{:g})", *number);
        return text + fmt::format("'{}')", std::get<std::string>(node.value));
    default:
        text = node.kind == FilterOperator::And ? "(and" : node.kind == FilterOperator::Or ? "(or" : "(not";
        for (const auto& operand : node.operands)
            text.append(" ").append(shown(operand));
        return text + ")";
    }
}

} // namespace

class TestFilterParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expressionsAreTrees_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("tree");
        const auto row = [](const char* text, const char* tree) { QTest::newRow(text) << text << tree; };
        row("attack_uar < 0.6", "(< attack_uar 0.6)");
        row("  Attack_UAR<=.5  ", "(<= attack_uar 0.5)");
        row("epsilon = inf", "(= epsilon inf)");
        row("epsilon >= -1e-3", "(>= epsilon -0.001)");
        row("epsilon == +5", "(= epsilon 5)");
        row("starred", "starred");
        row("not starred", "(not starred)");
        row("NOT NOT synthetic", "(not (not synthetic))");
        row("tag = draft", "(= tag 'draft')");
        row("tag = \"two words\"", "(= tag 'two words')");
        row("name ~ 'it is \"so\"'", "(~ name 'it is \"so\"')");
        row("tag <> 'and'", "(!= tag 'and')");
        row("name = größer", "(= name 'größer')");
        row("attack_uar < 0.6 and epsilon <= 10 and starred and tag = \"draft\"",
            "(and (< attack_uar 0.6) (<= epsilon 10) starred (= tag 'draft'))");
        row("starred or synthetic and tag = x", "(or starred (and synthetic (= tag 'x')))");
        row("(starred or synthetic) and not (tag = x)", "(and (or starred synthetic) (not (= tag 'x')))");
        row("not starred and synthetic", "(and (not starred) synthetic)");
        row("((starred))", "starred");
        row("state = running", "(= state 'running')");
        row("created >= 2026-11-20", "(>= created '2026-11-20')");
        row("created = '2026-11-20 09:30'", "(= created '2026-11-20 09:30')");
        row("leaked_updates = all", "(= leaked_updates inf)");
        row("model.dropout < 0.3", "(< model.dropout 0.3)");
        row("federation.algorithm = fedavg", "(= federation.algorithm 'fedavg')");
        row("guarantee = holds", "(= guarantee 'holds')");
    }
    void expressionsAreTrees()
    {
        QFETCH(QString, text);
        QFETCH(QString, tree);
        const auto node = parseFilter(text.toStdString());
        QVERIFY(node);
        QCOMPARE(QString::fromStdString(shown(*node)), tree);
    }

    void nothingIsNoFilter()
    {
        QVERIFY(!parseFilter(""));
        QVERIFY(!parseFilter(" \t\n"));
    }

    void mistakesAreNamedWithTheirPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("position");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* text, int position, const char* said) {
            QTest::newRow(text) << text << position << said;
        };
        row("atack_uar < 0.6", 1, "Did you mean attack_uar?");
        row("starred and atack_uar < 0.6", 13, "atack_uar");
        row("größe = 1", 1, "größe");
        row("name = 'größer' and x = 1", 21, "x");
        row("modl.dropout < 1", 1, "Did you mean model.dropout?");
        row("attack_uar", 11, "comparison is missing");
        row("attack_uar <", 13, "value is missing");
        row("attack_uar < 60 %", 17, "follows");
        row("attack_uar < big", 14, "no number");
        row("attack_uar < nan", 14, "no number");
        row("attack_uar < 1e999", 14, "no number");
        row("attack_uar < \"0.6\"", 14, "no number");
        row("0.5 < attack_uar < 0.6", 1, "filtered by");
        row("attack_uar < 0.5 < 0.6", 18, "chained");
        row("attack_uar ~ 0.6", 12, "contains no text");
        row("tag < x", 5, "no order");
        row("model.dropout < wide", 17, "no number");
        row("state = done", 9, "succeeded");
        row("guarantee = maybe", 13, "favourable-reading");
        row("created > yesterday", 11, "no date");
        row("starred = true", 9, "stands alone");
        row("starred and", 12, "missing at the end");
        row("starred synthetic", 9, "follows");
        row("(starred", 1, "not closed");
        row("starred)", 8, "follows");
        row("()", 2, "cannot begin");
        row("tag = \"open", 7, "quote is not closed");
        row("starred && synthetic", 9, "and, or, not");
        row("!starred", 1, "and, or, not");
        row("tag = a; drop", 8, "means nothing");
        row("leaked_updates = most", 18, "or all");
        row("name = ", 8, "value is missing");
    }
    void mistakesAreNamedWithTheirPlace()
    {
        QFETCH(QString, text);
        QFETCH(int, position);
        QFETCH(QString, said);
        const auto error = errorOf(text.toStdString());
        QVERIFY(error);
        QVERIFY(error->code() == ErrorCode::InvalidRequest);
        QCOMPARE(error->where(), fmt::format("filter, character {}", position));
        QCOMPARE(error->parameters().at("position"), std::to_string(position));
        QVERIFY2(QString::fromStdString(error->happened() + " " + error->remedy()).contains(said),
                 error->what());
    }

    void anUnknownWordNamesThoseThereAre()
    {
        const auto error = errorOf("colour = red");
        QVERIFY(error);
        for (const auto& word : filterWords())
            QVERIFY2(error->remedy().find(word.name) != std::string::npos, word.name.c_str());
    }

    void depthAndLengthAreBounded()
    {
        const auto nested = [](int depth) { return fmt::format("{0:(>{2}}starred{1:)>{2}}", "", "", depth); };
        QVERIFY(!errorOf(nested(40)));
        QVERIFY(errorOf(nested(4000)));
        QVERIFY(errorOf(fmt::format("{:20000}starred", "")));
        QVERIFY(errorOf(QString("not ").repeated(60).append("starred").toStdString()));
        QVERIFY(errorOf(QString("starred or ").repeated(200).append("starred").toStdString()));
        QVERIFY(!errorOf(QString("starred or ").repeated(90).append("starred").toStdString()));
    }

    void whatWasTypedIsAParameter()
    {
        const std::string hostile = "x'); DROP TABLE tag; --";
        const auto sql = filterSql(
            *parseFilter("tag = \"" + hostile + "\" or name ~ \"" + hostile + "\" or attack_uar < 0.125"));
        QVERIFY(sql.condition.find("DROP") == std::string::npos);
        QVERIFY(sql.condition.find("0.125") == std::string::npos);
        QCOMPARE(sql.parameters.size(), std::size_t{3});
        QCOMPARE(std::get<std::string>(sql.parameters[0]), hostile);
        QCOMPARE(std::get<double>(sql.parameters[2]), 0.125);
    }
};

QTEST_GUILESS_MAIN(TestFilterParser)
#include "tst_FilterParser.moc"
