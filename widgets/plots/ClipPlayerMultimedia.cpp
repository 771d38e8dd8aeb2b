#include "widgets/plots/ClipPlayer.h"

#include <QAudioDevice>
#include <QAudioOutput>
#include <QMediaDevices>
#include <QMediaPlayer>
#include <QUrl>

namespace undertone::widgets {

namespace {

class MediaClipPlayer final : public ClipPlayer
{
public:
    explicit MediaClipPlayer(QObject* parent) : ClipPlayer(parent) { m_player.setAudioOutput(&m_output); }

    void play(const QString& file) override
    {
        m_player.setSource(QUrl::fromLocalFile(file));
        m_player.play();
    }

    void stop() override { m_player.stop(); }

private:
    QAudioOutput m_output;
    QMediaPlayer m_player;
};

} // namespace

ClipPlayer* makeClipPlayer(QObject* parent)
{
    return QMediaDevices::audioOutputs().isEmpty() ? nullptr : new MediaClipPlayer(parent);
}

} // namespace undertone::widgets
