#pragma once

#include "core/corpus/Corpus.h"
#include "core/corpus/ImportReport.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <vector>

namespace undertone::store {

// The tables `corpus` and `utterance`. Errors as RunStore says.

void insertCorpus(SQLite::Database& connection, const corpus::Corpus& corpus,
                  const corpus::ImportReport& report);
std::vector<std::string> selectCorpusNames(SQLite::Database& connection);
corpus::Corpus selectCorpus(SQLite::Database& connection, const std::string& name);
std::string selectCorpusReport(SQLite::Database& connection, const std::string& name); ///< JSON
void deleteCorpus(SQLite::Database& connection, const std::string& name);

} // namespace undertone::store
