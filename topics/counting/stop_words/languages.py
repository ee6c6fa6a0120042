"""Frequent function words of some languages other than English.

Articles, pronouns, prepositions, conjunctions, auxiliary verbs and a few adverbs: about the hundred
words that make up more than a third of any text in the language. They were written down for this
library; longer lists, such as those of Snowball, can be given as files.
"""

from __future__ import annotations

GERMAN = """
aber alle allem allen aller alles als also am an ander andere anderen anderer anderes auch auf aus
bei beim bin bis bist da damit dann das dass daß dem den denn der des dich die dies diese diesem
diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines einige er es etwas
euch euer für gegen gewesen hab habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr
ihre ihrem ihren ihrer im immer in indem ins ist ja jede jedem jeden jeder jedes jedoch kann kein
keine keinen können könnte machen man manche mehr mein meine mich mir mit muss musste nach nicht
nichts noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seit sich sie sind so
solche soll sollte sondern sonst über um und uns unser unsere unter viel vom von vor war waren
warum was weil weiter welche welcher wenn wer werde werden wie wieder will wir wird wo wollen wurde
wurden während würde würden zu zum zur zwar zwischen
"""

FRENCH = """
afin ai ainsi alors après au aucun aussi autre autres aux avaient avait avant avec avez avoir avons
bien car ce cela celle celles celui ces cet cette ceux chaque chez ci comme comment contre dans de
depuis des deux donc dont du elle elles en encore entre es est et étaient était étant été être eu
eux faire fait fois font il ils je jusqu la le lequel les leur leurs lors lorsque lui là ma mais
même mêmes me mes moi moins mon ne ni nos notre nous on ont ou où par parce parfois pas pendant peu
peut peuvent plus plusieurs pour pourquoi puis quand que quel quelle quelles quelque quelques qui
quoi sa sans se selon sera serait ses si sien soit sommes son sont sous souvent sur ta te tes toi
ton tous tout toute toutes très tu un une vers voici voilà vos votre vous y à ça qu aujourd hui
"""

SPANISH = """
a además al algo algunas alguno algunos ahora ante antes así aunque aún bajo bien cada casi como
con contra cual cuales cualquier cuando cuanto de del desde después donde dos durante e el él ella
ellas ellos en entonces entre era eran es esa esas ese eso esos esta está estaba estaban están
estar estas este esto estos fue fueron ha había habían han hace hacer hacia hasta hay la las le les
lo los luego mas más me mi mientras mis mismo mucho muchos muy nada ni no nos nosotros nuestra
nuestro o os otra otras otro otros para pero poco por porque pues puede pueden que qué quien
quienes se sea según ser si sí sido siempre sin sino sobre solo sólo son su sus también tan tanto
te tiene tienen toda todas todavía todo todos tras tu un una unas uno unos usted vez y ya yo
"""

ITALIAN = """
a abbiamo ad agli ai al alla alle allo altra altre altri altro anche ancora avere aveva avevano c
che chi ci ciò coi col come con contro così cui da dagli dai dal dalla dalle dallo degli dei del
dell della delle dello dentro di dopo dove due e è ed era erano essere fa fare fino fra gli ha
hanno ho i il in infatti invece io l la le lei li lo loro lui ma mai me mentre mi mia mio molti
molto nei negli nel nell nella nelle nello nessuno niente noi non nostra nostro o ogni oltre oppure
per perché però più po poco poi prima proprio può qualche quale quali quando quanto quasi quella
quelle quelli quello questa queste questi questo qui se sé sei sempre senza si sia siamo sono sopra
sotto sta stata stati stato su sua sue sugli sui sul sulla sulle suo suoi tra tu tutta tutte tutti
tutto un una uno vi voi
"""

PORTUGUESE = """
a à ainda além algo alguma algumas alguns algum antes ao aos apenas após aquela aquele aqueles as
às assim até bem cada com como contra da das de dela dele deles depois desde dessa desse desta
deste disso do dois dos durante e é ela elas ele eles em enquanto então entre era eram essa essas
esse esses esta está estão estar estas estava este estes eu faz fazer foi foram há isso isto já la
lhe mais mas me mesma mesmo meu minha muita muito muitos na nas nem nenhum no nos nós nossa nosso
não num numa o onde os ou outra outras outro outros para pela pelas pelo pelos perante pode podem
pois por porque porém pouco qual qualquer quando quanto que quem se sem sempre sendo ser será seu
seus sido sob sobre sua suas são só também tanto tem têm ter teve tinha toda todas todo todos tudo
tão um uma umas uns você vocês
"""

