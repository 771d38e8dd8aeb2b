#include "widgets/dialogs/StudyPages.h"

#include <QCoreApplication>

namespace undertone::widgets {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("undertone::widgets", text);
}

PageText dataPage()
{
    return {
        "data",
        tr("Data"),
        {{"kind", tr("&Kind of study"),
          tr("federation: what a federated training gives away; representation: what stored embeddings do")},
         {"private.corpora", tr("&Private corpora"),
          tr("Speakers who train the federation and whose attribute is attacked")},
         {"shadow.corpora", tr("Sha&dow corpora"),
          tr("Speakers whom the adversary has; a corpus on both sides is divided half and half")},
         {"shadow.federations", tr("Shadow fed&erations"), tr("Federations that the adversary trains")},
         {"shadow.partition", tr("Part&ition"),
          tr("all: every shadow speaker trains in each federation; folds: each leaves one fold out")},
         {"emotions", tr("Em&otions"), tr("Emotions that are told apart; other utterances take no part")},
         {"attribute", tr("&Attribute"), tr("The private attribute: a column of the corpora")}}};
}

PageText featuresPage()
{
    return {"features",
            tr("Features"),
            {{"features.set", tr("Feature &set"), tr("A set of the program's own, or one that was imported")},
             {"features.normalization", tr("Normali&zation"),
              tr("By each speaker's own utterances, by the training utterances, or not at all")},
             {"model.hidden", tr("&Hidden layers"), tr("Units of the classifier's hidden layers")},
             {"model.dropout", tr("Dro&pout"), tr("Dropout after the first hidden layer")}}};
}

PageText representationPage()
{
    return {
        "representation",
        tr("Representation"),
        {{"representation.inputs", tr("&Inputs"), tr("What the encoder reads; several are joined")},
         {"representation.target", tr("&Target"),
          tr("What is recognised; activation and valence in three bins, where the corpora have them")},
         {"representation.adversary", tr("A&dversaries"),
          tr("Attributes that the encoder unlearns by the strength lambda, and that are attacked; with "
             "lambda "
             "0 attacked alone; speaker is linkability")},
         {"representation.encoder.convolutions", tr("&Convolutions"),
          tr("Over the frames, each with a pooling of 2")},
         {"representation.encoder.kernel_width", tr("Kernel widt&h"), tr("Frames that a convolution sees")},
         {"representation.encoder.kernels", tr("&Kernels"), tr("Of each convolution")},
         {"representation.encoder.gru_layers", tr("&GRU layers"), tr("Recurrent layers")},
         {"representation.encoder.gru_units", tr("GR&U units"), tr("Of each recurrent layer")},
         {"representation.encoder.dense_layers", tr("Dense la&yers"),
          tr("The last one's output is the embedding")},
         {"representation.encoder.dense_units", tr("Den&se units"), tr("Of each dense layer")},
         {"representation.encoder.dropout", tr("Dro&pout"), tr("Between the layers")},
         {"representation.encoder.word_vectors", tr("Word &vectors"),
          tr("A file of word2vec or GloVe vectors; empty: learned from the corpus")},
         {"representation.encoder.word_dimensions", tr("Word dimensi&ons"), tr("Of learned word vectors")},
         {"representation.warmup", tr("&Warmup"), tr("Epochs in which lambda rises to its value")},
         {"representation.epochs", tr("&Epochs"), tr("Of the training, at most")},
         {"representation.patience", tr("Patience &before it stops"),
          tr("Epochs without a better UAR of the validation speakers")},
         {"representation.batch_size", tr("Batch si&ze"), tr("Utterances of a mini-batch")},
         {"representation.learning_rate", tr("&Learning rate"), tr("Of Adam")},
         {"representation.attackers", tr("&Attackers"),
          tr("Who reads the attributes off the frozen embeddings, having seen nothing of the training")}}};
}

PageText federationPage()
{
    return {"federation",
            tr("Federation"),
            {{"federation.algorithm", tr("&Algorithm"),
              tr("How the clients train together; it brings its published learning rate")},
             {"federation.rounds", tr("Roun&ds"), tr("Communication rounds")},
             {"federation.client_fraction", tr("&Client fraction"),
              tr("Share of the clients that take part in a round")},
             {"federation.shards_per_speaker", tr("&Shards per speaker"),
              tr("Clients that one speaker's data make")},
             {"federation.local_epochs", tr("Local &epochs"),
              tr("Passes over a client's data in one round; 1 with fedsgd")},
             {"federation.batch_size", tr("&Batch size"), tr("Utterances of a mini-batch")},
             {"federation.learning_rate", tr("&Learning rate"),
              tr("Of Adam on the client, or of the server's step with fedsgd")}}};
}

