#include "core/figure/ComparisonTables.h"
#include "core/figure/FigureBuilder.h"
#include "core/figure/FigureText.h"
#include "tests/figure/FigureReading.h"
#include "tests/figure/SampleRecord.h"

#include <QtTest>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

using namespace undertone;
using namespace undertone::figure;
using tests::contains;
using tests::recordWithoutSweep;
using tests::sampleRecord;

class TestTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRowWithoutAnAttackHasNoValuesOfOne()
    {
        auto record = tests::recordWithoutSweep();
        record.rows.resize(1);
        auto& row = record.rows.front();
        row.attack = row.adversary = row.layer = row.part = "";
        row.attackUar = row.attackAuc = row.attackAccuracy = {std::nan(""), std::nan(""), std::nan("")};
        row.attackP.reset();
        row.clients = row.speakers = 0;
        row.speakersPerClass.clear();
        const auto json = nlohmann::json::parse(rowsAsJson(record))[0];
        for (const char* key : {"attack", "adversary", "layer", "part", "leaked_updates", "attack_uar",
                                "attack_uar_low", "attack_auc", "attack_accuracy", "attack_p", "clients"})
            QVERIFY2(json.at(key).is_null(), key);
        QCOMPARE(json.at("federation").get<std::string>(), std::string("fedavg"));
        QVERIFY(json.at("ser_uar").is_number());
        for (const char* name : {"leakage", "tradeoff"}) {
            const auto text = figure::tableAsText(buildTable(name, record));
            QVERIFY2(!contains(text, "nan") && !contains(text, "n = 1"), text.c_str());
            QVERIFY2(contains(text, fmt::format("{:.3f} [", row.serUar.value)), text.c_str());
        }
        QCOMPARE(buildTable("leakage", record).rows[0][6], std::string());
    }

    void rowsHaveExactlyThePublishedKeys()
    {
        auto record = sampleRecord();
        record.rows[16 + 3].attackP.reset(); // the third of dropout 0, which is sorted to the front
        const auto rows = nlohmann::ordered_json::parse(rowsAsJson(record));
        QCOMPARE(rows.size(), record.rows.size());
        std::vector<std::string> keys;
        for (const auto& [key, value] : rows[3].items())
            keys.push_back(key);
        const std::vector<std::string> published = {"sweep",
                                                    "federation",
                                                    "attribute",
                                                    "attack",
                                                    "adversary",
                                                    "layer",
                                                    "part",
                                                    "leaked_updates",
                                                    "attack_uar",
                                                    "attack_uar_low",
                                                    "attack_uar_high",
                                                    "attack_auc",
                                                    "attack_auc_low",
                                                    "attack_auc_high",
                                                    "attack_accuracy",
                                                    "attack_accuracy_low",
                                                    "attack_accuracy_high",
                                                    "attack_p",
                                                    "clients",
                                                    "ser_uar",
                                                    "ser_uar_low",
                                                    "ser_uar_high",
                                                    "ser_accuracy",
                                                    "ser_accuracy_low",
                                                    "ser_accuracy_high",
                                                    "epsilon_nominal",
                                                    "epsilon_one_update",
                                                    "epsilon_leaked",
                                                    "epsilon_all_rounds",
                                                    "guarantee",
                                                    "delta",
                                                    "sigma"};
        QCOMPARE(keys, published);
        QCOMPARE(rows[3]["leaked_updates"].get<std::string>(), std::string("all"));
        QCOMPARE(rows[0]["leaked_updates"].get<int>(), 1);
        QVERIFY(rows[3]["attack_p"].is_null());
        QVERIFY(rows[3]["epsilon_nominal"].is_null());
        QCOMPARE(rows[0]["sweep"]["model.dropout"].get<double>(), 0.0);
        QCOMPARE(rows[32]["attack_uar"].get<double>(), record.rows[0].attackUar.value);
        QVERIFY(nlohmann::json::parse(rowsAsJson({})).empty());
    }

    void tradeoffTableHasOneRowForEachPoint()
    {
        const auto table = buildTable("tradeoff", sampleRecord());
        QCOMPARE(table.rows.size(), std::size_t{3});
        QCOMPARE(table.columns.size(), std::size_t{5 + 4 * 2}); // UAR and AUC for each n
        QCOMPARE(table.rows[2][0], std::string("0.5"));
        QCOMPARE(table.rows[2][4], std::string("0.500 [0.470, 0.530]"));
        QCOMPARE(table.rows[2][5], std::string("0.900 [0.860, 0.940]"));
        QCOMPARE(table.columns[6], std::string("AUC, n = 1 [95 %]"));
    }

    void tradeoffTableHasTheBudgets()
    {
        auto record = sampleRecord();
        for (auto& row : record.rows) {
            row.privacy.delta = 1e-5;
            row.privacy.epsilonOneUpdate = 4.12345;
            row.privacy.epsilonAllRounds = std::numeric_limits<double>::infinity();
            row.privacy.guarantee = privacy::Guarantee::Holds;
        }
        const auto table = buildTable("tradeoff", record);
        QCOMPARE(table.columns.size(), std::size_t{5 + 3 + 4 * 2});
        QCOMPARE((std::vector(table.rows[0].begin() + 5, table.rows[0].begin() + 8)),
                 (std::vector<std::string>{"4.123", "inf", "holds"}));
    }

    void whatIsSweptHasOneColumn()
    {
        auto record = sampleRecord();
        for (auto& row : record.rows)
            row.sweep.emplace_back("attack.adversary", "\"clean\"");
        for (const char* name : {"tradeoff", "leakage"}) {
            const auto table = buildTable(name, record);
            QCOMPARE(std::ranges::count(table.columns, "adversary"), 1);
            for (const auto& row : table.rows)
                QCOMPARE(row.size(), table.columns.size());
        }
    }

    void longNamesOfStudiesAreShortInTheirColumns()
    {
        experiment::StudyComparison comparison;
        const auto add = [&](const char* id, const char* name) {
            auto& study = comparison.studies.emplace_back();
            study.id = id;
            study.name = name;
        };
        add("0123456789ab", "\u00dcber gender, age and accent in the updates of FedAvg");
        add("ab0123456789", "\u00dcber gender, age and accent in the updates of FedSGD");
        add("ffffffffffff", "Exactly as long as it is");
        comparison.specification.push_back({"name", {"\"a\"", "\"b\"", std::nullopt}});
        QCOMPARE(
            specificationComparison(comparison).columns,
            (std::vector<std::string>{"setting", "\u00dcber gender, age and... 012345",
                                      "\u00dcber gender, age and... ab0123", "Exactly as long as it is"}));
    }

    void theAuditTableSaysWhatTheBoundsAreWorth()
    {
        auto record = tests::withAudits(recordWithoutSweep());
        record.audits[0].audit.accounted = 0.5;
        const auto rows = nlohmann::json::parse(tableAsJson(buildTable("audit", record)));
        QCOMPARE(rows.size(), std::size_t{3});
        QCOMPARE(rows[0]["verdict"].get<std::string>(), std::string("consistent"));
        QCOMPARE(rows[1]["verdict"].get<std::string>(), std::string("violated"));
        QVERIFY(rows[1]["statement"].get<std::string>().find("Both cannot be true") != std::string::npos);
        QCOMPARE(rows[2]["verdict"].get<std::string>(), std::string("no-upper-bound"));
        QVERIFY(rows[2]["epsilon_accounted"].is_null());
        QCOMPARE(rows[2]["epsilon_nominal"].get<std::string>(), std::string("inf"));
        QCOMPARE(rows[0]["relation"].get<std::string>(), std::string("null"));
        QCOMPARE(rows[0]["correct"].get<int>(), 26);
        QVERIFY(tableAsText(buildTable("audit", recordWithoutSweep())).size() > 0);
    }
};

QTEST_GUILESS_MAIN(TestTables)
#include "tst_Tables.moc"
