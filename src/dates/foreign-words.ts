/**
 * The usual words of timeframes in German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Norwegian,
 * Danish, and Polish, listed under their English meaning, without accents. We don't read timeframes in these
 * languages: the words only help to suggest the same phrase in English.
 */
export const foreignWords: Record<string, string> = {
  // Which one.
  last:
    'letzte letzten letzter letztes letztem vergangene vergangenen vorige vorigen voriges dernier derniere derniers dernieres ' +
    'passe passee ultimo ultima ultimos ultimas ultimi ultime pasado pasada scorso scorsa scorsi scorse passado passada ' +
    'laatste vorige vorig afgelopen senaste sista forra siste forrige sidste seneste ostatni ostatnia ostatnie ostatnich ostatniego ' +
    'zeszly zeszlym zeszlego zeszla zeszlej ubiegly ubieglym',
  next:
    'nachste nachsten nachster nachstes naechste naechsten naechster kommende kommenden prochain prochaine prochains ' +
    'prochaines proximo proxima proximos proximas prossimo prossima prossimi prossime volgende komende nasta neste naeste ' +
    'nastepny nastepna nastepne nastepnym kolejne',
  this:
    'dieser diese dieses diesen diesem cette ce cet este esta questo questa neste nesta deze dit denna detta denne dette ' +
    'ten ta tym tego biezacy',
  // Before, after, and between.
  since: 'seit ab vom depuis desde dal dalla sinds vanaf sedan siden fra fran od',
  until: "bis jusque jusqu'a hasta fino ate tot tills fram til indtil do",
  ago: 'hace fa ha ha geleden temu atras',
  before: 'vor avant antes prima voor innan foer inden przed',
  after: 'nach apres despues dopo depois na efter etter po',
  between: 'zwischen entre tra fra tussen mellan mellom mellem miedzy',
  and: 'und et y e en och og i',
  to: 'a al au',
  // Units.
  day: 'tag tage tagen tages jour jours dia dias giorno giorni dag dagen dagar dagarna dager dagene dage dzien dni dniach',
  week:
    'woche wochen semaine semaines semana semanas settimana settimane week weken vecka veckor veckan veckorna uke uker uken ukene ' +
    'uge uger ugen tydzien tygodnie tygodni tygodniu tygodnia',
  month:
    'monat monate monaten monats mois mes meses mese mesi maand maanden manad manader manaden manaderna maned maneder maneden manedene ' +
    'miesiac miesiace miesiecy miesiacu miesiaca',
  quarter: 'quartal quartale trimestre trimestres trimestri kwartaal kvartal kwartal',
  year: 'jahr jahre jahren jahres an ans annee annees ano anos anno anni jaar jaren ar aren aret arene rok roku lata lat',
  weekend: 'wochenende helg helgen helgen',
  hour: 'stunde stunden heure heures hora horas ora ore uur timmar timer godzin godziny',
  minute: 'minuten minuti minutos minuut minuter minutter minut',
  // Days near today.
  today: "heute aujourd'hui hoy oggi hoje vandaag idag dzis dzisiaj",
  yesterday: 'gestern hier ayer ieri ontem gisteren igar wczoraj',
  tomorrow: 'morgen demain manana domani amanha imorgon imorgen jutro',
  // Months, unless they have the English spelling.
  january: 'januar janner janvier enero gennaio janeiro januari styczen stycznia styczniu',
  february: 'februar fevrier febrero febbraio fevereiro februari luty lutego lutym',
  march: 'marz maerz mars marzo marco maart marts marzec marca marcu',
  april: 'avril abril aprile kwiecien kwietnia kwietniu',
  may: 'mai mayo maggio maio mei maj maja maju',
  june: 'juni juin junio giugno junho czerwiec czerwca czerwcu',
  july: 'juli juillet julio luglio julho lipiec lipca lipcu',
  august: 'aout agosto augustus augusti sierpien sierpnia sierpniu',
  september: 'septembre septiembre settembre setembro wrzesien wrzesnia wrzesniu',
  october: 'oktober octobre octubre ottobre outubro pazdziernik pazdziernika pazdzierniku',
  november: 'novembre noviembre novembro listopad listopada listopadzie',
  december: 'dezember decembre diciembre dicembre dezembro desember grudzien grudnia grudniu',
  // Weekdays.
  monday: 'montag lundi lunes lunedi maandag mandag poniedzialek',
  tuesday: 'dienstag mardi martes martedi dinsdag tisdag tirsdag wtorek',
  wednesday: 'mittwoch mercredi miercoles mercoledi woensdag onsdag sroda srode',
  thursday: 'donnerstag jeudi jueves giovedi donderdag torsdag czwartek',
  friday: 'freitag vendredi viernes venerdi vrijdag fredag piatek',
  saturday: 'samstag sonnabend samedi sabado sabato zaterdag lordag loerdag sobota sobote',
  sunday: 'sonntag dimanche domingo domenica zondag sondag soendag niedziela niedziele',
  // Numbers.
  1: 'ein eine einem einen einer un une una uno um uma een ett et en jeden jedna',
  2: 'zwei deux dos due dois duas twee tva to dwa dwie',
  3: 'drei trois tres tre drie trzy',
  4: 'vier quatre cuatro quattro quatro fyra fire cztery',
  5: 'funf fuenf cinq cinco cinque vijf fem piec',
  6: 'sechs sei zes seks szesc',
  7: 'sieben sept siete sette sete zeven sju syv siedem',
  8: 'acht huit ocho otto oito atta atte otte osiem',
  9: 'neun neuf nueve nove negen nio ni dziewiec',
  10: 'zehn dix diez dieci dez tien tio ti dziesiec',
  30: 'dreissig trente treinta trenta trinta dertig trettio tretti tredive trzydziesci',
  // Holidays.
  Christmas: 'weihnachten noel navidad natale natal kerst jul julen boze',
  Easter: 'ostern paques pascua pasqua pascoa pasen pask paske',
  // Words without a meaning of their own.
  '': 'der die das den dem des in im les le la les los las el il lo gli o os as de da do dos das del della dell degli het van i w ze z im am no na nos nas nei negli den det innen kw var il y for foer per em durante durant wahrend w ciagu nell negl aan op pa de l d di dei',
};
