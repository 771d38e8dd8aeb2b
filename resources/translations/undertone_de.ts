<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ImportCorpusDialog</name>
    <message>
        <source>unreadable, left out</source>
        <translation>unlesbar, ausgelassen</translation>
    </message>
    <message>
        <source>empty, left out</source>
        <translation>leer, ausgelassen</translation>
    </message>
    <message>
        <source>clipped</source>
        <translation>übersteuert</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>still</translation>
    </message>
    <message>
        <source>duplicate</source>
        <translation>doppelt</translation>
    </message>
    <message>
        <source>cut recording</source>
        <translation>zerschnittene Aufnahme</translation>
    </message>
    <message>
        <source>speaker with one emotion</source>
        <translation>Sprecher mit einer Emotion</translation>
    </message>
    <message>
        <source>unknown label</source>
        <translation>unbekannte Bezeichnung</translation>
    </message>
    <message>
        <source>skipped by the layout&apos;s rules</source>
        <translation>nach den Regeln der Anordnung übergangen</translation>
    </message>
    <message>
        <source>without a transcript</source>
        <translation>ohne Transkript</translation>
    </message>
</context>
<context>
    <name>PaperWidths</name>
    <message>
        <source>IEEE, one column</source>
        <translation>IEEE, eine Spalte</translation>
    </message>
    <message>
        <source>IEEE, two columns</source>
        <translation>IEEE, zwei Spalten</translation>
    </message>
    <message>
        <source>ACM, one column</source>
        <translation>ACM, eine Spalte</translation>
    </message>
    <message>
        <source>ACM, two columns</source>
        <translation>ACM, zwei Spalten</translation>
    </message>
    <message>
        <source>Interspeech, one column</source>
        <translation>Interspeech, eine Spalte</translation>
    </message>
    <message>
        <source>Interspeech, two columns</source>
        <translation>Interspeech, zwei Spalten</translation>
    </message>
    <message>
        <source>Beamer slide, 16:9</source>
        <translation>Beamer-Folie, 16:9</translation>
    </message>
</context>
<context>
    <name>PrivacyInput</name>
    <message>
        <source>The noise multiplier must be a number of 0 or more, such as 1.1.</source>
        <translation>Der Rauschfaktor muss eine Zahl ab 0 sein, etwa 1.1.</translation>
    </message>
    <message>
        <source>The clip must be a number above 0, such as 0.25.</source>
        <translation>Die Schranke muss eine Zahl über 0 sein, etwa 0.25.</translation>
    </message>
    <message>
        <source>Sigma must be a number of 0 or more, such as 0.25.</source>
        <translation>Sigma muss eine Zahl ab 0 sein, etwa 0.25.</translation>
    </message>
    <message>
        <source>The sampling rate must be a number above 0 and not above 1, such as 0.1.</source>
        <translation>Der Anteil der Stichprobe muss eine Zahl über 0 und höchstens 1 sein, etwa 0.1.</translation>
    </message>
    <message>
        <source>The rounds must be a whole number from 1 to 10^9, such as 200.</source>
        <translation>Die Runden müssen eine ganze Zahl von 1 bis 10^9 sein, etwa 200.</translation>
    </message>
    <message>
        <source>The leaked updates must be a whole number from 1 to 10^9, such as 10.</source>
        <translation>Die mitgelesenen Updates müssen eine ganze Zahl von 1 bis 10^9 sein, etwa 10.</translation>
    </message>
    <message>
        <source>Delta must be a number above 0 and below 1, such as 1e-5.</source>
        <translation>Delta muss eine Zahl über 0 und unter 1 sein, etwa 1e-5.</translation>
    </message>
    <message>
        <source>The target epsilon must be a number above 0, such as 8.</source>
        <translation>Das Ziel-Epsilon muss eine Zahl über 0 sein, etwa 8.</translation>
    </message>
</context>
<context>
    <name>TradeoffBar</name>
    <message>
        <source>as the study sweeps it</source>
        <translation>wie in der Studie variiert</translation>
    </message>
    <message>
        <source>nominal epsilon</source>
        <translation>nominelles Epsilon</translation>
    </message>
    <message>
        <source>accounted epsilon of one update</source>
        <translation>berechnetes Epsilon eines Updates</translation>
    </message>
    <message>
        <source>accounted epsilon of the leaked updates</source>
        <translation>berechnetes Epsilon der mitgelesenen Updates</translation>
    </message>
    <message>
        <source>accounted epsilon of all rounds</source>
        <translation>berechnetes Epsilon aller Runden</translation>
    </message>
    <message>
        <source>sigma of the noise</source>
        <translation>Sigma des Rauschens</translation>
    </message>
</context>
<context>
    <name>undertone::app</name>
    <message>
        <source>About Undertone</source>
        <translation>Über Undertone</translation>
    </message>
    <message>
        <source>&lt;b&gt;Undertone %1&lt;/b&gt;</source>
        <translation>&lt;b&gt;Undertone %1&lt;/b&gt;</translation>
    </message>
    <message>
        <source>Measures how much a federated speech-emotion-recognition system gives away about the people who train it, and what each defence costs.

GPL-3.0-or-later.</source>
        <translation>Misst, wie viel eine föderierte Emotionserkennung aus Sprache über die Menschen verrät, die sie trainieren, und was jeder Schutz kostet.

GPL-3.0-or-later.</translation>
    </message>
    <message>
        <source>Close Undertone</source>
        <translation>Undertone schließen</translation>
    </message>
    <message>
        <source>Work is still going on.</source>
        <translation>Es wird noch gearbeitet.</translation>
    </message>
    <message>
        <source>Kept running, the window lies minimised and closes when everything is done. Paused, the studies go on when the workspace is opened again. Stopped, they leave the queue; they keep what they have and can be resumed. An import that is not done begins anew.</source>
        <translation>Läuft die Arbeit weiter, liegt das Fenster minimiert und schließt sich, wenn alles fertig ist. Pausierte Studien laufen weiter, wenn der Arbeitsbereich wieder geöffnet wird. Angehaltene verlassen die Warteschlange; sie behalten, was sie haben, und können fortgesetzt werden. Ein unfertiger Import beginnt von vorn.</translation>
    </message>
    <message>
        <source>&amp;Keep running until done</source>
        <translation>&amp;Weiterlaufen, bis alles fertig ist</translation>
    </message>
    <message>
        <source>&amp;Pause, and go on next time</source>
        <translation>&amp;Pausieren und nächstes Mal weiter</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>A&amp;nhalten</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Geschrieben: %1</translation>
    </message>
    <message>
        <source>%1 of %2 files written</source>
        <translation>%1 von %2 Dateien geschrieben</translation>
    </message>
</context>
<context>
    <name>undertone::app::MainWindow</name>
    <message>
        <source>&amp;New study…</source>
        <translation>&amp;Neue Studie…</translation>
    </message>
    <message>
        <source>Start a study from a preset or a specification</source>
        <translation>Eine Studie aus einer Vorlage oder Spezifikation beginnen</translation>
    </message>
    <message>
        <source>&amp;Open specification…</source>
        <translation>Spezifikation ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Start a study from a specification file</source>
        <translation>Eine Studie aus einer Spezifikationsdatei beginnen</translation>
    </message>
    <message>
        <source>&amp;Import corpus…</source>
        <translation>Korpus &amp;importieren…</translation>
    </message>
    <message>
        <source>Look at a corpus and import it</source>
        <translation>Einen Korpus ansehen und importieren</translation>
    </message>
    <message>
        <source>Ctrl+I</source>
        <translation>Ctrl+I</translation>
    </message>
    <message>
        <source>Make &amp;demo corpora</source>
        <translation>&amp;Demo-Korpora erzeugen</translation>
    </message>
    <message>
        <source>Make two corpora of synthetic speech for the demo study</source>
        <translation>Zwei Korpora synthetischer Sprache für die Demo-Studie erzeugen</translation>
    </message>
    <message>
        <source>&amp;Export figure…</source>
        <translation>Abbildung &amp;exportieren…</translation>
    </message>
    <message>
        <source>Write the figure in front to a file</source>
        <translation>Die vordere Abbildung in eine Datei schreiben</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Ctrl+E</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>A&amp;ktualisieren</translation>
    </message>
    <message>
        <source>Read the workspace again</source>
        <translation>Den Arbeitsbereich neu lesen</translation>
    </message>
    <message>
        <source>&amp;Fit figure</source>
        <translation>Abbildung ein&amp;passen</translation>
    </message>
    <message>
        <source>Show the whole figure</source>
        <translation>Die ganze Abbildung zeigen</translation>
    </message>
    <message>
        <source>Ctrl+0</source>
        <translation>Ctrl+0</translation>
    </message>
    <message>
        <source>&amp;About Undertone</source>
        <translation>Ü&amp;ber Undertone</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>Version und Lizenz</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>Been&amp;den</translation>
    </message>
    <message>
        <source>&amp;Study</source>
        <translation>&amp;Studie</translation>
    </message>
    <message>
        <source>&amp;Corpora</source>
        <translation>&amp;Korpora</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>Studien</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Specification file</source>
        <translation>Spezifikationsdatei</translation>
    </message>
    <message>
        <source>Specifications (*.json)</source>
        <translation>Spezifikationen (*.json)</translation>
    </message>
    <message>
        <source>The demo corpora are in this workspace already.</source>
        <translation>Die Demo-Korpora sind schon in diesem Arbeitsbereich.</translation>
    </message>
    <message>
        <source>Done: %1</source>
        <translation>Fertig: %1</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>No study yet: make the demo corpora or import your own (Corpora menu), then start a study (Ctrl+N). Its figures appear here while it runs.</source>
        <translation>Noch keine Studie: erzeugen Sie die Demo-Korpora oder importieren Sie eigene (Menü Korpora), dann beginnen Sie eine Studie (Ctrl+N). Ihre Abbildungen erscheinen hier, während sie läuft.</translation>
    </message>
    <message>
        <source>Ctrl+Q</source>
        <translation>Ctrl+Q</translation>
    </message>
</context>
<context>
    <name>undertone::app::StudyNotifier</name>
    <message>
        <source>Study failed</source>
        <translation>Studie gescheitert</translation>
    </message>
    <message>
        <source>Study finished</source>
        <translation>Studie fertig</translation>
    </message>
