/** The character for an emoji's short name (without colons); undefined if the playground does not know it. */
export function emojiOf(name: string): string | undefined {
  const [base = '', tone] = name.split('::');
  return characters.get(base) === undefined ? undefined : `${characters.get(base)}${tones[tone ?? ''] ?? ''}`;
}

const tones: Record<string, string> = {
  'skin-tone-2': '🏻',
  'skin-tone-3': '🏼',
  'skin-tone-4': '🏽',
  'skin-tone-5': '🏾',
  'skin-tone-6': '🏿',
};

// A small common set: what apps write in messages. An unknown name stays as `:name:`, so that someone notices
// it.
const characters = new Map(
  `raised_hand ✋ double_vertical_bar ⏸️ zzz 💤 +1 👍 -1 👎 thumbsup 👍 thumbsdown 👎 wave 👋 clap 👏 pray 🙏 raised_hands 🙌 ok_hand 👌 point_right 👉
point_left 👈 point_up ☝️ point_down 👇 muscle 💪 eyes 👀 smile 😄 smiley 😃 grinning 😀 slightly_smiling_face 🙂 wink 😉
blush 😊 joy 😂 thinking_face 🤔 neutral_face 😐 confused 😕 cry 😢 sob 😭 sweat_smile 😅 sunglasses 😎 heart ❤️
green_heart 💚 blue_heart 💙 broken_heart 💔 sparkles ✨ star ⭐ star2 🌟 tada 🎉 confetti_ball 🎊 fire 🔥 rocket 🚀
zap ⚡ boom 💥 100 💯 white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎
warning ⚠️ no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 rotating_light 🚨 information_source ℹ️ question ❓
grey_question ❔ exclamation ❗ bangbang ‼️ bell 🔔 no_bell 🔕 bulb 💡 mag 🔍 mag_right 🔎 lock 🔒 unlock 🔓 key 🔑
shield 🛡️ gear ⚙️ wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ link 🔗 pushpin 📌 round_pushpin 📍 paperclip 📎 scissors ✂️
pencil 📝 memo 📝 pencil2 ✏️ clipboard 📋 page_facing_up 📄 page_with_curl 📃 bookmark_tabs 📑 newspaper 📰 books 📚
book 📖 notebook 📓 file_folder 📁 open_file_folder 📂 card_index 📇 card_file_box 🗃️ file_cabinet 🗄️ wastebasket 🗑️
bar_chart 📊 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 calendar 📆 date 📅 spiral_calendar_pad 🗓️
clock1 🕐 alarm_clock ⏰ stopwatch ⏱️ timer_clock ⏲️ hourglass ⌛ hourglass_flowing_sand ⏳ abc 🔤 email 📧 e-mail 📧 envelope ✉️
incoming_envelope 📨 envelope_with_arrow 📩 inbox_tray 📥 outbox_tray 📤 mailbox 📫 mailbox_with_mail 📬 package 📦
label 🏷️ bookmark 🔖 ticket 🎫 admission_tickets 🎟️ gift 🎁 trophy 🏆 dart 🎯 crown 👑 gem 💎 moneybag 💰
credit_card 💳 shopping_trolley 🛒 iphone 📱 telephone_receiver 📞 computer 💻 robot_face 🤖 speech_balloon 💬 mega 📣
loudspeaker 📢 busts_in_silhouette 👥 bust_in_silhouette 👤 people_holding_hands 🧑‍🤝‍🧑 family 👪 house 🏠 office 🏢
earth_americas 🌎 earth_africa 🌍 earth_asia 🌏 globe_with_meridians 🌐 world_map 🗺️ sunny ☀️ cloud ☁️ rainbow 🌈
snowflake ❄️ seedling 🌱 evergreen_tree 🌲 coffee ☕ pizza 🍕 cake 🍰 birthday 🎂 red_circle 🔴 large_orange_circle 🟠
large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵 white_circle ⚪ black_circle ⚫ large_green_square 🟩
large_red_square 🟥 small_blue_diamond 🔹 arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ arrow_right_hook ↪️
leftwards_arrow_with_hook ↩️ arrows_counterclockwise 🔄 repeat 🔁 fast_forward ⏩ rewind ⏪ heavy_plus_sign ➕
heavy_minus_sign ➖ heavy_division_sign ➗ heavy_multiplication_x ✖️ wavy_dash 〰️ new 🆕 ok 🆗 sos 🆘 free 🆓 top 🔝 soon 🔜 end 🔚 hash #️⃣
one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ speech_left 🗨️ test_tube 🧪 microscope 🔬 puzzle_piece 🧩 magnet 🧲`
    .split(/\s+/)
    .reduce<[string, string][]>((pairs, word, index, words) => {
      if (index % 2 === 0) pairs.push([word, words[index + 1] ?? '']);
      return pairs;
    }, []),
);
