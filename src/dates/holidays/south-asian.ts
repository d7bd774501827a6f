import type { Temporal } from 'temporal-polyfill';
import { later } from './listed.ts';
import * as days from './south-asian-days.ts';
import { date, type Row } from './when.ts';

/** Holidays of South Asia and Iran. */
export const southAsian: readonly Row[] = [
  // Hindu, Jain, Buddhist, and Sikh, through the year.
  ['Bhogi', later(days.pongal, -1), 'bhogi pongal|bhogi pandigai'],
  ['Pongal', days.pongal, 'thai pongal|surya pongal|tai pongal'],
  ['Mattu Pongal', later(days.pongal, 1), 'maattu pongal'],
  [
    'Kaanum Pongal',
    later(days.pongal, 2),
    'kanum|kaanum|kanum pongal|kanu pongal|kannum pongal|kanni pongal',
  ],
  ['Makar Sankranti', days.makarSankranti, 'makara sankranti|sankranti|magha bihu|magh bihu'],
  ['Uttarayan', '1-14', 'uttarayana'],
  ['Guru Gobind Singh Jayanti', days.gobindSinghJayanti, 'guru gobind singh birthday|guru gobind jayanti'],
  ['Thaipusam', days.thaipusam, 'thai poosam'],
  ['Vasant Panchami', days.vasantPanchami, 'saraswati puja|saraswathi puja|shri panchami|sri panchami'],
  [
    'Guru Ravidas Jayanti',
    days.ravidasJayanti,
    'ravidas jayanti|guru ravidas birthday|guru ravi das jayanti',
  ],
  [
    'Dayananda Saraswati Jayanti',
    days.dayanandaJayanti,
    'dayanand saraswati jayanti|maharishi dayanand saraswati jayanti|swami dayananda saraswati jayanti|dayanand jayanti',
  ],
  ['Maha Shivratri', days.mahaShivratri, 'shivratri|mahashivratri'],
  ['Holika Dahan', later(days.holi, -1), 'choti holi|chhoti holi|holika'],
  ['Holi', days.holi, 'dhulandi|dhuleti|phagwah|rangwali holi|festival of colors|festival of colours'],
  ['Ugadi', days.gudiPadwa, 'gudi padwa|telugu new year|kannada new year|marathi new year'],
  ['Chaitra Navratri', days.chaitraNavratri, 'vasant navratri|spring navratri'],
  ['Rama Navami', days.ramaNavami, 'ram navami|sri rama navami|shri ram navami|shree ram navami'],
  [
    'Mahavir Jayanti',
    days.mahavirJayanti,
    'mahavir janma kalyanak|mahaveer janma kalyanak|mahaveer jayanti|mahavira jayanti|mahavir janma kalyanaka',
  ],
  ['Hanuman Jayanti', days.hanumanJayanti, 'hanuman janmotsav'],
  ['Akshaya Tritiya', days.akshayaTritiya, 'akha teej|akshay tritiya|akshaya trithiya|akshaya thritiya'],
  ['Vaisakhi', days.vaisakhi],
  ['Tamil New Year', days.tamilNewYear, 'puthandu|puthuvarudam|varusha pirappu'],
  ['Vishu', days.vishu, 'vishu kani'],
  ['Bohag Bihu', days.bengaliNewYear, 'rongali bihu|bahag bihu|assamese new year'],
  ['Nepali New Year', days.nepaliNewYear, 'nepal new year|nepalese new year|navavarsha'],
  ['Pohela Boishakh India', days.bengaliNewYear],
  ['Pohela Boishakh Bangladesh', '4-14'],
  [
    'Rabindra Jayanti',
    days.rabindraJayanti,
    'rabindranath jayanti|rabindranath tagore jayanti|tagore jayanti',
  ],
  ['Buddha Purnima', days.buddhaPurnima, 'buddha jayanti|budh purnima|buddh purnima'],
  ['Vesak', days.vesak, 'vesak (day)'],
  ['Rath Yatra', days.rathYatra, 'ratha yatra|jagannath rath yatra|jagannath yatra|rathyatra'],
  ['Guru Purnima', days.guruPurnima, 'vyasa purnima|gurupurnima'],
  ['Raksha Bandhan', days.rakshaBandhan, 'rakhi|rakhi purnima|rakhi festival|rakshabandhan'],
  [
    'Janmashtami',
    days.janmashtami,
    'krishna janmashtami|krishna jayanti|gokulashtami|sri krishna janmashtami|shri krishna janmashtami',
  ],
  ['Ganesh Chaturthi', days.ganeshChaturthi, 'vinayaka chaturthi|vinayak chaturthi'],
  ['Onam', days.onam, 'thiru onam|thiruvonam|thiruonam|onam festival'],
  ['Navratri', days.navratri, 'sharad navratri|sharadiya navratri|shardiya navratri|maha navratri'],
  ['Durga Ashtami', days.durgaAshtami, 'maha ashtami|mahashtami|durgashtami'],
  ['Durga Puja', days.durgaPuja, 'durga puja festival|durgotsav|durgotsava'],
  ['Dussehra', days.dussehra, 'vijayadashami|vijaya dashami|vijay dashami|vijayadasami|vijaya dasami'],
  [
    'Maharishi Valmiki Jayanti',
    days.valmikiJayanti,
    'valmiki jayanti|maharshi valmiki jayanti|pargat diwas|maharishi valmiki birthday',
  ],
  ['Karva Chauth', days.karvaChauth, 'karwa chauth|karva chouth|karwa chouth|karaka chaturthi'],
  ['Dhanteras', days.dhanteras, 'dhantrayodashi|dhan teras|dhanvantari trayodashi'],
  [
    'Naraka Chaturdashi',
    days.narakaChaturdashi,
    'narak chaturdashi|naraka chaturdasi|roop chaudas|kali chaudas',
  ],
  [
    'Choti Diwali',
    later(days.diwali, -1),
    'chhoti diwali|chotti diwali|small diwali|little diwali|diwali eve',
  ],
  ['Diwali', days.diwali, 'deepavali|deepawali|dipavali|dipawali|lakshmi puja|laxmi puja'],
  ['Govardhan Puja', days.govardhanPuja, 'goverdhan puja|govardhana puja|annakut|annakoot'],
  ['Bhai Dooj', days.bhaiDooj, 'bhai beej|bhai bij|bhau beej|bhaiya dooj|bhai phota'],
  [
    'Chhath Puja',
    days.chhathPuja,
    'chhath|dala puja|dala chhath|surya shashthi|surya sashthi|surya shashti|chhath parv',
  ],
  [
    'Guru Nanak Jayanti',
    days.nanakJayanti,
    'guru nanak birthday|guru nanak (day)|guru nanak gurpurab|guru nanak dev jayanti',
  ],
  // Fixed days.
  ['Nowruz', '3-20', 'persian new year|iranian new year|navroz'],
  ['Parsi New Year', parsiNewYear, 'jamshedi navroz parsi|parsi navroz'],
  ['National Youth Day India', '1-12', 'vivekananda jayanti|swami vivekananda jayanti'],
  ['Lohri', '1-13'],
  ['Army Day India', '1-15', 'indian army day'],
  ['Netaji Jayanti', '1-23', 'parakram diwas|netaji subhas chandra bose jayanti|subhas chandra bose jayanti'],
  ['Republic Day India', '1-26', 'indian republic day'],
  ['Shivaji Jayanti', '2-19', 'chhatrapati shivaji maharaj jayanti|shiv jayanti'],
  ['Pakistan Day', '3-23'],
  ['Ambedkar Jayanti', '4-14', 'bhim jayanti|dr ambedkar jayanti'],
  ['Maharashtra Day', '5-1'],
  ['Doctors Day India', '7-1', 'indian doctors day'],
  ['Kargil Vijay Diwas', '7-26'],
  ['Independence Day Pakistan', '8-14', 'pakistan independence day|pakistani independence day'],
  ['Independence Day India', '8-15', 'indian independence day'],
  ["Teachers' Day India", '9-5', 'indian teachers day'],
  ['Hindi Diwas', '9-14'],
  ['Engineers Day India', '9-15', 'indian engineers day'],
  ['Gandhi Jayanti', '10-2', 'gandhi birthday|gandhis birthday'],
  ['National Unity Day India', '10-31', 'sardar patel jayanti|ekta diwas|rashtriya ekta diwas'],
  ['Karnataka Rajyotsava', '11-1', 'kannada rajyotsava'],
  ['Constitution Day India', '11-26', 'indian constitution day|samvidhan divas|samvidhan diwas'],
];

/** A calendar of 365 days without leap years: 16 August in 2022. */
function parsiNewYear(year: number): Temporal.PlainDate {
  return date(2022, 8, 16).add({ days: 365 * (year - 2022) });
}