</context>
<context>
    <name>undertone::app::WindowHelp</name>
    <message>
        <source>&amp;Contents</source>
        <translation>&amp;Inhalt</translation>
    </message>
    <message>
        <source>The help; F1 opens it on the page of what has the focus</source>
        <translation>Die Hilfe (Englisch); F1 öffnet die Seite zu dem, was den Fokus hat</translation>
    </message>
    <message>
        <source>&amp;Keyboard</source>
        <translation>&amp;Tastatur</translation>
    </message>
    <message>
        <source>Every shortcut</source>
        <translation>Alle Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>undertone::app::WindowHistory</name>
    <message>
        <source>St&amp;ar</source>
        <translation>&amp;Stern</translation>
    </message>
    <message>
        <source>Star the selected studies, or take the stars away</source>
        <translation>Den gewählten Studien einen Stern geben oder ihn wegnehmen</translation>
    </message>
    <message>
        <source>Ctrl+B</source>
        <translation>Ctrl+B</translation>
    </message>
    <message>
        <source>Add &amp;tag…</source>
        <translation>S&amp;chlagwort hinzufügen…</translation>
    </message>
    <message>
        <source>Tag the selected studies</source>
        <translation>Den gewählten Studien ein Schlagwort geben</translation>
    </message>
    <message>
        <source>Ctrl+T</source>
        <translation>Ctrl+T</translation>
    </message>
    <message>
        <source>Remove ta&amp;g</source>
        <translation>Schla&amp;gwort entfernen</translation>
    </message>
    <message>
        <source>&amp;Note…</source>
        <translation>&amp;Notiz…</translation>
    </message>
    <message>
        <source>Note something with the study</source>
        <translation>Zur Studie etwas notieren</translation>
    </message>
    <message>
        <source>Ctrl+L</source>
        <translation>Ctrl+L</translation>
    </message>
    <message>
        <source>Rena&amp;me</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>Give the study another name</source>
        <translation>Der Studie einen anderen Namen geben</translation>
    </message>
    <message>
        <source>Dup&amp;licate…</source>
        <translation>&amp;Duplizieren…</translation>
    </message>
    <message>
        <source>Begin a new study from this one&apos;s specification</source>
        <translation>Mit der Spezifikation dieser Studie eine neue beginnen</translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation>Ctrl+D</translation>
    </message>
    <message>
        <source>Move to &amp;bin</source>
        <translation>In den &amp;Papierkorb</translation>
    </message>
    <message>
        <source>Put the selected studies into the bin</source>
        <translation>Die gewählten Studien in den Papierkorb legen</translation>
    </message>
    <message>
        <source>Rest&amp;ore</source>
        <translation>Wi&amp;ederherstellen</translation>
    </message>
    <message>
        <source>Take the selected studies out of the bin</source>
        <translation>Die gewählten Studien aus dem Papierkorb nehmen</translation>
    </message>
    <message>
        <source>Show b&amp;in</source>
        <translation>Papierkorb &amp;zeigen</translation>
    </message>
    <message>
        <source>Show what is in the bin</source>
        <translation>Zeigen, was im Papierkorb liegt</translation>
    </message>
    <message>
        <source>&amp;Empty bin…</source>
        <translation>Papierkorb &amp;leeren…</translation>
    </message>
    <message>
        <source>Remove what is in the bin for good</source>
        <translation>Endgültig entfernen, was im Papierkorb liegt</translation>
    </message>
    <message>
        <source>Searc&amp;h</source>
        <translation>Suc&amp;hen</translation>
    </message>
    <message>
        <source>Search the studies</source>
        <translation>Die Studien durchsuchen</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Re&amp;do</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>H&amp;istory</source>
        <translation>&amp;Verlauf</translation>
    </message>
    <message>
        <source>Unst&amp;ar</source>
        <translation>&amp;Stern entfernen</translation>
    </message>
    <message>
        <source>star</source>
        <translation>Stern</translation>
    </message>
    <message>
        <source>unstar</source>
        <translation>Stern entfernen</translation>
    </message>
    <message>
        <source>Add tag</source>
        <translation>Schlagwort hinzufügen</translation>
    </message>
    <message>
        <source>Tag of %1:</source>
        <translation>Schlagwort für %1:</translation>
    </message>
    <message>
        <source>tag</source>
        <translation>Schlagwort</translation>
    </message>
    <message>
        <source>remove tag</source>
        <translation>Schlagwort entfernen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note of %1:</source>
        <translation>Notiz zu %1:</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>move to bin</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message>
        <source>In the bin: %1. Undo takes it out again (%2).</source>
        <translation>Im Papierkorb: %1. Rückgängig holt es wieder heraus (%2).</translation>
    </message>
    <message>
        <source>restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>The bin is empty.</source>
        <translation>Der Papierkorb ist leer.</translation>
    </message>
    <message>
        <source>Empty bin</source>
        <translation>Papierkorb leeren</translation>
    </message>
    <message>
        <source>Their results, notes and tags are gone then; this cannot be undone.</source>
        <translation>Ergebnisse, Notizen und Schlagwörter sind dann fort; das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>&amp;Remove for good</source>
        <translation>&amp;Endgültig entfernen</translation>
    </message>
    <message>
        <source>&amp;Keep them</source>
        <translation>&amp;Behalten</translation>
    </message>
    <message>
        <source>%1 studies</source>
        <translation>%1 Studien</translation>
    </message>
    <message>
        <source>Remove the study for good?</source>
        <translation>Die Studie endgültig entfernen?</translation>
    </message>
    <message>
        <source>Remove %1 studies for good?</source>
        <translation>%1 Studien endgültig entfernen?</translation>
    </message>
    <message>
        <source>&amp;Compare…</source>
        <translation>&amp;Vergleichen…</translation>
    </message>
    <message>
        <source>Compare the selected studies with the first of them, or the settings of one with the undefended</source>
        <translation>Die gewählten Studien mit der ersten von ihnen vergleichen, oder die Einstellungen einer einzigen mit der ungeschützten</translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation>Ctrl+K</translation>
    </message>
    <message>
        <source>E&amp;xport studies…</source>
        <translation>Studien e&amp;xportieren…</translation>
    </message>
    <message>
        <source>Write the selected studies with their results into one file</source>
        <translation>Die gewählten Studien mit ihren Ergebnissen in eine Datei schreiben</translation>
    </message>
    <message>
        <source>Im&amp;port studies…</source>
        <translation>Studien i&amp;mportieren…</translation>
    </message>
    <message>
        <source>Take over the studies of a file that another workspace wrote</source>
        <translation>Die Studien einer Datei aus einem anderen Arbeitsbereich übernehmen</translation>
    </message>
    <message>
        <source>Bundles of studies (*.zip)</source>
        <translation>Bündel von Studien (*.zip)</translation>
    </message>
    <message>
        <source>Export studies</source>
        <translation>Studien exportieren</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Geschrieben: %1</translation>
    </message>
    <message>
        <source>Import studies</source>
        <translation>Studien importieren</translation>
    </message>
    <message>
        <source>Studies taken over: %1; here already: %2.</source>
        <translation>Übernommene Studien: %1; schon vorhanden: %2.</translation>
    </message>
</context>
<context>
    <name>undertone::app::WindowPreferences</name>
    <message>
        <source>Open &amp;workspace…</source>
        <translation>Arbeits&amp;bereich öffnen…</translation>
    </message>
    <message>
        <source>Open another workspace in a window of its own</source>
        <translation>Einen anderen Arbeitsbereich in einem eigenen Fenster öffnen</translation>
    </message>
    <message>
        <source>Pre&amp;ferences…</source>
        <translation>Ein&amp;stellungen…</translation>
    </message>
    <message>
        <source>Ctrl+,</source>
        <translation>Ctrl+,</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Arbeitsbereich</translation>
    </message>
    <message>
        <source>Theme, language, workers, device</source>
        <translation>Farben, Sprache, Arbeitsfäden, Gerät</translation>
    </message>
</context>
<context>
    <name>undertone::app::WindowQueue</name>
    <message>
        <source>&amp;Resume</source>
        <translation>Fo&amp;rtsetzen</translation>
    </message>
    <message>
        <source>Go on with the selected studies where they stopped</source>
        <translation>Die gewählten Studien fortsetzen, wo sie anhielten</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Ctrl+R</translation>
    </message>
    <message>
        <source>Resume &amp;all</source>
        <translation>A&amp;lle fortsetzen</translation>
    </message>
    <message>
        <source>Go on with every study that is paused, in their order</source>
        <translation>Alle pausierten Studien in ihrer Reihenfolge fortsetzen</translation>
    </message>
    <message>
        <source>Ctrl+Shift+R</source>
        <translation>Ctrl+Shift+R</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausieren</translation>
    </message>
    <message>
        <source>Stop what runs, resumable, and begin nothing that waits until it is resumed</source>
        <translation>Unterbrechen, was läuft, und nichts Wartendes beginnen, bis es fortgesetzt wird</translation>
    </message>
    <message>
        <source>Ctrl+P</source>
        <translation>Ctrl+P</translation>
    </message>
    <message>
        <source>Pause this stud&amp;y</source>
        <translation>Diese S&amp;tudie pausieren</translation>
    </message>
    <message>
        <source>Stop the selected studies; they keep their places, and the next one goes on</source>
        <translation>Die gewählten Studien unterbrechen; sie behalten ihren Platz, und die nächste läuft weiter</translation>
    </message>
    <message>
        <source>Ctrl+Shift+P</source>
        <translation>Ctrl+Shift+P</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>Stop the selected studies and take them out of the queue; they can be resumed</source>
        <translation>Die gewählten Studien anhalten und aus der Warteschlange nehmen; sie können fortgesetzt werden</translation>
    </message>
    <message>
        <source>Ctrl+.</source>
        <translation>Ctrl+.</translation>
    </message>
    <message>
        <source>Going on with the study that waited.</source>
        <translation>Die wartende Studie läuft weiter.</translation>
    </message>
    <message>
        <source>Going on with the %1 studies that waited.</source>
        <translation>Die %1 wartenden Studien laufen weiter.</translation>
    </message>
