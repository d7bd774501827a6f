/**
 * A list of people as a team in one country would have it: the header in its language, plain ASCII addresses.
 */
export interface ListInLanguage {
  language: string;
  /** Of its addresses. */
  domain: string;
  header: string;
  firstNames: string;
  lastNames: string;
  cities: string;
  /** The encodings of such lists, by their names in src/csv/file/encodings.ts. */
  encodings: readonly string[];
  /** For languages that put the last name first, without a space in between. */
  isJoined?: true;
}

const western = ['windows-1252', 'iso-8859-15', 'macintosh', 'cp850'];
const central = ['windows-1250', 'iso-8859-2', 'cp852'];

export const listsInLanguages: readonly ListInLanguage[] = [
  {
    ...{ language: 'Japanese', domain: 'example.co.jp', encodings: ['shift_jis', 'euc-jp'] },
    header: 'メールアドレス,氏名,市区町村',
    firstNames: '太郎 花子 健一 美咲 翔太 さくら 大輔 直子 陽菜 拓海',
    lastNames: '山田 佐藤 鈴木 高橋 田中 渡辺 伊藤 中村 小林 表',
    cities: '東京 大阪 横浜 名古屋 札幌 神戸 京都 福岡 川崎 さいたま',
    isJoined: true,
  },
  {
    ...{ language: 'Japanese in kana', domain: 'example.jp', encodings: ['shift_jis', 'euc-jp'] },
    header: 'メール,お名前,会社名',
    firstNames: 'タロウ ハナコ ケンイチ ミサキ ショウタ サクラ ダイスケ ナオコ ヒナ タクミ',
    lastNames: 'ヤマダ サトウ スズキ タカハシ タナカ ワタナベ イトウ ナカムラ コバヤシ オモテ',
    cities:
      'ソニー トヨタ自動車 パナソニック 株式会社アオキ ソフトバンク キヤノン 任天堂 ヤマハ カシオ計算機 ニコン',
  },
  {
    ...{ language: 'Chinese, simplified', domain: 'example.cn', encodings: ['gb18030'] },
    header: '邮箱,姓名,城市',
    firstNames: '伟 芳 秀英 敏 静 丽 强 磊 军 洋',
    lastNames: '王 李 张 刘 陈 杨 赵 黄 周 吴',
    cities: '北京 上海 广州 深圳 成都 杭州 武汉 西安 南京 重庆',
    isJoined: true,
  },
  {
    ...{ language: 'Chinese, traditional', domain: 'example.com.tw', encodings: ['big5'] },
    header: '電子郵件,姓名,城市',
    firstNames: '家豪 淑芬 志明 美玲 俊傑 雅婷 建宏 怡君 宗翰 許功',
    lastNames: '陳 林 黃 張 李 王 吳 劉 蔡 楊',
    cities: '臺北 高雄 臺中 臺南 新竹 桃園 基隆 嘉義 花蓮 屏東',
    isJoined: true,
  },
  {
    ...{ language: 'Korean', domain: 'example.co.kr', encodings: ['euc-kr'] },
    header: '이메일,이름,도시',
    firstNames: '민준 서연 지훈 하은 도윤 수빈 예준 지우 현우 유진',
    lastNames: '김 이 박 최 정 강 조 윤 장 임',
    cities: '서울 부산 인천 대구 대전 광주 울산 수원 창원 고양',
    isJoined: true,
  },
  {
    ...{ language: 'Polish', domain: 'example.pl', encodings: central },
    header: 'E-mail,Imię i nazwisko,Miasto',
    firstNames: 'Łukasz Małgorzata Paweł Agnieszka Michał Katarzyna Grażyna Tomasz Anna Jerzy',
    lastNames:
      'Wiśniewski Wójcik Kowalczyk Kamiński Zieliński Szymański Woźniak Dąbrowska Krawczyk Jabłońska',
    cities: 'Łódź Kraków Wrocław Poznań Gdańsk Szczecin Białystok Częstochowa Warszawa Toruń',
  },
  {
    ...{ language: 'Czech', domain: 'example.cz', encodings: central },
    header: 'E-mail,Jméno,Město',
    firstNames: 'Jiří Tomáš Lukáš Kateřina Zdeněk Eliška Václav Anežka Jan Ondřej',
    lastNames: 'Novák Svobodová Dvořák Černý Procházka Kučerová Veselý Růžička Němec Šimková',
    cities: 'Praha Brno Plzeň Ústí Olomouc Hradec České Zlín Příbram Třebíč',
  },
  {
    ...{ language: 'Hungarian', domain: 'example.hu', encodings: central },
    header: 'E-mail,Név,Város',
    firstNames: 'László Zsófia István Erzsébet Győző Réka András Katalin Gergő Ágnes',
    lastNames: 'Nagy Kovács Tóth Szabó Horváth Kiss Molnár Németh Erdős Szűcs',
    cities: 'Győr Pécs Szeged Debrecen Székesfehérvár Eger Sopron Nyíregyháza Kecskemét Fertőd',
  },
  {
    ...{ language: 'Croatian', domain: 'example.hr', encodings: central },
    header: 'E-mail,Ime i prezime,Grad',
    firstNames: 'Željko Marija Ivan Dražen Snježana Krešimir Anđela Luka Đurđica Goran',
    lastNames: 'Horvat Kovačević Babić Marić Jurić Novak Kovačić Knežević Vuković Šimić',
    cities: 'Zagreb Šibenik Čakovec Rijeka Osijek Poreč Požega Karlovac Đakovo Varaždin',
  },
  {
    ...{ language: 'Russian', domain: 'example.ru', encodings: ['windows-1251', 'koi8-r', 'ibm866'] },
    header: 'Почта,Имя,Город',
    firstNames: 'Александр Мария Дмитрий Елена Сергей Ольга Алексей Наталья Юрий Фёдор',
    lastNames: 'Иванов Смирнова Кузнецов Попова Васильев Петрова Соколов Михайлова Новиков Щербаков',
    cities: 'Москва Санкт-Петербург Новосибирск Екатеринбург Казань Самара Омск Челябинск Уфа Пермь',
  },
  {
    ...{ language: 'Ukrainian', domain: 'example.com.ua', encodings: ['windows-1251'] },
    header: 'Пошта,Ім’я,Місто',
    firstNames: 'Олександр Марія Дмитро Олена Сергій Ольга Андрій Наталія Юрій Євген',
    lastNames: 'Шевченко Коваленко Бондаренко Ткаченко Кравченко Олійник Ковальчук Мельник Їжакевич Поліщук',
    cities: 'Київ Харків Одеса Дніпро Львів Запоріжжя Вінниця Чернігів Суми Рівне',
  },
  {
    ...{ language: 'Greek', domain: 'example.gr', encodings: ['windows-1253', 'iso-8859-7'] },
    header: 'Email,Όνομα,Πόλη',
    firstNames: 'Γιώργος Μαρία Δημήτρης Ελένη Κώστας Κατερίνα Νίκος Άννα Ιωάννης Βασιλική',
    lastNames:
      'Παπαδόπουλος Παπαδοπούλου Γεωργίου Οικονόμου Νικολάου Δημητρίου Βασιλείου Αγγελίδης Μακρής Ιωαννίδης',
    cities: 'Αθήνα Θεσσαλονίκη Πάτρα Ηράκλειο Λάρισα Βόλος Ιωάννινα Χανιά Ρόδος Καλαμάτα',
  },
  {
    ...{ language: 'Turkish', domain: 'example.com.tr', encodings: ['windows-1254'] },
    header: 'E-posta,Ad Soyad,Şehir',
    firstNames: 'Mehmet Ayşe Mustafa Fatma Gülşah Oğuz İbrahim Zeynep Çağla Işıl',
    lastNames: 'Yılmaz Kaya Demir Şahin Çelik Yıldız Öztürk Aydın Doğan Arslan',
    cities: 'İstanbul Ankara İzmir Bursa Antalya Eskişehir Diyarbakır Muğla Kırşehir Çanakkale',
  },
  {
    ...{ language: 'Hebrew', domain: 'example.co.il', encodings: ['windows-1255'] },
    header: 'דואל,שם,עיר',
    firstNames: 'דוד שרה יוסף רחל משה לאה יעקב מרים אברהם נועה',
    lastNames: 'כהן לוי מזרחי פרץ ביטון דהן אברהם פרידמן אזולאי כץ',
    cities: 'ירושלים חיפה אשדוד נתניה חולון רחובות הרצליה רעננה אילת עכו',
  },
  {
    ...{ language: 'Arabic', domain: 'example.com.sa', encodings: ['windows-1256'] },
    header: 'البريد,الاسم,المدينة',
    firstNames: 'محمد فاطمة أحمد عائشة علي مريم حسن خديجة عمر نورة',
    lastNames: 'العلي الحسن الخطيب المصري الشريف العمري السعيد الزهراني القحطاني الغامدي',
    cities: 'الرياض جدة مكة الدمام القاهرة دبي بيروت عمان الدوحة بغداد',
  },
  {
    ...{ language: 'Lithuanian', domain: 'example.lt', encodings: ['windows-1257'] },
    header: 'El. paštas,Vardas,Miestas',
    firstNames: 'Jonas Ona Žydrūnas Eglė Giedrė Šarūnas Rūta Mantas Agnė Džiugas',
    lastNames:
      'Kazlauskas Jankauskienė Petrauskas Žukauskaitė Butkus Šimkus Urbonas Čepaitis Vaičiūnas Balčiūnas',
    cities: 'Vilnius Kaunas Klaipėda Šiauliai Panevėžys Alytus Marijampolė Mažeikiai Utena Kėdainiai',
  },
  {
    ...{ language: 'Latvian', domain: 'example.lv', encodings: ['windows-1257'] },
    header: 'E-pasts,Vārds,Pilsēta',
    firstNames: 'Jānis Līga Andris Kristīne Mārtiņš Ilze Pēteris Zane Edgars Ģirts',
    lastNames: 'Bērziņš Kalniņa Ozoliņš Liepiņa Krūmiņš Zariņa Eglītis Vītola Balodis Šmits',
    cities: 'Rīga Daugavpils Liepāja Jelgava Jūrmala Ventspils Rēzekne Valmiera Cēsis Sigulda',
  },
  {
    ...{ language: 'Thai', domain: 'example.co.th', encodings: ['windows-874'] },
    header: 'อีเมล,ชื่อ,เมือง',
    firstNames: 'สมชาย สมหญิง ประเสริฐ วิไล สุรชัย มาลี อนุชา กาญจนา ธนกร พิมพ์',
    lastNames: 'ใจดี ศรีสุข แสงทอง วงศ์ไทย บุญมา ทองดี สุขใจ รักไทย พูลผล จันทร์',
    cities: 'กรุงเทพ เชียงใหม่ ภูเก็ต ขอนแก่น นครราชสีมา อุดรธานี ชลบุรี สงขลา ระยอง พัทยา',
  },
  {
    ...{ language: 'German', domain: 'example.de', encodings: western },
    header: 'E-Mail,Name,Ort',
    firstNames: 'Jürgen Anna Günther Sabine Jörg Käthe Thomas Bärbel Uwe Zoë',
    lastNames: 'Müller Schmidt Schäfer Weiß Groß Köhler König Jäger Fischer Grünwald',
    cities: 'München Köln Düsseldorf Berlin Nürnberg Zürich Gießen Lübeck Hamburg Österreich',
  },
  {
    ...{ language: 'French', domain: 'example.fr', encodings: western },
    header: 'Adresse e-mail,Prénom,Ville',
    firstNames: 'François Hélène René Céline Benoît Zoé Jérôme Amélie Noël Thérèse',
    lastNames: 'Lefèvre Dupont Château Bérenger Besançon Gérard Béraud Héritier Côté Muñoz',
    cities: 'Orléans Besançon Saint-Étienne Angoulême Nîmes Béziers Paris Évreux Genève Liège',
  },
  {
    ...{ language: 'Spanish', domain: 'example.es', encodings: western },
    header: 'Correo electrónico,Nombre,Ciudad',
    firstNames: 'José María Íñigo Begoña Andrés Lucía Ramón Inés Jesús Concepción',
    lastNames: 'García Muñoz Núñez Fernández López Peña Ibáñez Gutiérrez Martín Sánchez',
    cities: 'Málaga Córdoba Cádiz Logroño Almería Madrid León Ávila Bogotá México',
  },
  {
    ...{ language: 'Portuguese', domain: 'example.com.br', encodings: western },
    header: 'E-mail,Nome,Cidade',
    firstNames: 'João Antônia Luís Conceição Sebastião Inês Tiago Márcia César Lúcia',
    lastNames: 'Gonçalves Simões Araújo Magalhães Conceição Guimarães Leitão Assunção Silva Falcão',
    cities: 'São Brasília Belém Maceió Goiânia Florianópolis Lisboa Évora Guimarães Curitiba',
  },
  {
    ...{ language: 'Swedish', domain: 'example.se', encodings: western },
    header: 'E-post,Förnamn,Ort',
    firstNames: 'Göran Åsa Björn Märta Håkan Annika Sören Malmö Lars Örjan',
    lastNames: 'Åkesson Sjöberg Lindström Nyström Bergström Öberg Håkansson Söderberg Larsson Holmström',
    cities: 'Malmö Göteborg Västerås Örebro Linköping Jönköping Umeå Gävle Stockholm Växjö',
  },
  {
    ...{ language: 'Danish', domain: 'example.dk', encodings: western },
    header: 'E-mail,Navn,By',
    firstNames: 'Søren Bodil Jørgen Kåre Mette Åse Bjørn Inger Gørn Pæl',
    lastNames: 'Sørensen Jørgensen Møller Kjær Østergaard Nielsen Bæk Nørgaard Højgaard Lærke',
    cities: 'København Århus Ålborg Helsingør Tromsø Nørrebro Odense Køge Næstved Sønderborg',
  },
  {
    ...{ language: 'Western European, mixed', domain: 'example.eu', encodings: western },
    header: 'Email,Name,City',
    firstNames: 'François Jürgen José Søren Åsa João Zoë Íñigo Nicolò Thérèse',
    lastNames: 'Müller Muñoz Lefèvre Sjöberg Kjær Gonçalves Weiß Núñez Højgaard Ferrà',
    cities: 'Zürich Málaga Besançon Göteborg København São Nîmes Forlì Århus Köln',
  },
  {
    ...{
      language: 'English, with typographic quotes and euros',
      domain: 'example.com',
      encodings: ['windows-1252', 'macintosh'],
    },
    header: 'Email,Name,Note',
    firstNames: 'Zoë Siobhán Liam Aoife Conor Niamh Renée Chloë Seán Anaïs',
    lastNames: 'O’Brien O’Neill D’Angelo O’Connor Smith Brontë O’Malley Jones McKenna Fitzgerald',
    cities: 'owes-€20 naïve café “VIP” Dublin résumé – London €5 It’s',
  },
];

/** This many rows of a list, and its header. The same for the same numbers. */
export function listText(
  list: ListInLanguage,
  rows: number,
  options: { from?: number; header?: string } = {},
): string {
  const { from = 0, header = list.header } = options;
  const [first, last, cities] = [list.firstNames, list.lastNames, list.cities].map((words) =>
    words.split(' '),
  );
  const at = (words: string[] | undefined, index: number): string => words?.[index % words.length] ?? '';
  const lines = Array.from({ length: rows }, (_, row) => {
    const index = from + row;
    const [given, family] = [at(first, index * 3 + Math.floor(index / 10)), at(last, index * 7)];
    const name = list.isJoined ? `${family}${given}` : `${given} ${family}`;
    return `person${index}@${list.domain},${name},${at(cities, index * 9 + 1)}`;
  });
  return `${header}\n${lines.join('\n')}\n`;
}