PageText privacyPage()
{
    return {
        "privacy",
        tr("Privacy"),
        {{"privacy.mechanism", tr("Mec&hanism"), tr("What protects the updates; it brings its own defaults")},
         {"privacy.epsilon", tr("E&psilon"),
          tr("The budget: smaller is more private; inf is no noise and no clipping")},
         {"privacy.noise_multiplier", tr("N&oise multiplier"),
          tr("In place of epsilon: deviation of the noise divided by the clip")},
         {"privacy.sigma", tr("Si&gma"), tr("In place of epsilon: deviation of the noise")},
         {"privacy.delta", tr("D&elta"), tr("Chance that the budget does not hold; far below 1 / clients")},
         {"privacy.clip", tr("&Clip"), tr("Largest norm of what is clipped")},
         {"threat.observer", tr("O&bserver"), tr("Who attacks; it brings what it sees")},
         {"threat.sees", tr("See&s"), tr("Updates of single clients, or sums over a round")},
         {"threat.knows_cohorts", tr("&Knows who took part"),
          tr("Sampling protects only from an observer who does not")},
         {"privacy.relation", tr("Neighbo&urs"), tr("Which two sets of clients must look alike")},
         {"privacy.sampling", tr("Samp&ling"), tr("Cohorts of one size, or each client by chance")},
         {"privacy.accountant", tr("&Accountant"), tr("What computes the accounted epsilons")},
         {"privacy.stop_at_epsilon", tr("S&top at epsilon"),
          tr("Training ends before a client's accounted epsilon passes this")},
         {"privacy.nominal_q", tr("Nominal &q"), tr("q of the formula of udp, if not the client fraction")},
         {"privacy.nominal_rounds", tr("Nom&inal T"), tr("T of the formula of udp, if not the rounds")},
         {"privacy.adaptive_clip", tr("Adapti&ve clip"), tr("A clip that follows a quantile of the norms")},
         {"privacy.adaptive_clip.quantile", tr("Share &within the clip"),
          tr("The quantile of the norms that the clip follows")},
         {"privacy.adaptive_clip.sigma_b", tr("&Deviation of the count"),
          tr("Of the noise on the count of updates within the clip")},
         {"privacy.adaptive_clip.rate", tr("Step si&ze"), tr("How fast the clip follows")}}};
}

PageText attackPage()
{
    return {
        "attack",
        tr("Attack"),
        {{"attack.kind", tr("&Kind of attack"),
          tr("The attribute-inference attack; data is the ceiling that sees the features themselves")},
         {"attack.layers", tr("La&yers"), tr("Layers whose updates are attacked; fusion joins the others")},
         {"attack.parts", tr("P&arts"), tr("Parts of a layer's update that are attacked")},
         {"attack.families", tr("Fam&ilies of features"),
          tr("Attack the first layer's weights of each family of acoustic features by itself, too")},
         {"attack.leaked_updates", tr("Leaked &updates"),
          tr("Updates of one client that leak, such as 1, 5, 10, all")},
         {"attack.adversary", tr("Ad&versary"),
          tr("What the adversary knows of the defence: nothing (clean), everything (same), or the "
             "thresholds alone (calibrated)")},
         {"attack.repeats", tr("R&epeats"), tr("Random draws of the leaked updates")},
         {"attack.probes", tr("Pro&bes"), tr("Directions to which updates are reduced")},
         {"attack.validation", tr("Va&lidation"),
          tr("What the network is validated on: speakers held out, or random updates as published")},
         {"attack.epochs", tr("E&pochs"), tr("Epochs of the network, at most")},
         {"audit", tr("Audit &with canaries"),
          tr("Play a membership game with synthetic clients beside every trial")},
         {"audit.canaries", tr("&Canaries"), tr("Synthetic clients, each in or out by a fair coin")},
         {"audit.guesses", tr("&Guesses"), tr("Of the auditor; not given: half of the canaries")},
         {"audit.leaked_updates", tr("Updates &of a canary"),
          tr("Updates of one canary that the auditor gets; not given: all")},
         {"audit.confidence", tr("Confi&dence"), tr("Of each lower bound")}}};
}

PageText runPage()
{
    return {"run",
            tr("Repetitions"),
            {{"evaluation.folds", tr("F&olds"),
              tr("Of the private speakers; with 1 all of them train, and the shadow speakers are tested")},
             {"evaluation.split", tr("Sp&lit"),
              tr("Speakers are dealt to folds evenly by the attribute, or in their order")},
             {"evaluation.seeds", tr("See&ds"), tr("Each seed repeats everything, such as 8, 9, 10")}}};
}

} // namespace

std::vector<PageText> studyPages()
{
    return {dataPage(),   featuresPage(), representationPage(), federationPage(), privacyPage(),
            attackPage(), runPage()};
}

} // namespace undertone::widgets