</context>
<context>
    <name>undertone::widgets</name>
    <message>
        <source>This cannot be done as asked</source>
        <translation>So ist das nicht möglich</translation>
    </message>
    <message>
        <source>The specification is not valid</source>
        <translation>Die Spezifikation ist nicht gültig</translation>
    </message>
    <message>
        <source>The corpus cannot be read</source>
        <translation>Der Korpus kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>The feature file cannot be read</source>
        <translation>Die Merkmalsdatei kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>An audio file cannot be read</source>
        <translation>Eine Audiodatei kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Something is missing</source>
        <translation>Etwas fehlt</translation>
    </message>
    <message>
        <source>That is taken</source>
        <translation>Das ist schon vergeben</translation>
    </message>
    <message>
        <source>Reading or writing failed</source>
        <translation>Lesen oder Schreiben ist misslungen</translation>
    </message>
    <message>
        <source>The workspace is damaged</source>
        <translation>Der Arbeitsbereich ist beschädigt</translation>
    </message>
    <message>
        <source>The workspace is from a newer version</source>
        <translation>Der Arbeitsbereich stammt von einer neueren Version</translation>
    </message>
    <message>
        <source>The engine could not be loaded</source>
        <translation>Das Rechenwerk konnte nicht geladen werden</translation>
    </message>
    <message>
        <source>The computation left the range of numbers</source>
        <translation>Die Rechnung hat den Zahlenbereich verlassen</translation>
    </message>
    <message>
        <source>Undertone made a mistake</source>
        <translation>Undertone hat einen Fehler gemacht</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message>
        <source>noise multiplier %1</source>
        <translation>Rauschfaktor %1</translation>
    </message>
    <message>
        <source>one round</source>
        <translation>eine Runde</translation>
    </message>
    <message>
        <source>%1 rounds</source>
        <translation>%1 Runden</translation>
    </message>
    <message>
        <source>sampling rate %1</source>
        <translation>Stichprobenanteil %1</translation>
    </message>
    <message>
        <source>nominal ε</source>
        <translation>nominelles ε</translation>
    </message>
    <message>
        <source>ε ≤ (%1)</source>
        <translation>ε ≤ (%1)</translation>
    </message>
    <message>
        <source>1 round</source>
        <translation>1 Runde</translation>
    </message>
    <message>
        <source>1 update</source>
        <translation>1 Update</translation>
    </message>
    <message>
        <source>%1 updates</source>
        <translation>%1 Updates</translation>
    </message>
    <message>
        <source>The number that the formula of Wei et al. gives. It is no guarantee: compare the bounds.</source>
        <translation>Die Zahl, die die Formel von Wei u. a. ergibt. Sie ist keine Garantie: vergleichen Sie die Schranken.</translation>
    </message>
    <message>
        <source>An upper bound: the privacy lost is not more.</source>
        <translation>Eine obere Schranke: mehr Privatheit geht nicht verloren.</translation>
    </message>
    <message>
        <source>The true ε lies between %1 and %2.</source>
        <translation>Das wahre ε liegt zwischen %1 und %2.</translation>
    </message>
    <message>
        <source>Answered by %1.</source>
        <translation>Beantwortet von %1.</translation>
    </message>
    <message>
        <source>≈ 100 %</source>
        <translation>≈ 100 %</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>The bounds hold.</source>
        <translation>Die Schranken gelten.</translation>
    </message>
    <message>
        <source>The most favourable reading, no guarantee.</source>
        <translation>Die günstigste Lesart, keine Garantie.</translation>
    </message>
    <message>
        <source>No guarantee: the study&apos;s observer sees what has no noise yet.</source>
        <translation>Keine Garantie: der Beobachter der Studie sieht, was noch kein Rauschen hat.</translation>
    </message>
    <message>
        <source>fold %1, seed %2</source>
        <translation>Teil %1, Startwert %2</translation>
    </message>
    <message>
        <source>&lt;b&gt;%1&lt;/b&gt;: nothing was released with noise.</source>
        <translation>&lt;b&gt;%1&lt;/b&gt;: nichts wurde mit Rauschen freigegeben.</translation>
    </message>
    <message>
        <source>%1 of one update</source>
        <translation>%1 für ein Update</translation>
    </message>
    <message>
        <source>%1 of %2 updates</source>
        <translation>%1 für %2 Updates</translation>
    </message>
    <message>
        <source>%1 of all rounds</source>
        <translation>%1 für alle Runden</translation>
    </message>
    <message>
        <source>&lt;b&gt;%1&lt;/b&gt;: %2 rounds, sigma at least %3. ε for the worst client: %4, at δ = %5.</source>
        <translation>&lt;b&gt;%1&lt;/b&gt;: %2 Runden, Sigma mindestens %3. ε für den schlechtesten Client: %4, bei δ = %5.</translation>
    </message>
    <message>
        <source>For the worst speaker, who is several clients: %1 of all rounds.</source>
        <translation>Für den schlechtesten Sprecher, der mehrere Clients ist: %1 für alle Runden.</translation>
    </message>
    <message>
        <source>Nominal ε %1.</source>
        <translation>Nominelles ε %1.</translation>
    </message>
    <message>
        <source>%1 keeps ε at %2 (%3).</source>
        <translation>%1 hält ε bei %2 (%3).</translation>
    </message>
    <message>
        <source>That is the least that is tried: less would do as well.</source>
        <translation>Weniger wird nicht versucht: auch weniger würde genügen.</translation>
    </message>
    <message>
        <source>Those are the most that are tried: more would fit as well.</source>
        <translation>Mehr werden nicht versucht: auch mehr würden passen.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Smaller ε is more private.&lt;/b&gt; At 0 nothing can be told; each step of 1 lets the odds of a right guess about one client grow by a factor of e = 2.7. This holds but for a chance of δ = %1, in which anything may be learned.</source>
        <translation>&lt;b&gt;Kleineres ε ist privater.&lt;/b&gt; Bei 0 lässt sich nichts sagen; mit jedem Schritt von 1 wachsen die Chancen, über einen Client richtig zu raten, auf das e-Fache (2.7). Das gilt bis auf eine Wahrscheinlichkeit von δ = %1, mit der alles bekannt werden kann.</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>&amp;Private corpora</source>
        <translation>&amp;Private Korpora</translation>
    </message>
    <message>
        <source>Speakers who train the federation and whose attribute is attacked</source>
        <translation>Sprecher, die die Föderation trainieren und deren Eigenschaft angegriffen wird</translation>
    </message>
    <message>
        <source>Sha&amp;dow corpora</source>
        <translation>Sc&amp;hattenkorpora</translation>
    </message>
    <message>
        <source>Speakers whom the adversary has; a corpus on both sides is divided half and half</source>
        <translation>Sprecher, die der Angreifer hat; ein Korpus auf beiden Seiten wird hälftig geteilt</translation>
    </message>
    <message>
        <source>Shadow fed&amp;erations</source>
        <translation>Schatten&amp;föderationen</translation>
    </message>
    <message>
        <source>Federations that the adversary trains</source>
        <translation>Föderationen, die der Angreifer trainiert</translation>
    </message>
    <message>
        <source>Part&amp;ition</source>
        <translation>Auf&amp;teilung</translation>
    </message>
    <message>
        <source>all: every shadow speaker trains in each federation; folds: each leaves one fold out</source>
        <translation>all: jeder Schattensprecher trainiert in jeder Föderation; folds: jede lässt einen Teil aus</translation>
    </message>
    <message>
        <source>Em&amp;otions</source>
        <translation>&amp;Emotionen</translation>
    </message>
    <message>
        <source>Emotions that are told apart; other utterances take no part</source>
        <translation>Emotionen, die unterschieden werden; andere Äußerungen nehmen nicht teil</translation>
    </message>
    <message>
        <source>&amp;Attribute</source>
        <translation>Ei&amp;genschaft</translation>
    </message>
    <message>
        <source>The private attribute: a column of the corpora</source>
        <translation>Die private Eigenschaft: eine Spalte der Korpora</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>Feature &amp;set</source>
        <translation>&amp;Merkmalssatz</translation>
    </message>
    <message>
        <source>A set of the program&apos;s own, or one that was imported</source>
        <translation>Ein Satz des Programms oder ein importierter</translation>
    </message>
    <message>
        <source>Normali&amp;zation</source>
        <translation>N&amp;ormalisierung</translation>
    </message>
    <message>
        <source>By each speaker&apos;s own utterances, by the training utterances, or not at all</source>
        <translation>Nach den eigenen Äußerungen jedes Sprechers, nach den Trainingsäußerungen oder gar nicht</translation>
    </message>
    <message>
        <source>&amp;Hidden layers</source>
        <translation>&amp;Verborgene Schichten</translation>
    </message>
    <message>
        <source>Units of the classifier&apos;s hidden layers</source>
        <translation>Einheiten der verborgenen Schichten des Klassifikators</translation>
    </message>
    <message>
        <source>Dro&amp;pout</source>
        <translation>Dro&amp;pout</translation>
    </message>
    <message>
        <source>Dropout after the first hidden layer</source>
        <translation>Dropout nach der ersten verborgenen Schicht</translation>
    </message>
    <message>
        <source>Federation</source>
        <translation>Föderation</translation>
    </message>
    <message>
        <source>&amp;Algorithm</source>
        <translation>Al&amp;gorithmus</translation>
    </message>
    <message>
        <source>How the clients train together; it brings its published learning rate</source>
        <translation>Wie die Clients zusammen trainieren; bringt seine veröffentlichte Lernrate mit</translation>
    </message>
    <message>
        <source>Roun&amp;ds</source>
        <translation>&amp;Runden</translation>
    </message>
    <message>
        <source>Communication rounds</source>
        <translation>Kommunikationsrunden</translation>
    </message>
    <message>
        <source>&amp;Client fraction</source>
        <translation>&amp;Clientanteil</translation>
    </message>
    <message>
        <source>Share of the clients that take part in a round</source>
        <translation>Anteil der Clients, die an einer Runde teilnehmen</translation>
    </message>
    <message>
        <source>&amp;Shards per speaker</source>
        <translation>T&amp;eile je Sprecher</translation>
    </message>
    <message>
        <source>Clients that one speaker&apos;s data make</source>
        <translation>Clients, die die Daten eines Sprechers ergeben</translation>
    </message>
    <message>
        <source>Local &amp;epochs</source>
        <translation>&amp;Lokale Epochen</translation>
    </message>
    <message>
        <source>Passes over a client&apos;s data in one round; 1 with fedsgd</source>
        <translation>Durchgänge durch die Daten eines Clients in einer Runde; 1 bei fedsgd</translation>
    </message>
    <message>
        <source>&amp;Batch size</source>
        <translation>Sta&amp;pelgröße</translation>
    </message>
    <message>
        <source>Utterances of a mini-batch</source>
        <translation>Äußerungen eines Mini-Batches</translation>
    </message>
    <message>
        <source>&amp;Learning rate</source>
        <translation>Lernra&amp;te</translation>
    </message>
    <message>
        <source>Of Adam on the client, or of the server&apos;s step with fedsgd</source>
        <translation>Von Adam auf dem Client oder, bei fedsgd, vom Schritt des Servers</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Schutz</translation>
    </message>
    <message>
        <source>Mec&amp;hanism</source>
        <translation>&amp;Mechanismus</translation>
    </message>
    <message>
        <source>What protects the updates; it brings its own defaults</source>
        <translation>Was die Updates schützt; bringt eigene Vorgaben mit</translation>
    </message>
    <message>
        <source>E&amp;psilon</source>
        <translation>&amp;Epsilon</translation>
    </message>
    <message>
        <source>The budget: smaller is more private; inf is no noise and no clipping</source>
        <translation>Das Budget: kleiner ist privater; inf heißt kein Rauschen und kein Beschneiden</translation>
    </message>
    <message>
        <source>N&amp;oise multiplier</source>
        <translation>&amp;Rauschfaktor</translation>
    </message>
    <message>
        <source>In place of epsilon: deviation of the noise divided by the clip</source>
        <translation>Statt Epsilon: Abweichung des Rauschens geteilt durch die Schranke</translation>
    </message>
    <message>
        <source>Si&amp;gma</source>
        <translation>Si&amp;gma</translation>
    </message>
    <message>
        <source>In place of epsilon: deviation of the noise</source>
        <translation>Statt Epsilon: Abweichung des Rauschens</translation>
    </message>
    <message>
        <source>D&amp;elta</source>
        <translation>De&amp;lta</translation>
    </message>
    <message>
        <source>Chance that the budget does not hold; far below 1 / clients</source>
        <translation>Wahrscheinlichkeit, dass das Budget nicht gilt; weit unter 1 / Clients</translation>
    </message>
    <message>
        <source>&amp;Clip</source>
        <translation>S&amp;chranke</translation>
    </message>
    <message>
        <source>Largest norm of what is clipped</source>
        <translation>Größte Norm dessen, was beschnitten wird</translation>
    </message>
    <message>
        <source>O&amp;bserver</source>
        <translation>&amp;Beobachter</translation>
    </message>
    <message>
        <source>Who attacks; it brings what it sees</source>
        <translation>Wer angreift; bringt mit, was er sieht</translation>
    </message>
    <message>
        <source>See&amp;s</source>
        <translation>S&amp;ieht</translation>
    </message>
    <message>
        <source>Updates of single clients, or sums over a round</source>
        <translation>Updates einzelner Clients oder Summen über eine Runde</translation>
    </message>
    <message>
        <source>&amp;Knows who took part</source>
        <translation>&amp;Kennt die Teilnehmer</translation>
    </message>
    <message>
        <source>Sampling protects only from an observer who does not</source>
        <translation>Die Stichprobe schützt nur vor einem Beobachter, der sie nicht kennt</translation>
    </message>
    <message>
        <source>Neighbo&amp;urs</source>
        <translation>Nac&amp;hbarn</translation>
    </message>
    <message>
        <source>Which two sets of clients must look alike</source>
        <translation>Welche zwei Mengen von Clients gleich aussehen müssen</translation>
    </message>
    <message>
        <source>Samp&amp;ling</source>
        <translation>Stich&amp;probe</translation>
    </message>
    <message>
        <source>Cohorts of one size, or each client by chance</source>
        <translation>Kohorten einer Größe oder jeder Client nach dem Zufall</translation>
    </message>
    <message>
        <source>&amp;Accountant</source>
        <translation>Rechenver&amp;fahren</translation>
    </message>
    <message>
        <source>What computes the accounted epsilons</source>
        <translation>Was die abgerechneten Epsilon berechnet</translation>
    </message>
    <message>
        <source>S&amp;top at epsilon</source>
        <translation>S&amp;topp bei Epsilon</translation>
    </message>
    <message>
        <source>Training ends before a client&apos;s accounted epsilon passes this</source>
        <translation>Das Training endet, bevor das abgerechnete Epsilon eines Clients dies überschreitet</translation>
    </message>
    <message>
        <source>Nominal &amp;q</source>
        <translation>Nominales &amp;q</translation>
    </message>
    <message>
        <source>q of the formula of udp, if not the client fraction</source>
        <translation>q der Formel von udp, wenn nicht der Clientanteil</translation>
    </message>
    <message>
        <source>Nom&amp;inal T</source>
        <translation>N&amp;ominales T</translation>
    </message>
    <message>
        <source>T of the formula of udp, if not the rounds</source>
        <translation>T der Formel von udp, wenn nicht die Runden</translation>
    </message>
    <message>
        <source>Adapti&amp;ve clip</source>
        <translation>Adapti&amp;ve Schranke</translation>
    </message>
    <message>
        <source>A clip that follows a quantile of the norms</source>
        <translation>Eine Schranke, die einem Quantil der Normen folgt</translation>
    </message>
    <message>
        <source>Share &amp;within the clip</source>
        <translation>&amp;Zielanteil</translation>
    </message>
    <message>
        <source>The quantile of the norms that the clip follows</source>
        <translation>Das Quantil der Normen, dem die Schranke folgt</translation>
    </message>
    <message>
        <source>&amp;Deviation of the count</source>
        <translation>Ab&amp;weichung der Zählung</translation>
    </message>
    <message>
        <source>Of the noise on the count of updates within the clip</source>
        <translation>Des Rauschens auf der Zahl der Updates unter der Schranke</translation>
    </message>
    <message>
        <source>Step si&amp;ze</source>
        <translation>Anpass&amp;ungstempo</translation>
    </message>
    <message>
        <source>How fast the clip follows</source>
        <translation>Wie schnell die Schranke folgt</translation>
    </message>
    <message>
        <source>Attack</source>
        <translation>Angriff</translation>
    </message>
    <message>
        <source>&amp;Kind of attack</source>
        <translation>An&amp;griffsart</translation>
    </message>
    <message>
        <source>The attribute-inference attack; data is the ceiling that sees the features themselves</source>
        <translation>Der Angriff auf die Eigenschaft; data ist die Obergrenze, die die Merkmale selbst sieht</translation>
    </message>
    <message>
        <source>La&amp;yers</source>
        <translation>S&amp;chichten</translation>
    </message>
    <message>
        <source>Layers whose updates are attacked; fusion joins the others</source>
        <translation>Schichten, deren Updates angegriffen werden; fusion verbindet die anderen</translation>
    </message>
    <message>
        <source>P&amp;arts</source>
        <translation>&amp;Teile</translation>
    </message>
    <message>
        <source>Parts of a layer&apos;s update that are attacked</source>
        <translation>Teile des Updates einer Schicht, die angegriffen werden</translation>
    </message>
    <message>
        <source>Fam&amp;ilies of features</source>
        <translation>Merkmals&amp;familien</translation>
    </message>
    <message>
        <source>Attack the first layer&apos;s weights of each family of acoustic features by itself, too</source>
        <translation>Auch die Gewichte der ersten Schicht jeder akustischen Merkmalsfamilie für sich angreifen</translation>
    </message>
    <message>
        <source>Leaked &amp;updates</source>
        <translation>&amp;Mitgelesene Updates</translation>
    </message>
    <message>
        <source>Updates of one client that leak, such as 1, 5, 10, all</source>
        <translation>Updates eines Clients, die mitgelesen werden, etwa 1, 5, 10, all</translation>
    </message>
    <message>
        <source>Ad&amp;versary</source>
        <translation>Ang&amp;reifer</translation>
    </message>
    <message>
        <source>What the adversary knows of the defence: nothing (clean), everything (same), or the thresholds alone (calibrated)</source>
        <translation>Was der Angreifer vom Schutz weiß: nichts (clean), alles (same) oder nur die Schwellen (calibrated)</translation>
    </message>
    <message>
        <source>R&amp;epeats</source>
        <translation>&amp;Wiederholungen</translation>
    </message>
    <message>
        <source>Random draws of the leaked updates</source>
        <translation>Zufällige Ziehungen der mitgelesenen Updates</translation>
    </message>
    <message>
        <source>Pro&amp;bes</source>
        <translation>S&amp;onden</translation>
    </message>
    <message>
        <source>Directions to which updates are reduced</source>
        <translation>Richtungen, auf die Updates verkürzt werden</translation>
    </message>
    <message>
        <source>Va&amp;lidation</source>
        <translation>&amp;Validierung</translation>
    </message>
    <message>
        <source>What the network is validated on: speakers held out, or random updates as published</source>
        <translation>Woran das Netz validiert wird: zurückgehaltene Sprecher oder zufällige Updates wie veröffentlicht</translation>
    </message>
    <message>
        <source>E&amp;pochs</source>
        <translation>&amp;Epochen</translation>
    </message>
    <message>
        <source>Epochs of the network, at most</source>
        <translation>Epochen des Netzes, höchstens</translation>
    </message>
    <message>
        <source>Audit &amp;with canaries</source>
        <translation>Prüf&amp;ung mit Kanarienvögeln</translation>
    </message>
    <message>
        <source>Play a membership game with synthetic clients beside every trial</source>
        <translation>Neben jedem Durchlauf ein Mitgliedschaftsspiel mit synthetischen Clients spielen</translation>
    </message>
    <message>
        <source>&amp;Canaries</source>
        <translation>&amp;Kanarienvögel</translation>
    </message>
    <message>
        <source>Synthetic clients, each in or out by a fair coin</source>
        <translation>Synthetische Clients, jeder nach fairem Münzwurf dabei oder nicht</translation>
    </message>
    <message>
        <source>&amp;Guesses</source>
        <translation>Rateversuc&amp;he</translation>
    </message>
    <message>
        <source>Of the auditor; not given: half of the canaries</source>
        <translation>Des Prüfers; nicht angegeben: die Hälfte der Kanarienvögel</translation>
    </message>
    <message>
        <source>Updates &amp;of a canary</source>
        <translation>U&amp;pdates je Kanarienvogel</translation>
    </message>
    <message>
        <source>Updates of one canary that the auditor gets; not given: all</source>
        <translation>Updates eines Kanarienvogels, die der Prüfer bekommt; nicht angegeben: alle</translation>
    </message>
    <message>
        <source>Confi&amp;dence</source>
        <translation>Konf&amp;idenz</translation>
    </message>
    <message>
        <source>Of each lower bound</source>
        <translation>Jeder unteren Schranke</translation>
    </message>
    <message>
        <source>Repetitions</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>F&amp;olds</source>
        <translation>&amp;Teile</translation>
    </message>
    <message>
        <source>Of the private speakers; with 1 all of them train, and the shadow speakers are tested</source>
        <translation>Der privaten Sprecher; bei 1 trainieren alle, und die Schattensprecher werden getestet</translation>
    </message>
    <message>
        <source>Sp&amp;lit</source>
        <translation>Auft&amp;eilung</translation>
    </message>
    <message>
        <source>Speakers are dealt to folds evenly by the attribute, or in their order</source>
        <translation>Sprecher werden gleichmäßig nach der Eigenschaft oder in ihrer Reihenfolge auf Teile verteilt</translation>
    </message>
    <message>
        <source>See&amp;ds</source>
        <translation>Start&amp;werte</translation>
    </message>
    <message>
        <source>Each seed repeats everything, such as 8, 9, 10</source>
        <translation>Jeder Startwert wiederholt alles, etwa 8, 9, 10</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 Tage</translation>
    </message>
    <message>
        <source>1 trial</source>
        <translation>1 Durchlauf</translation>
    </message>
    <message>
        <source>%1 trials</source>
        <translation>%1 Durchläufe</translation>
    </message>
    <message>
        <source>about %1 by the speed of earlier studies here</source>
        <translation>etwa %1 nach dem Tempo früherer Studien hier</translation>
    </message>
    <message>
        <source>%1 as a rough guess, since nothing has been measured here</source>
        <translation>%1 grob geschätzt, denn hier ist noch nichts gemessen</translation>
    </message>
    <message>
        <source>about %1 of memory</source>
        <translation>etwa %1 Speicher</translation>
    </message>
    <message>
        <source>%1 %2 private and %3 shadow</source>
        <translation>%1 %2 privat und %3 Schatten</translation>
    </message>
    <message>
        <source>%1: %2 speakers</source>
        <translation>%1: Sprecher %2</translation>
    </message>
    <message>
        <source>No noise: nothing bounds what the updates give away.</source>
        <translation>Kein Rauschen: nichts beschränkt, was die Updates verraten.</translation>
    </message>
    <message>
        <source>sigma = %1</source>
        <translation>Sigma = %1</translation>
    </message>
    <message>
        <source>sigma depends on the clients&apos; utterances</source>
        <translation>Sigma hängt von den Äußerungen der Clients ab</translation>
    </message>
    <message>
        <source> (for a client of %1 utterances)</source>
        <translation> (für einen Client mit %1 Äußerungen)</translation>
    </message>
    <message>
        <source>, noise multiplier = %1</source>
        <translation>, Rauschfaktor = %1</translation>
    </message>
    <message>
        <source>, epsilon after all rounds = %1 (server), %2 (one update)</source>
        <translation>, Epsilon nach allen Runden = %1 (Server), %2 (ein Update)</translation>
    </message>
    <message>
        <source>, %1 (all rounds, the study&apos;s observer)</source>
        <translation>, %1 (alle Runden, der Beobachter der Studie)</translation>
    </message>
    <message>
        <source> at delta = %1, for a client in %2 rounds. </source>
        <translation> bei Delta = %1, für einen Client in %2 Runden. </translation>
    </message>
    <message>
        <source>&amp;Kind of study</source>
        <translation>A&amp;rt der Studie</translation>
    </message>
    <message>
        <source>federation: what a federated training gives away; representation: what stored embeddings do</source>
        <translation>federation: was ein föderiertes Training verrät; representation: was gespeicherte Einbettungen verraten</translation>
    </message>
    <message>
        <source>Representation</source>
        <translation>Repräsentation</translation>
    </message>
    <message>
        <source>&amp;Inputs</source>
        <translation>Ein&amp;gaben</translation>
    </message>
    <message>
        <source>What the encoder reads; several are joined</source>
        <translation>Was der Encoder liest; mehrere werden verbunden</translation>
    </message>
    <message>
        <source>&amp;Target</source>
        <translation>&amp;Ziel</translation>
    </message>
    <message>
        <source>What is recognised; activation and valence in three bins, where the corpora have them</source>
        <translation>Was erkannt wird; Aktivierung und Valenz in drei Stufen, wo die Korpora sie haben</translation>
    </message>
    <message>
        <source>A&amp;dversaries</source>
        <translation>Gegn&amp;er</translation>
    </message>
    <message>
        <source>Attributes that the encoder unlearns by the strength lambda, and that are attacked; with lambda 0 attacked alone; speaker is linkability</source>
        <translation>Merkmale, die der Encoder mit der Stärke lambda verlernt und die angegriffen werden; mit lambda 0 nur angegriffen; speaker ist die Verknüpfbarkeit</translation>
    </message>
    <message>
        <source>&amp;Convolutions</source>
        <translation>&amp;Faltungen</translation>
    </message>
    <message>
        <source>Over the frames, each with a pooling of 2</source>
        <translation>Über die Rahmen, jede mit einem Pooling von 2</translation>
    </message>
    <message>
        <source>Kernel widt&amp;h</source>
        <translation>Kern&amp;breite</translation>
    </message>
    <message>
        <source>Frames that a convolution sees</source>
        <translation>Rahmen, die eine Faltung sieht</translation>
    </message>
    <message>
        <source>&amp;Kernels</source>
        <translation>&amp;Kerne</translation>
    </message>
    <message>
        <source>Of each convolution</source>
        <translation>Jeder Faltung</translation>
    </message>
    <message>
        <source>&amp;GRU layers</source>
        <translation>GRU-Schic&amp;hten</translation>
    </message>
    <message>
        <source>Recurrent layers</source>
        <translation>Rekurrente Schichten</translation>
    </message>
    <message>
        <source>GR&amp;U units</source>
        <translation>GR&amp;U-Einheiten</translation>
    </message>
    <message>
        <source>Of each recurrent layer</source>
        <translation>Jeder rekurrenten Schicht</translation>
    </message>
    <message>
        <source>Dense la&amp;yers</source>
        <translation>D&amp;ichte Schichten</translation>
    </message>
    <message>
        <source>The last one&apos;s output is the embedding</source>
        <translation>Die Ausgabe der letzten ist die Einbettung</translation>
    </message>
    <message>
        <source>Den&amp;se units</source>
        <translation>Di&amp;chte Einheiten</translation>
    </message>
    <message>
        <source>Of each dense layer</source>
        <translation>Jeder dichten Schicht</translation>
    </message>
    <message>
        <source>Between the layers</source>
        <translation>Zwischen den Schichten</translation>
    </message>
    <message>
        <source>Word &amp;vectors</source>
        <translation>Wort&amp;vektoren</translation>
    </message>
    <message>
        <source>A file of word2vec or GloVe vectors; empty: learned from the corpus</source>
        <translation>Eine Datei mit Vektoren von word2vec oder GloVe; leer: am Korpus gelernt</translation>
    </message>
    <message>
        <source>Word dimensi&amp;ons</source>
        <translation>&amp;Wortdimensionen</translation>
    </message>
    <message>
        <source>Of learned word vectors</source>
        <translation>Gelernter Wortvektoren</translation>
    </message>
    <message>
        <source>&amp;Warmup</source>
        <translation>An&amp;lauf</translation>
    </message>
    <message>
        <source>Epochs in which lambda rises to its value</source>
        <translation>Epochen, in denen lambda auf seinen Wert steigt</translation>
    </message>
    <message>
        <source>&amp;Epochs</source>
        <translation>Ep&amp;ochen</translation>
    </message>
    <message>
        <source>Of the training, at most</source>
        <translation>Des Trainings, höchstens</translation>
    </message>
    <message>
        <source>Patience &amp;before it stops</source>
        <translation>Geduld bis zu&amp;m Ende</translation>
    </message>
    <message>
        <source>Epochs without a better UAR of the validation speakers</source>
        <translation>Epochen ohne bessere UAR der Validierungssprecher</translation>
    </message>
    <message>
        <source>Batch si&amp;ze</source>
        <translation>Stapelgr&amp;öße</translation>
    </message>
    <message>
        <source>Of Adam</source>
        <translation>Von Adam</translation>
    </message>
    <message>
        <source>&amp;Attackers</source>
        <translation>Angreife&amp;r</translation>
    </message>
    <message>
        <source>Who reads the attributes off the frozen embeddings, having seen nothing of the training</source>
        <translation>Wer die Merkmale aus den eingefrorenen Einbettungen liest, ohne etwas vom Training gesehen zu haben</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>Durchläufe</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Private corpora</source>
        <translation>Private Korpora</translation>
    </message>
    <message>
        <source>Shadow corpora</source>
        <translation>Schattenkorpora</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>synthetic</source>
        <translation>synthetisch</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>aufgenommen</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>Startwerte</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::ClipView</name>
    <message>
        <source>Waveform and spectrogram</source>
        <translation>Wellenform und Spektrogramm</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Hz</source>
        <translation>Hz</translation>
    </message>
    <message>
        <source>F0, Hz</source>
        <translation>F0, Hz</translation>
    </message>
    <message>
        <source>%1, %2 seconds</source>
        <translation>%1, %2 Sekunden</translation>
    </message>
    <message>
        <source>Plus and minus zoom, left and right move, Home shows the whole clip.</source>
        <translation>Plus und Minus vergrößern und verkleinern, links und rechts verschieben, Pos1 zeigt die ganze Aufnahme.</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::CompareDialog</name>
    <message>
        <source>Compare studies</source>
        <translation>Studien vergleichen</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Vergleiche…</translation>
    </message>
    <message>
        <source>&amp;Results</source>
        <translation>&amp;Ergebnisse</translation>
    </message>
    <message>
        <source>Cells that the studies share, and how they differ from the first study, with 95 % intervals</source>
        <translation>Zellen, die den Studien gemeinsam sind, und wie sie von der ersten Studie abweichen, mit 95-%-Intervallen</translation>
    </message>
    <message>
        <source>&amp;Specification</source>
        <translation>&amp;Spezifikation</translation>
    </message>
    <message>
        <source>Settings that the studies do not agree on</source>
        <translation>Einstellungen, in denen die Studien nicht übereinstimmen</translation>
    </message>
    <message>
        <source>&amp;Copy table</source>
        <translation>Tabelle &amp;kopieren</translation>
    </message>
    <message>
        <source>Copy the table in front as Markdown</source>
        <translation>Die vordere Tabelle als Markdown kopieren</translation>
    </message>
    <message>
        <source>The studies have no cell in common.</source>
        <translation>Die Studien haben keine Zelle gemeinsam.</translation>
    </message>
    <message>
        <source>Differences from the first study, with 95 % intervals.</source>
        <translation>Unterschiede zur ersten Studie, mit 95-%-Intervallen.</translation>
    </message>
    <message>
        <source>The specifications are the same.</source>
        <translation>Die Spezifikationen sind gleich.</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::CorporaPanel</name>
    <message>
        <source>Unreadable, left out</source>
        <translation>Unlesbar, ausgelassen</translation>
    </message>
    <message>
        <source>Empty, left out</source>
        <translation>Leer, ausgelassen</translation>
    </message>
    <message>
        <source>Clipped</source>
        <translation>Übersteuert</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>Still</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Doppelt</translation>
    </message>
    <message>
        <source>Clips of one recording</source>
        <translation>Ausschnitte einer Aufnahme</translation>
    </message>
    <message>
        <source>Speaker with one emotion</source>
        <translation>Sprecher mit einer Emotion</translation>
    </message>
    <message>
        <source>Unknown label</source>
        <translation>Unbekannte Bezeichnung</translation>
    </message>
    <message>
        <source>Left out by the layout&apos;s rules</source>
        <translation>Nach den Regeln der Anordnung ausgelassen</translation>
    </message>
    <message>
        <source>The corpus that is shown</source>
        <translation>Der gezeigte Korpus</translation>
    </message>
    <message>
        <source>Corpus</source>
        <translation>Korpus</translation>
    </message>
    <message>
        <source>Co&amp;rpus</source>
        <translation>Ko&amp;rpus</translation>
    </message>
    <message>
        <source>Speakers</source>
        <translation>Sprecher</translation>
    </message>
    <message>
        <source>Emotions</source>
        <translation>Emotionen</translation>
    </message>
    <message>
        <source>Durations</source>
        <translation>Dauern</translation>
    </message>
    <message>
        <source>Audit findings</source>
        <translation>Befunde der Prüfung</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>find clips</source>
        <translation>Clips suchen</translation>
    </message>
    <message>
        <source>Clips whose path, speaker or emotion has this text</source>
        <translation>Clips, deren Pfad, Sprecher oder Emotion diesen Text enthält</translation>
    </message>
    <message>
        <source>Find clips</source>
        <translation>Clips suchen</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>Choose a clip to see its waveform, spectrogram and F0</source>
        <translation>Wählen Sie einen Clip, um Wellenform, Spektrogramm und F0 zu sehen</translation>
    </message>
    <message>
        <source>No corpus yet: import one, or make the demo corpora (Corpora menu).</source>
        <translation>Noch kein Korpus: importieren Sie einen oder erzeugen Sie die Demo-Korpora (Menü Korpora).</translation>
    </message>
    <message>
        <source>The clips of a corpus are listed here.</source>
        <translation>Hier stehen die Clips eines Korpus.</translation>
    </message>
    <message>
        <source>Choose a clip to see its waveform, spectrogram and F0.</source>
        <translation>Wählen Sie einen Clip, um Wellenform, Spektrogramm und F0 zu sehen.</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>Clip</translation>
    </message>
    <message>
        <source>Speaker</source>
        <translation>Sprecher</translation>
    </message>
    <message>
        <source>Emotion</source>
        <translation>Emotion</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>%1 clips, %2 hours, layout %3, %4 findings.</source>
        <translation>%1 Clips, %2 Stunden, Anordnung %3, %4 Befunde.</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>Abs&amp;pielen</translation>
    </message>
    <message>
        <source>Plays the clip</source>
        <translation>Spielt die Aufnahme ab</translation>
    </message>
    <message>
        <source>Without a transcript</source>
        <translation>Ohne Transkript</translation>
    </message>
    <message>
        <source>Remove corpus…</source>
        <translation>Korpus entfernen…</translation>
    </message>
    <message>
        <source>Take the corpus that is shown out of this workspace</source>
        <translation>Den gezeigten Korpus aus diesem Arbeitsbereich nehmen</translation>
    </message>
    <message>
        <source>Remove corpus</source>
        <translation>Korpus entfernen</translation>
    </message>
    <message>
        <source>Remove the corpus %1 from this workspace?</source>
        <translation>Den Korpus %1 aus diesem Arbeitsbereich entfernen?</translation>
    </message>
    <message>
        <source>Its files stay, but for speech that was made here. Studies keep their results, but cannot be resumed without it.</source>
        <translation>Seine Dateien bleiben, außer hier erzeugter Sprache. Studien behalten ihre Ergebnisse, können ohne ihn aber nicht fortgesetzt werden.</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Keep it</source>
        <translation>&amp;Behalten</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::CorpusChoice</name>
    <message>
        <source>%1 (not in the workspace)</source>
        <translation>%1 (nicht im Arbeitsbereich)</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::EmbeddingPanel</name>
    <message>
        <source>The encoder whose embeddings are shown: a setting, a fold and a seed</source>
        <translation>Der Encoder, dessen Einbettungen gezeigt werden: Einstellung, Fold und Seed</translation>
    </message>
    <message>
        <source>Trial of the map</source>
        <translation>Versuch der Karte</translation>
    </message>
    <message>
        <source>What the dots&apos; colours stand for</source>
        <translation>Wofür die Farben der Punkte stehen</translation>
    </message>
    <message>
        <source>Colours of the map</source>
        <translation>Farben der Karte</translation>
    </message>
    <message>
        <source>&amp;Map of the embeddings of</source>
        <translation>Karte der &amp;Einbettungen von</translation>
    </message>
    <message>
        <source>coloured &amp;by</source>
        <translation>gefärbt &amp;nach</translation>
    </message>
    <message>
        <source>A click on a dot plays its clip.</source>
        <translation>Ein Klick auf einen Punkt spielt seine Aufnahme ab.</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::ErrorBar</name>
    <message>
        <source>Cop&amp;y details</source>
        <translation>Einzelheiten kop&amp;ieren</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Copy everything that is known about this to the clipboard</source>
        <translation>Alles hierzu Bekannte in die Zwischenablage kopieren</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Hide this message</source>
        <translation>Diese Meldung verbergen</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::ExportDialog</name>
    <message>
        <source>PDF (vectors)</source>
        <translation>PDF (Vektoren)</translation>
    </message>
    <message>
        <source>SVG (vectors)</source>
        <translation>SVG (Vektoren)</translation>
    </message>
    <message>
        <source>PNG (pixels)</source>
        <translation>PNG (Bildpunkte)</translation>
    </message>
    <message>
        <source>LaTeX (PGFPlots, booktabs)</source>
        <translation>LaTeX (PGFPlots, booktabs)</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>CSV (the numbers)</source>
        <translation>CSV (die Zahlen)</translation>
    </message>
    <message>
        <source>&amp;All of the study</source>
        <translation>&amp;Alle der Studie</translation>
    </message>
    <message>
        <source>&amp;Captions beside</source>
        <translation>Unters&amp;chriften daneben</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Table: %1</source>
        <translation>Tabelle: %1</translation>
    </message>
    <message>
        <source>The figure or the table to write</source>
        <translation>Die zu schreibende Abbildung oder Tabelle</translation>
    </message>
    <message>
        <source>Every figure, and every table where the format is one for tables, into a folder</source>
        <translation>Jede Abbildung, und bei Tabellenformaten jede Tabelle, in einen Ordner</translation>
    </message>
    <message>
        <source>PDF and SVG are vectors with the fonts as text; CSV has the numbers that are drawn</source>
        <translation>PDF und SVG sind Vektoren mit Schriften als Text; CSV enthält die gezeichneten Zahlen</translation>
    </message>
    <message>
        <source>Width and type of a kind of paper</source>
        <translation>Breite und Schrift einer Veröffentlichungsart</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>choose…</source>
        <translation>wählen…</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> mm</translation>
    </message>
    <message>
        <source>Width as printed</source>
        <translation>Breite im Druck</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Font of PDF, SVG and PNG; LaTeX takes its own</source>
        <translation>Schrift von PDF, SVG und PNG; LaTeX nimmt seine eigene</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>Schrift</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> pt</translation>
    </message>
    <message>
        <source>Size of the type as printed</source>
        <translation>Schriftgröße im Druck</translation>
    </message>
    <message>
        <source> dpi</source>
        <translation> dpi</translation>
    </message>
    <message>
        <source>Dots per inch of a PNG</source>
        <translation>Punkte je Zoll eines PNG</translation>
    </message>
    <message>
        <source>Writes the captions with the numbers into a text file beside</source>
        <translation>Schreibt die Unterschriften mit den Zahlen in eine Textdatei daneben</translation>
    </message>
    <message>
        <source>Copy ca&amp;ption</source>
        <translation>&amp;Unterschrift kopieren</translation>
    </message>
    <message>
        <source>Puts the caption with the numbers on the clipboard</source>
        <translation>Legt die Unterschrift mit den Zahlen in die Zwischenablage</translation>
    </message>
    <message>
        <source>&amp;Figure</source>
        <translation>A&amp;bbildung</translation>
    </message>
    <message>
        <source>F&amp;ormat</source>
        <translation>F&amp;ormat</translation>
    </message>
    <message>
        <source>P&amp;reset</source>
        <translation>Vo&amp;rgabe</translation>
    </message>
    <message>
        <source>&amp;Width</source>
        <translation>Br&amp;eite</translation>
    </message>
    <message>
        <source>Fo&amp;nt</source>
        <translation>Schr&amp;ift</translation>
    </message>
    <message>
        <source>&amp;Type size</source>
        <translation>&amp;Schriftgröße</translation>
    </message>
    <message>
        <source>R&amp;esolution</source>
        <translation>Au&amp;flösung</translation>
    </message>
    <message>
        <source>Preview at true size</source>
        <translation>Vorschau in wahrer Größe</translation>
    </message>
    <message>
        <source>Preview of the table</source>
        <translation>Vorschau der Tabelle</translation>
    </message>
    <message>
        <source>Folder for the files</source>
        <translation>Ordner für die Dateien</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>Replace what is there already?</source>
        <translation>Ersetzen, was schon da ist?</translation>
    </message>
    <message>
        <source>In the folder there are: %1</source>
        <translation>Im Ordner liegen: %1</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Ersetzen</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::FigureView</name>
    <message>
        <source>Arrow keys read points, Return chooses, digits toggle legend entries, plus and minus zoom, Shift and arrows move, Home fits.</source>
        <translation>Pfeiltasten lesen Punkte, Eingabe wählt, Ziffern schalten Einträge der Legende, Plus und Minus vergrößern und verkleinern, Umschalt und Pfeile verschieben, Pos1 passt ein.</translation>
    </message>
    <message>
        <source>No results yet: they appear here as the study runs. Training fills first.</source>
        <translation>Noch keine Ergebnisse: sie erscheinen hier, während die Studie läuft, zuerst das Training.</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Abbildung</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::HelpBrowser</name>
    <message>
        <source>Help page</source>
        <translation>Hilfeseite</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::HelpWindow</name>
    <message>
        <source>Undertone help</source>
        <translation>Undertone-Hilfe</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>Hilfe durchsuchen</translation>
    </message>
    <message>
        <source>Words to search the help for</source>
        <translation>Suchwörter für die Hilfe</translation>
    </message>
    <message>
        <source>Lists the pages that have all of these words (Ctrl+F)</source>
        <translation>Listet die Seiten mit allen diesen Wörtern (Ctrl+F)</translation>
    </message>
    <message>
        <source>Pages of the help</source>
        <translation>Seiten der Hilfe</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>No page has all of these words.</source>
        <translation>Keine Seite hat alle diese Wörter.</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>The help on what has the focus</source>
        <translation>Die Hilfe zu dem, was den Fokus hat</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation>Tab, Umschalt+Tab</translation>
    </message>
    <message>
        <source>The next control, the one before</source>
        <translation>Das nächste Bedienelement, das vorige</translation>
    </message>
    <message>
        <source>Alt and a letter</source>
        <translation>Alt und ein Buchstabe</translation>
    </message>
    <message>
        <source>The menu or field with that letter underlined</source>
        <translation>Das Menü oder Feld, in dem dieser Buchstabe unterstrichen ist</translation>
    </message>
    <message>
        <source>In a figure</source>
        <translation>In einer Abbildung</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>Pfeiltasten</translation>
    </message>
    <message>
        <source>Read the points of a line, or the cells; up and down change the line</source>
        <translation>Die Punkte einer Linie oder die Felder lesen; auf und ab wechseln die Linie</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Choose what is read, in every figure and the table</source>
        <translation>Wählen, was gelesen wird, in jeder Abbildung und der Tabelle</translation>
    </message>
    <message>
        <source>Escape</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Choose nothing</source>
        <translation>Nichts wählen</translation>
    </message>
    <message>
        <source>1 to 9</source>
        <translation>1 bis 9</translation>
    </message>
    <message>
        <source>Hide an entry of the legend, or show it again</source>
        <translation>Einen Eintrag der Legende verbergen oder wieder zeigen</translation>
    </message>
    <message>
        <source>+ and -</source>
        <translation>+ und -</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Vergrößern, verkleinern</translation>
    </message>
    <message>
        <source>Shift and arrow keys</source>
        <translation>Umschalt und Pfeiltasten</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Home, or 0</source>
        <translation>Pos1 oder 0</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>In a clip</source>
        <translation>In einer Aufnahme</translation>
    </message>
    <message>
        <source>Left, right</source>
        <translation>Links, rechts</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Pos1</translation>
    </message>
    <message>
        <source>In New study</source>
        <translation>In „Neue Studie“</translation>
    </message>
    <message>
        <source>Alt+1 to Alt+8</source>
        <translation>Alt+1 bis Alt+8</translation>
    </message>
    <message>
        <source>The page of that place; its tab says which</source>
        <translation>Die Seite an dieser Stelle; ihr Reiter sagt, welche</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::HistoryModel</name>
    <message>
        <source>Running</source>
        <translation>Laufend</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>No corpus</source>
        <translation>Kein Korpus</translation>
    </message>
    <message>
        <source>No mechanism</source>
        <translation>Kein Mechanismus</translation>
    </message>
    <message>
        <source>No tag</source>
        <translation>Kein Schlagwort</translation>
    </message>
    <message>
        <source>%1, %2 of %3 trials, %4</source>
        <translation>%1, %2 von %3 Durchläufen, %4</translation>
    </message>
    <message>
        <source>synthetic speech</source>
        <translation>synthetische Sprache</translation>
    </message>
    <message>
        <source>Tags: %1</source>
        <translation>Schlagwörter: %1</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>mit Stern</translation>
    </message>
    <message>
        <source>not starred</source>
        <translation>ohne Stern</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Stern</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Studie</translation>
    </message>
    <message>
        <source>Name of the study</source>
        <translation>Name der Studie</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Whether it waits, runs, has finished or has stopped</source>
        <translation>Ob sie wartet, läuft, fertig oder angehalten ist</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>When the study was made</source>
        <translation>Wann die Studie angelegt wurde</translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>Durchläufe</translation>
    </message>
    <message>
        <source>Trials done, of all</source>
        <translation>Erledigte von allen Durchläufen</translation>
    </message>
    <message>
        <source>Private corpus</source>
        <translation>Privater Korpus</translation>
    </message>
    <message>
        <source>Corpora of the private side</source>
        <translation>Korpora der privaten Seite</translation>
    </message>
    <message>
        <source>Mechanism</source>
        <translation>Mechanismus</translation>
    </message>
    <message>
        <source>Defence, or the defences that are swept</source>
        <translation>Schutz, oder die variierten Schutzverfahren</translation>
    </message>
    <message>
        <source>Epsilon</source>
        <translation>Epsilon</translation>
    </message>
    <message>
        <source>Least and greatest nominal epsilon of the result&apos;s rows</source>
        <translation>Kleinstes und größtes nominales Epsilon der Ergebniszeilen</translation>
    </message>
    <message>
        <source>Attack UAR</source>
        <translation>Angriffs-UAR</translation>
    </message>
    <message>
        <source>Highest attack UAR of the result&apos;s rows, the ceiling apart</source>
        <translation>Höchste Angriffs-UAR der Ergebniszeilen, ohne die Obergrenze</translation>
    </message>
    <message>
        <source>SER UAR</source>
        <translation>SER-UAR</translation>
    </message>
    <message>
        <source>Highest UAR of emotion recognition of the result&apos;s rows</source>
        <translation>Höchste UAR der Emotionserkennung in den Ergebniszeilen</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Tags, by name</source>
        <translation>Schlagwörter, nach Namen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>What you noted with it</source>
        <translation>Was Sie dazu notiert haben</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>pausiert</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::ImportCorpusDialog</name>
    <message>
        <source>&lt;p&gt;Nothing suspicious was found.&lt;/p&gt;</source>
        <translation>&lt;p&gt;Nichts Verdächtiges wurde gefunden.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;p&gt;&lt;b&gt;Worth a look&lt;/b&gt;&lt;/p&gt;&lt;table&gt;</source>
        <translation>&lt;p&gt;&lt;b&gt;Einen Blick wert&lt;/b&gt;&lt;/p&gt;&lt;table&gt;</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>Anordnung</translation>
    </message>
    <message>
        <source>Utterances</source>
        <translation>Äußerungen</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Stunden</translation>
    </message>
    <message>
        <source>Speakers</source>
        <translation>Sprecher</translation>
    </message>
    <message>
        <source>Speakers by %1</source>
        <translation>Sprecher nach %1</translation>
    </message>
    <message>
        <source>Emotions</source>
        <translation>Emotionen</translation>
    </message>
    <message>
        <source>Import corpus</source>
        <translation>Korpus importieren</translation>
    </message>
    <message>
        <source>Check the folder to see what is in it. Nothing is stored before you import.</source>
        <translation>Prüfen Sie den Ordner, um zu sehen, was darin ist. Vor dem Import wird nichts gespeichert.</translation>
    </message>
    <message>
        <source>Audit report</source>
        <translation>Prüfbericht</translation>
    </message>
    <message>
        <source>Folder of the corpus, as its owner distributes it</source>
        <translation>Ordner des Korpus, wie sein Eigentümer ihn verteilt</translation>
    </message>
    <message>
        <source>The recordings stay where they are</source>
        <translation>Die Aufnahmen bleiben, wo sie sind</translation>
    </message>
    <message>
        <source>found by itself</source>
        <translation>von selbst erkannt</translation>
    </message>
    <message>
        <source>How the files and labels are laid out</source>
        <translation>Wie Dateien und Bezeichnungen angeordnet sind</translation>
    </message>
    <message>
        <source>What specifications call the corpus</source>
        <translation>Wie Spezifikationen den Korpus nennen</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Durchsuchen…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>Den Ordner wählen</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>&amp;Layout</source>
        <translation>&amp;Anordnung</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>C&amp;heck</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>Read every file and report</source>
        <translation>Jede Datei lesen und berichten</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Importieren</translation>
    </message>
    <message>
        <source>Store the corpus in the workspace</source>
        <translation>Den Korpus im Arbeitsbereich speichern</translation>
    </message>
    <message>
        <source>Folder of the corpus</source>
        <translation>Ordner des Korpus</translation>
    </message>
    <message>
        <source>What is wrong with the name</source>
        <translation>Was an dem Namen falsch ist</translation>
    </message>
    <message>
        <source>There is a corpus of this name already.</source>
        <translation>Ein Korpus dieses Namens gibt es schon.</translation>
    </message>
    <message>
        <source>A name has letters from A to Z, digits, &apos;-&apos;, &apos;_&apos; and &apos;.&apos;, and no &apos;.&apos; at the beginning.</source>
        <translation>Ein Name hat Buchstaben von A bis Z, Ziffern, „-“, „_“ und „.“, und keinen Punkt am Anfang.</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::InspectorPanel</name>
    <message>
        <source>Result rows</source>
        <translation>Ergebniszeilen</translation>
    </message>
    <message>
        <source>Specification</source>
        <translation>Spezifikation</translation>
    </message>
    <message>
        <source>Privacy ledger</source>
        <translation>Privatheitsbuch</translation>
    </message>
    <message>
        <source>What each trial released, and what it is worth to the study&apos;s observer</source>
        <translation>Was jeder Durchlauf freigab und was es dem Beobachter der Studie wert ist</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privatheit</translation>
    </message>
    <message>
        <source>%1 of %2 trials</source>
        <translation>%1 von %2 Durchläufen</translation>
    </message>
    <message>
        <source>The ledger of a study whose defence adds noise is here when it has ended.</source>
        <translation>Das Buch einer Studie, deren Schutz Rauschen hinzufügt, steht hier, wenn sie beendet ist.</translation>
    </message>
    <message>
        <source>No study is selected.</source>
        <translation>Keine Studie ist gewählt.</translation>
    </message>
    <message>
        <source>What was found; a row that is chosen is pointed out in the figures</source>
        <translation>Was gefunden wurde; eine gewählte Zeile wird in den Abbildungen hervorgehoben</translation>
    </message>
    <message>
        <source>Every setting of the study, defaults too</source>
        <translation>Jede Einstellung der Studie, auch die Vorgaben</translation>
    </message>
    <message>
        <source>Provenance</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>When the study was made, and from which corpora, folds and seeds</source>
        <translation>Wann die Studie angelegt wurde, und aus welchen Korpora, Teilen und Startwerten</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::JobsBar</name>
    <message>
        <source>%1 s left</source>
        <translation>noch %1 s</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>noch %1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min left</source>
        <translation>noch %1 h %2 min</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Progress of %1</source>
        <translation>Fortschritt von %1</translation>
    </message>
    <message>
        <source>Stop this job; a study can be resumed later</source>
        <translation>Diesen Auftrag anhalten; eine Studie kann später fortgesetzt werden</translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation>hält an…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>%1 pausieren</translation>
    </message>
    <message>
        <source>Stop this study; it keeps its place, and the next one goes on</source>
        <translation>Diese Studie unterbrechen; sie behält ihren Platz, und die nächste läuft weiter</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop %1</source>
        <translation>%1 anhalten</translation>
    </message>
    <message>
        <source>1 of %1</source>
        <translation>1 von %1</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::NewStudyDialog</name>
    <message>
        <source>New study</source>
        <translation>Neue Studie</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>&amp;File…</source>
        <translation>&amp;Datei…</translation>
    </message>
    <message>
        <source>Start from a specification file</source>
        <translation>Von einer Spezifikationsdatei ausgehen</translation>
    </message>
    <message>
        <source>What the study is called in the list</source>
        <translation>Wie die Studie in der Liste heißt</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Specification as JSON</source>
        <translation>Spezifikation als JSON</translation>
    </message>
    <message>
        <source>The whole specification; the form follows what is written here</source>
        <translation>Die ganze Spezifikation; das Formular folgt dem, was hier steht</translation>
    </message>
    <message>
        <source>Specification (&amp;JSON)</source>
        <translation>Spezifikation (&amp;JSON)</translation>
    </message>
    <message>
        <source>Specification file</source>
        <translation>Spezifikationsdatei</translation>
    </message>
    <message>
        <source>Specifications (*.json)</source>
        <translation>Spezifikationen (*.json)</translation>
    </message>
    <message>
        <source>The demo corpora are not in this workspace yet. &lt;a href=&quot;demo&quot;&gt;Make them now&lt;/a&gt; (a few minutes).</source>
        <translation>Die Demo-Korpora sind noch nicht in diesem Arbeitsbereich. &lt;a href=&quot;demo&quot;&gt;Jetzt erzeugen&lt;/a&gt; (einige Minuten).</translation>
    </message>
    <message>
        <source>Not in this workspace: %1. Import it first.</source>
        <translation>Nicht in diesem Arbeitsbereich: %1. Importieren Sie es zuerst.</translation>
    </message>
    <message>
        <source>Start the study, behind those that wait; it can be paused and resumed at any time</source>
        <translation>Die Studie beginnen, hinter denen, die warten; sie kann jederzeit pausiert und fortgesetzt werden</translation>
    </message>
    <message>
        <source>Start from nothing, a preset, or a past study&apos;s settings</source>
        <translation>Von nichts, einer Vorlage oder den Einstellungen einer früheren Studie ausgehen</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Ausgehen von</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Start fro&amp;m</source>
        <translation>&amp;Ausgehen von</translation>
    </message>
    <message>
        <source>Blank: every setting at its default</source>
        <translation>Leer: jede Einstellung auf ihrer Vorgabe</translation>
    </message>
    <message>
        <source>As in: %1</source>
        <translation>Wie in: %1</translation>
    </message>
    <message>
        <source>Ready to run.</source>
        <translation>Bereit.</translation>
    </message>
    <message>
        <source>Looking at the speakers…</source>
        <translation>Die Sprecher werden angesehen…</translation>
    </message>
    <message>
        <source>The demo corpora are being made; the study can run then.</source>
        <translation>Die Demo-Korpora werden erzeugt; danach kann die Studie laufen.</translation>
    </message>
    <message>
        <source>Throw the new study away?</source>
        <translation>Die neue Studie verwerfen?</translation>
    </message>
    <message>
        <source>What you have changed in its specification is lost then.</source>
        <translation>Was an ihrer Spezifikation geändert wurde, ist dann verloren.</translation>
    </message>
    <message>
        <source>&amp;Throw away</source>
        <translation>&amp;Verwerfen</translation>
    </message>
    <message>
        <source>&amp;Keep editing</source>
        <translation>&amp;Weiter bearbeiten</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::NumberField</name>
    <message>
        <source>%1, slider</source>
        <translation>%1, Schieber</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::PairTable</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add a row</source>
        <translation>Eine Zeile hinzufügen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove the selected row</source>
        <translation>Die gewählte Zeile entfernen</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::PlotsPanel</name>
    <message>
        <source>Trade-off</source>
        <translation>Abwägung</translation>
    </message>
    <message>
        <source>Leaked updates</source>
        <translation>Mitgelesene Updates</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Audit</translation>
    </message>
    <message>
        <source>Privacy calculator</source>
        <translation>Privatheitsrechner</translation>
    </message>
    <message>
        <source>Caption for a paper: select and copy</source>
        <translation>Bildunterschrift für einen Artikel: markieren und kopieren</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>Bildunterschrift</translation>
    </message>
    <message>
        <source>Corpora</source>
        <translation>Korpora</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>Which families of features leak is computed by studies with &quot;families&quot;: true in their attack.</source>
        <translation>Welche Merkmalsfamilien verraten, berechnen Studien mit &quot;families&quot;: true in ihrem Angriff.</translation>
    </message>
    <message>
        <source>Representation</source>
        <translation>Repräsentation</translation>
    </message>
    <message>
        <source>Frontier</source>
        <translation>Front</translation>
    </message>
    <message>
        <source>Studies beside in the frontier</source>
        <translation>Studien daneben in der Front</translation>
    </message>
    <message>
        <source>Put the settings of other studies on the same axes</source>
        <translation>Einstellungen anderer Studien auf dieselben Achsen setzen</translation>
    </message>
    <message>
        <source>What attackers read off stored representations is computed by studies with a section &quot;representation&quot;.</source>
        <translation>Was Angreifer aus gespeicherten Repräsentationen lesen, berechnen Studien mit einem Abschnitt „representation“.</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Schreibtisch</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>The fastest there is</source>
        <translation>Das schnellste vorhandene</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>one per core (%1)</source>
        <translation>einer je Kern (%1)</translation>
    </message>
    <message>
        <source>&amp;Other…</source>
        <translation>&amp;Anderer…</translation>
    </message>
    <message>
        <source>Open another workspace in a window of its own</source>
        <translation>Einen anderen Arbeitsbereich in einem eigenen Fenster öffnen</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>Colours of the window; exported figures are always black on white</source>
        <translation>Farben des Fensters; exportierte Abbildungen sind immer schwarz auf weiß</translation>
    </message>
    <message>
        <source>&amp;Workers</source>
        <translation>A&amp;rbeitsfäden</translation>
    </message>
    <message>
        <source>Threads that studies run on from now on; results are the same for any number</source>
        <translation>Arbeitsfäden, auf denen Studien ab jetzt laufen; die Ergebnisse sind für jede Zahl gleich</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>&amp;Gerät</translation>
    </message>
    <message>
        <source>Where networks are trained from now on</source>
        <translation>Wo Netze ab jetzt trainiert werden</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Arbeitsbereich</translation>
    </message>
    <message>
        <source>Folder of the corpora&apos;s features, the studies and their results</source>
        <translation>Ordner der Merkmale, der Studien und ihrer Ergebnisse</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>From the next start on; figures, tables and the help stay English</source>
        <translation>Ab dem nächsten Start; Abbildungen, Tabellen und die Hilfe bleiben englisch</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::PrivacyCalculatorPanel</name>
    <message>
        <source>What the numbers mean</source>
        <translation>Was die Zahlen bedeuten</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>What was solved for</source>
        <translation>Wonach aufgelöst wurde</translation>
    </message>
    <message>
        <source>Ta&amp;ke this value</source>
        <translation>Diesen Wer&amp;t nehmen</translation>
    </message>
    <message>
        <source>Epsilon by observer and accountant</source>
        <translation>Epsilon nach Beobachter und Rechenverfahren</translation>
    </message>
    <message>
        <source>Columns: what the observer has. Rows: who computes.</source>
        <translation>Spalten: was der Beobachter hat. Zeilen: wer rechnet.</translation>
    </message>
    <message>
        <source>Put the value that was found into its field</source>
        <translation>Den gefundenen Wert in sein Feld setzen</translation>
    </message>
    <message>
        <source>The curve comes back with the numbers.</source>
        <translation>Die Kurve kommt mit den Zahlen zurück.</translation>
    </message>
    <message>
        <source>There is no finite ε to draw.</source>
        <translation>Es gibt kein endliches ε zu zeichnen.</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::PrivacyForm</name>
    <message>
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>Given &amp;as</source>
        <translation>Gegeb&amp;en als</translation>
    </message>
    <message>
        <source>Which number of the noise you know</source>
        <translation>Welche Zahl des Rauschens bekannt ist</translation>
    </message>
    <message>
        <source>noise multiplier</source>
        <translation>Rauschfaktor</translation>
    </message>
    <message>
        <source>sigma and clip</source>
        <translation>Sigma und Schranke</translation>
    </message>
    <message>
        <source>&amp;Noise multiplier</source>
        <translation>Rausch&amp;faktor</translation>
    </message>
    <message>
        <source>Standard deviation of the noise divided by the clip. Larger is more private.</source>
        <translation>Standardabweichung des Rauschens geteilt durch die Schranke. Größer ist privater.</translation>
    </message>
    <message>
        <source>Si&amp;gma</source>
        <translation>Si&amp;gma</translation>
    </message>
    <message>
        <source>Standard deviation of the noise on each parameter. Larger is more private.</source>
        <translation>Standardabweichung des Rauschens auf jedem Parameter. Größer ist privater.</translation>
    </message>
    <message>
        <source>Cli&amp;p</source>
        <translation>Sch&amp;ranke</translation>
    </message>
    <message>
        <source>Largest norm of what a client sends. At a given sigma, smaller is more private.</source>
        <translation>Größte Norm dessen, was ein Client sendet. Bei gegebenem Sigma ist kleiner privater.</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Gebrauch</translation>
    </message>
    <message>
        <source>Ro&amp;unds</source>
        <translation>R&amp;unden</translation>
    </message>
    <message>
        <source>Rounds of the whole training. Fewer are more private.</source>
        <translation>Runden des ganzen Trainings. Weniger sind privater.</translation>
    </message>
    <message>
        <source>Leaked up&amp;dates</source>
        <translation>Mitgelesene Up&amp;dates</translation>
    </message>
    <message>
        <source>Updates of one client that the observer has. Fewer are more private.</source>
        <translation>Updates eines Clients, die der Beobachter hat. Weniger sind privater.</translation>
    </message>
    <message>
        <source>Sa&amp;mpling</source>
        <translation>Stich&amp;probe</translation>
    </message>
    <message>
        <source>How the clients of a round are chosen. It protects only while the observer does not know who took part.</source>
        <translation>Wie die Clients einer Runde gewählt werden. Das schützt nur, solange der Beobachter die Teilnehmer nicht kennt.</translation>
    </message>
    <message>
        <source>Poisson, in secret</source>
        <translation>Poisson, geheim</translation>
    </message>
    <message>
        <source>fixed size, in secret</source>
        <translation>feste Größe, geheim</translation>
    </message>
    <message>
        <source>none, or known</source>
        <translation>keine, oder bekannt</translation>
    </message>
    <message>
        <source>Sampling rate &amp;q</source>
        <translation>Stichprobenanteil &amp;q</translation>
    </message>
    <message>
        <source>Share of the clients in a round. Smaller is more private.</source>
        <translation>Anteil der Clients in einer Runde. Kleiner ist privater.</translation>
    </message>
    <message>
        <source>Guarantee</source>
        <translation>Garantie</translation>
    </message>
    <message>
        <source>Neigh&amp;bours</source>
        <translation>Nach&amp;barn</translation>
    </message>
    <message>
        <source>Which two sets of clients must look alike</source>
        <translation>Welche zwei Mengen von Clients gleich aussehen müssen</translation>
    </message>
    <message>
        <source>one client replaced</source>
        <translation>ein Client ersetzt</translation>
    </message>
    <message>
        <source>one client&apos;s update zero</source>
        <translation>das Update eines Clients null</translation>
    </message>
    <message>
        <source>one client there or not</source>
        <translation>ein Client da oder nicht</translation>
    </message>
    <message>
        <source>D&amp;elta</source>
        <translation>De&amp;lta</translation>
    </message>
    <message>
        <source>Chance that the bound does not hold; far below 1 / clients. Smaller is stricter, and needs a larger epsilon.</source>
        <translation>Wahrscheinlichkeit, dass die Schranke nicht gilt; weit unter 1 / Clients. Kleiner ist strenger und braucht ein größeres Epsilon.</translation>
    </message>
    <message>
        <source>Solve</source>
        <translation>Auflösen</translation>
    </message>
    <message>
        <source>Solve &amp;for</source>
        <translation>Auflösen &amp;nach</translation>
    </message>
    <message>
        <source>Which number is searched for so that epsilon fits</source>
        <translation>Welche Zahl gesucht wird, damit Epsilon passt</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>rounds</source>
        <translation>Runden</translation>
    </message>
    <message>
        <source>sampling rate</source>
        <translation>Stichprobenanteil</translation>
    </message>
    <message>
        <source>Target epsil&amp;on</source>
        <translation>Ziel-Epsil&amp;on</translation>
    </message>
    <message>
        <source>The epsilon that must not be exceeded. Smaller is more private.</source>
        <translation>Das Epsilon, das nicht überschritten werden darf. Kleiner ist privater.</translation>
    </message>
    <message>
        <source>&amp;When seen are</source>
        <translation>&amp;Wenn gesehen werden</translation>
    </message>
    <message>
        <source>For which observer the target holds</source>
        <translation>Für welchen Beobachter das Ziel gilt</translation>
    </message>
    <message>
        <source>one update</source>
        <translation>ein Update</translation>
    </message>
    <message>
        <source>the leaked updates</source>
        <translation>die mitgelesenen Updates</translation>
    </message>
    <message>
        <source>all rounds</source>
        <translation>alle Runden</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::PrivacyReadingsModel</name>
    <message>
        <source>How often someone who must guess which of two neighbours it was is right at most, from the smallest bound: (e^ε + δ) / (1 + e^ε). Guessing blindly gives 50 %.</source>
        <translation>Wie oft höchstens recht hat, wer raten muss, welcher von zwei Nachbarn es war, nach der kleinsten Schranke: (e^ε + δ) / (1 + e^ε). Blindes Raten ergibt 50 %.</translation>
    </message>
    <message>
        <source>ε ≥ (%1)</source>
        <translation>ε ≥ (%1)</translation>
    </message>
    <message>
        <source>right guesses ≤</source>
        <translation>richtig geraten ≤</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::QueueList</name>
    <message>
        <source>paused</source>
        <translation>pausiert</translation>
    </message>
    <message>
        <source>waits in another window</source>
        <translation>wartet in einem anderen Fenster</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>Run this study earlier</source>
        <translation>Diese Studie früher beginnen</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>Run this study later</source>
        <translation>Diese Studie später beginnen</translation>
    </message>
    <message>
        <source>Move to the &amp;front</source>
        <translation>An den &amp;Anfang</translation>
    </message>
    <message>
        <source>Run this study next</source>
        <translation>Diese Studie als nächste beginnen</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausieren</translation>
    </message>
    <message>
        <source>Keep this study from running until it is resumed</source>
        <translation>Diese Studie nicht beginnen, bis sie fortgesetzt wird</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>Fo&amp;rtsetzen</translation>
    </message>
    <message>
        <source>Let this study run when its turn comes</source>
        <translation>Diese Studie laufen lassen, wenn sie an der Reihe ist</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>A&amp;nhalten</translation>
    </message>
    <message>
        <source>Take this study out of the queue; it can be resumed later</source>
        <translation>Diese Studie aus der Warteschlange nehmen; sie kann später fortgesetzt werden</translation>
    </message>
    <message>
        <source>Studies that wait or are paused, in the order in which they will run; drag one to another place</source>
        <translation>Studien, die warten oder angehalten sind, in der Reihenfolge, in der sie laufen werden; zum Umstellen ziehen</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::SpecField</name>
    <message>
        <source>above %1, to %2</source>
        <translation>über %1 bis %2</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>What is wrong with %1</source>
        <translation>Was an %1 nicht stimmt</translation>
    </message>
    <message>
        <source>not given</source>
        <translation>nicht angegeben</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::StudiesPanel</name>
    <message>
        <source>Studies</source>
        <translation>Studien</translation>
    </message>
    <message>
        <source>No study yet.
