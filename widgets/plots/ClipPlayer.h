#pragma once

#include <QObject>
#include <QString>

namespace undertone::widgets {

/// Plays a file of sound.
class ClipPlayer : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void play(const QString& file) = 0;
    virtual void stop() = 0;
};

/// nullptr where there is no sound device, or the program was built without Qt Multimedia.
ClipPlayer* makeClipPlayer(QObject* parent);

} // namespace undertone::widgets
