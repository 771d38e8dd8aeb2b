#pragma once

#include <sndfile.h>

#include <memory>

namespace undertone::audio {

struct CloseSndfile
{
    void operator()(SNDFILE* file) const { sf_close(file); }
};

using SndfileHandle = std::unique_ptr<SNDFILE, CloseSndfile>;

} // namespace undertone::audio