Start one from a preset or a specification file.</source>
        <translation>Noch keine Studie.
Beginnen Sie eine aus einer Vorlage oder einer Spezifikationsdatei.</translation>
    </message>
    <message>
        <source>New study…</source>
        <translation>Neue Studie…</translation>
    </message>
    <message>
        <source>Start a study (Ctrl+N)</source>
        <translation>Eine Studie beginnen (Ctrl+N)</translation>
    </message>
    <message>
        <source>Search names, notes and tags</source>
        <translation>Namen, Notizen, Schlagwörter durchsuchen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Words of names, notes and tags, each from its beginning (Ctrl+F)</source>
        <translation>Wörter aus Namen, Notizen und Schlagwörtern, jedes von seinem Anfang an (Ctrl+F)</translation>
    </message>
    <message>
        <source>Filter: attack_uar &lt; 0.6 and starred</source>
        <translation>Filter: attack_uar &lt; 0.6 and starred</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>An expression over results and specifications; F1 lists the words there are</source>
        <translation>Ein Ausdruck über Ergebnisse und Spezifikationen; F1 nennt die Wörter</translation>
    </message>
    <message>
        <source>What is wrong with the filter</source>
        <translation>Was am Filter nicht stimmt</translation>
    </message>
    <message>
        <source>No groups</source>
        <translation>Ohne Gruppen</translation>
    </message>
    <message>
        <source>By state</source>
        <translation>Nach Stand</translation>
    </message>
    <message>
        <source>By corpus</source>
        <translation>Nach Korpus</translation>
    </message>
    <message>
        <source>By mechanism</source>
        <translation>Nach Mechanismus</translation>
    </message>
    <message>
        <source>By tag</source>
        <translation>Nach Schlagwort</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>How the studies are grouped</source>
        <translation>Wie die Studien gruppiert sind</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Empty the search and the filter</source>
        <translation>Suche und Filter leeren</translation>
    </message>
    <message>
        <source>No study fits.</source>
        <translation>Keine Studie passt.</translation>
    </message>
    <message>
        <source>The bin is empty.</source>
        <translation>Der Papierkorb ist leer.</translation>
    </message>
    <message>
        <source>1 study</source>
        <translation>1 Studie</translation>
    </message>
    <message>
        <source>%1 studies</source>
        <translation>%1 Studien</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::StudyForm</name>
    <message>
        <source>Sweep</source>
        <translation>Variation</translation>
    </message>
    <message>
        <source>Settings that take several values, one study for all of them:</source>
        <translation>Einstellungen, die mehrere Werte annehmen, eine Studie für alle:</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::StudyOutlook</name>
    <message>
        <source>Validity</source>
        <translation>Gültigkeit</translation>
    </message>
    <message>
        <source>What the study will take</source>
        <translation>Was die Studie braucht</translation>
    </message>
    <message>
        <source>What the defence comes to</source>
        <translation>Worauf der Schutz hinausläuft</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::SweepTable</name>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Swept settings</source>
        <translation>Variierte Einstellungen</translation>
    </message>
    <message>
        <source>A path of the specification, such as model.dropout, and the values it takes</source>
        <translation>Ein Pfad der Spezifikation, etwa model.dropout, und die Werte, die er annimmt</translation>
    </message>
    <message>
        <source>What is wrong with the sweep</source>
        <translation>Was an der Variation nicht stimmt</translation>
    </message>
