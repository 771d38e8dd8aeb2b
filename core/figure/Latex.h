#pragma once

#include <string>

namespace undertone::figure {

/// The text with everything escaped that LaTeX would read as a command. Characters that pdflatex with its
/// usual fonts cannot set (beyond Latin and a few symbols) become "?", so that the document compiles.
std::string latexText(const std::string& utf8);

} // namespace undertone::figure