DUTCH = """
aan achter af al alle alleen alles als altijd andere ben bent bij binnen boven daar daarom dan dat
de deze die dit doch doen door dus echter een eens eerst elk elke en er eigen ervan even ge geen
geweest geworden haar had hadden heb hebben heeft hem hen het hier hij hoe hun ik in is ja je jij
jullie kan kon kunnen kunt maar me meer men met mij mijn moest moet moeten mogen na naar naast niet
niets nog nooit nu of om omdat ondanks onder ons onze ook op over reeds sinds slechts steeds te
tegen tijdens toch toen tot tussen u uit uw van vanaf vanuit veel voor waar waarom wanneer want
waren was wat we weer wel welke werd werden wie wij wil worden wordt zal ze zeer zelf zich zij zijn
zo zoals zonder zou zouden
"""

SWEDISH = """
alla allt andra att av bara blev bli blir blivit bland både de dem den denna deras dess dessa det
detta dig din dina ditt du där därför då efter ej eller en er ett finns fick flera från får för
före genom ha hade han hans har henne hennes hon honom hur här i icke in inga ingen inget innan
inom inte jag ju kan kanske kommer kunde man med medan mellan men mer mig min mina mitt mot mycket
måste ni nu när någon något några och också om oss på redan samma sedan sig sin sina sitt själv ska
skall skulle som så sådan till under upp ut utan vad var vara varför varit varje vars vem vi vid
vilka vilken vill är än ännu även åt över
"""

DANISH = """
ad af aldrig alle alt altid anden andet andre at bare begge blev blive bliver da de dem den denne
der deres derfor det dette dig din dine disse dit dog du efter eller en end endnu er et f fik flere
for fordi fra få får før gennem gør ham han hans har hav have havde hele hende hendes her hos hun
hvad hvem hver hvis hvor hvordan hvorfor i igen ikke ind ingen intet ja jeg jer kan kom kommer
kunne lige man mange med meget mellem men mere mig min mine mit mod måtte ned nej nogen noget nogle
nu nå når og også om op os over på samme selv si sig sin sine sit skal skulle som stadig så sådan
thi til ud uden under ved vi vil ville vor være været
"""

NORWEGIAN = """
alle alt andre at av bare begge ble blei bli blir blitt både da de deg dei deira deires dem den
denne der dere deres derfor det dette di din disse ditt du eg ein eit eller elles en enda enn er et
etter for fordi fra før få får gjennom ha hadde han hans har henne hennes her hos hun hva hvem hver
hvilke hvis hvor hvordan hvorfor i ikke ikkje ingen ja jeg kan kom korleis kun kunne kva kvar man
mange med meg meget mellom men mer min mine mitt mot mye må ned nei noe noen nå når og også om opp
oss over på samme seg selv si sin sine sitt sjøl skal skulle slik som så til um under ut uten vart
ved vere verte vi vil ville vår være vært å
"""

FINNISH = """
aina ei eivät eli emme en enemmän ennen ensin entä että hän häneen hänen hänet he heidän heille
hyvin itse ja jo joiden joihin joille joita joka jokin jolla jonka jopa jos joskus jossa josta jota
jotka jotta kaikki kaikkien kanssa kautta keiden ketkä koko koska kuin kuinka kuitenkin kuka kun
kunnes lisäksi me meidän meille melko mihin mikä mikäli missä mistä mitä mitään miten moni monta
muita muiden mukaan mutta muu muut myös myöskin mä ne niiden niin niistä niitä noin nuo nyt näiden
näin nämä ole oleva oli olisi olisivat olivat olla olleet ollut on ovat pois puolesta sa se sekä
sen siellä siihen siinä siis siitä sillä silloin sitten sitä tai taas te tämä tämän tässä tästä
tätä tällä tuo tulee vaan vaikka vain voi voidaan voivat vielä välillä yhä yli
"""