</context>
<context>
    <name>undertone::widgets::TradeoffBar</name>
    <message>
        <source>&amp;Budget</source>
        <translation>&amp;Budget</translation>
    </message>
    <message>
        <source>B&amp;ounds: attack at most</source>
        <translation>S&amp;chranken: Angriff höchstens</translation>
    </message>
    <message>
        <source>Attack bound</source>
        <translation>Schranke des Angriffs</translation>
    </message>
    <message>
        <source>The highest attack UAR that is accepted</source>
        <translation>Die höchste UAR des Angriffs, die hingenommen wird</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>UAR loss bound</source>
        <translation>Schranke des UAR-Verlusts</translation>
    </message>
    <message>
        <source>How far SER UAR may fall below that without noise</source>
        <translation>Wie weit die SER-UAR unter die ohne Rauschen fallen darf</translation>
    </message>
    <message>
        <source> points</source>
        <translation> Punkte</translation>
    </message>
    <message>
        <source>What the horizontal axis shows; the most private end is on the left</source>
        <translation>Was die waagerechte Achse zeigt; das privateste Ende ist links</translation>
    </message>
    <message>
        <source>Budget axis</source>
        <translation>Budgetachse</translation>
    </message>
    <message>
        <source>Besi&amp;de</source>
        <translation>Da&amp;neben</translation>
    </message>
    <message>
        <source>Draw the lines of other studies beside this one</source>
        <translation>Die Linien anderer Studien daneben zeichnen</translation>
    </message>
    <message>
        <source>Studies beside</source>
        <translation>Studien daneben</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Mark the settings whose attack UAR and loss of SER UAR stay within bounds</source>
        <translation>Die Einstellungen markieren, deren Angriffs-UAR und SER-UAR-Verlust in den Schranken bleiben</translation>
    </message>
    <message>
        <source>No other study in this workspace</source>
        <translation>Keine andere Studie in diesem Arbeitsbereich</translation>
    </message>
    <message numerus="yes">
        <source>Besi&amp;de: %n</source>
        <translation>
            <numerusform>Da&amp;neben: %n</numerusform>
            <numerusform>Da&amp;neben: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;More studies</source>
        <translation>&amp;Weitere Studien</translation>
    </message>
</context>
</TS>
