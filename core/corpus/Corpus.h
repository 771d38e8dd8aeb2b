#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace undertone::corpus {

/// One clip. Emotions by the common three-letter codes (neu calm hap exc sad ang fea dis sur bor fru) where
/// they apply.
struct Utterance
{
    std::string path; ///< relative to the corpus folder, '/' separated; unique in the corpus
    std::string
        speaker; ///< unique among all corpora of a workspace: the importer prefixes the corpus where needed
    std::string emotion;
    std::string recording; ///< clips that share one never straddle sides; empty = a recording of its own
    std::string text;      ///< transcript, may be empty
    std::map<std::string, std::string>
        attributes; ///< gender (F|M), age, race, language, ...: every other manifest column
    double seconds = 0;
    std::string audioHash; ///< SHA-256 of the file; empty for a corpus of transcripts alone

    /// The attribute's value, "" when the utterance has none; "speaker" and "emotion" work too.
    const std::string& attribute(const std::string& name) const;
};

/// A corpus as the workspace knows it: where it lies, and every utterance.
struct Corpus
{
    std::string name;
    std::filesystem::path folder;
    std::string layout; ///< manifest, iemocap, crema-d, msp-improv, ravdess, emodb, urdu, nemo, meld, demo
    bool synthetic = false; ///< demo speech; shown wherever results of it are
    bool transcriptsOnly = false;
    std::vector<Utterance> utterances;

    /// The columns in which at least one utterance has a value, sorted.
    std::vector<std::string> attributeNames() const;
    /// SHA-256 over every utterance's path, labels and audio hash: equal corpora are equal wherever they lie.
    std::string contentHash() const;
};

} // namespace undertone::corpus
