package content

import "strings"

// emojis are the names that code hosts and chats give to common signs.
var emojis = func() map[string]string {
	m := map[string]string{}
	f := strings.Fields(emojiNames)
	for i := 0; i+1 < len(f); i += 2 {
		m[f[i]] = f[i+1]
	}
	return m
}()

const emojiNames = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 100 💯 smile 😄 smiley 😃 grinning 😀 grin 😁 joy 😂 wink 😉 blush 😊 slightly_smiling_face 🙂
heart ❤️ heart_eyes 😍 thinking 🤔 sunglasses 😎 cry 😢 sob 😭 scream 😱 rage 😡 tada 🎉 confetti_ball 🎊 rocket 🚀 fire 🔥 star ⭐
star2 🌟 sparkles ✨ zap ⚡ boom 💥 bulb 💡 warning ⚠️ no_entry ⛔ stop_sign 🛑 x ❌ heavy_check_mark ✔️ white_check_mark ✅
ballot_box_with_check ☑️ question ❓ exclamation ❗ information_source ℹ️ memo 📝 pencil 📝 pencil2 ✏️ book 📖 books 📚 bookmark 🔖
link 🔗 mag 🔍 lock 🔒 unlock 🔓 key 🔑 bell 🔔 email 📧 envelope ✉️ phone ☎️ telephone_receiver 📞 calendar 📅 date 📅 clock1 🕐 hourglass ⌛
alarm_clock ⏰ chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 moneybag 💰 dollar 💵 euro 💶 credit_card 💳
briefcase 💼 file_folder 📁 clipboard 📋 pushpin 📌 round_pushpin 📍 paperclip 📎 wrench 🔧 hammer 🔨 gear ⚙️ package 📦 truck 🚚
dart 🎯 trophy 🏆 medal_sports 🏅 crown 👑 gift 🎁 computer 💻 iphone 📱 globe_with_meridians 🌐 earth_americas 🌎 office 🏢 house 🏠
wave 👋 clap 👏 pray 🙏 muscle 💪 handshake 🤝 point_right 👉 point_left 👈 point_up ☝️ point_down 👇 raised_hands 🙌 ok_hand 👌 eyes 👀
brain 🧠 speech_balloon 💬 thought_balloon 💭 loudspeaker 📢 mega 📣 arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️
recycle ♻️ construction 🚧 rotating_light 🚨 bug 🐛 art 🎨 seedling 🌱 coffee ☕ red_circle 🔴 green_circle 🟢 yellow_circle 🟡 large_blue_circle 🔵
`

// Emoji is the sign that other tools write for :name:, "" for a name that is not known.
func Emoji(name string) string { return emojis[name] }