POLISH = """
a aby albo ale ani aż bardziej bardzo bez bo być był była było były będzie będą ci co coraz coś czy
czyli dla do dlatego gdy gdyby gdzie go i ich ile im inne inny innych iż ja jak jako jakie jakiś
jednak jego jej jemu jest jestem jeszcze jeśli jeżeli już każdy kiedy kto która które którego
której który których którym którzy lecz lub ma mają między mi mimo mnie mogą może można mu my na
nad nam nas nasz natomiast nawet nic nich nie niego niej nim niż no o obok od on ona one oni oraz
po pod podczas ponad poza ponieważ przed przede przez przy raz również się są sobie swoich swoje
swojej ta tak taki takie także tam te tego tej ten też to tu tych tylko tym u w we wszystkich
wszystkie wszystko więc wtedy z za zawsze ze że żeby
"""

CZECH = """
a aby ale ani ano asi až bez bude budou by byl byla byli bylo byly být během co což či další do ho
i jak jako jaké je jeho jej její jejich jen jenž ještě ji jiné jsem jsi jsme jsou jste již k kam
každý kde kdo když ke která které kterou který kteří kvůli ma mají má mezi mi mimo mnoho mohl může
mu musí my mě na nad nám náš ne nebo nebyl než nic nich nim není ně něco některé o od on ona oni
ono pak po pod podle pokud pouze potom pro proti proto protože před při přes s se si sice své svou
svůj svých ta tak také takže tam tato te tedy ten tento těch této tím to toho tohoto tom tomu tu ty
u už v vám váš ve více vše však všech všechny vždy z za zde ze že
"""

RUSSIAN = """
а без более больше будет будто бы был была были было быть в вам вас ведь во вот впрочем все всегда
всего всех всю вы где да даже два для до другой его ее ей ему если есть еще ещё же за здесь и из
или им иногда их к как какая какой когда конечно которая которого которой которые который которых
кто куда ли лучше между меня мне много может можно мой моя мы на над надо наконец нас не него нее
ней нельзя нет ни нибудь никогда ним них ничего но ну о об один он она они оно опять от очень перед
по под после потом потому почти при про раз разве с сам свое своей своих свою себе себя сейчас со
совсем так также такой там тебя тем теперь то тогда того тоже только том тот три тут ты у уж уже
хоть хотя чего чем через что чтоб чтобы чуть эта эти этих это этого этой этом этот эту я
"""

TURKISH = """
acaba ama ancak artık aslında ayrıca az bana bazen bazı belki ben benden beni benim beri bile bir
biri birkaç birçok biz bize bizi bizim bu buna bunda bundan bunlar bunları bunların bunu bunun
burada çok çünkü da daha dahi de değil diğer diye doğru dolayı edilen ediyor en etti fakat gibi
göre hala halen hangi hem henüz hep hepsi her herhangi hiç hiçbir için içinde ile ilgili ise işte
kadar karşı kendi kendine kendini ki kim kimse mi mu mı mü nasıl ne neden nedenle nerede niye niçin
o olan olarak oldu olduğu olduğunu olduklarını olması olmayan olsa olup olur on ona ondan onlar
onlara onlardan onları onların onu onun ötürü oysa pek rağmen sadece sanki sen seni senin şey şeyi
siz sizi şu tarafından tüm üzere var ve veya ya yani yapılan yaptığı yerine yine yok yoksa zaten
"""

WORDS: dict[str, frozenset[str]] = {
    "de": frozenset(GERMAN.split()),
    "fr": frozenset(FRENCH.split()),
    "es": frozenset(SPANISH.split()),
    "it": frozenset(ITALIAN.split()),
    "pt": frozenset(PORTUGUESE.split()),
    "nl": frozenset(DUTCH.split()),
    "sv": frozenset(SWEDISH.split()),
    "da": frozenset(DANISH.split()),
    "no": frozenset(NORWEGIAN.split()),
    "fi": frozenset(FINNISH.split()),
    "pl": frozenset(POLISH.split()),
    "cs": frozenset(CZECH.split()),
    "ru": frozenset(RUSSIAN.split()),
    "tr": frozenset(TURKISH.split()),
}
"""The words of every language, by its code of two letters (ISO 639-1)."""
