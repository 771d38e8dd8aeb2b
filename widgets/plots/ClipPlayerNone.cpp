#include "widgets/plots/ClipPlayer.h"

namespace undertone::widgets {

ClipPlayer* makeClipPlayer(QObject* /*parent*/)
{
    return nullptr;
}

} // namespace undertone::widgets
