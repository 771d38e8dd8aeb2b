#pragma once

#include <QString>

#include <vector>

namespace undertone::widgets {

/// A setting as a form names it.
struct FieldText
{
    const char* path;
    QString label; ///< with a mnemonic
    QString toolTip;
};

struct PageText
{
    const char* name; ///< of the page as an object
    QString title;
    std::vector<FieldText> fields;
};

/// The pages of the form and their settings, in order. Which control a setting has, and its bounds, are the
/// format's own (core/experiment/FieldSpec.h).
std::vector<PageText> studyPages();

} // namespace undertone::widgets
