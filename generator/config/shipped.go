package config

import "maps"

// Shipped returns the lesson kinds that come with the generator, with their
// labels in lang (English where there is none). The list is the caller's own.
func Shipped(lang string) []*Kind {
	one, five, seven := 1.0, 5.0, 7.0
	kinds := []*Kind{
		kind("campaign", "Campaign analogy", "Campagneles", "Wahlkampf", "Урок кампании", "Lekcja z kampanii").with(
			field("campaign", TypeString, "Campaign", "Campagne", "Wahlkampf", "Кампания", "Kampania"),
			field("held", TypeDate, "Held", "Gehouden op", "Datum", "Дата", "Data"),
			field("sides", TypeList, "Sides", "Partijen", "Seiten", "Стороны", "Strony"),
			field("terms", TypePairs, "In the campaign, in sales", "In de campagne, in de verkoop", "Im Wahlkampf, im Verkauf", "В кампании, в продажах", "W kampanii, w sprzedaży"),
		),
		kind("followup", "Follow-up sin", "Opvolgzonde", "Nachfass-Sünde", "Грех повторных контактов", "Grzech ponawiania kontaktu").with(
			field("sin", TypeInt, "Sin", "Zonde", "Sünde", "Грех", "Grzech").between(&one, &seven),
			field("sounds_like", TypeString, "Sounds like", "Klinkt als", "Klingt wie", "Звучит так", "Brzmi tak"),
			field("costs_you", TypeString, "Costs you", "Kost je", "Kostet dich", "Чего это стоит", "Ile kosztuje"),
			field("fear", TypeString, "The fear behind it", "De angst erachter", "Die Angst dahinter", "Какой за этим страх", "Lęk, który za tym stoi"),
			field("do_instead", TypeString, "Do instead", "Doe liever dit", "Tu stattdessen", "Что делать вместо этого", "Zrób zamiast tego"),
		),
		kind("mix", "Client mix", "Klantenmix", "Kundenmix", "Состав клиентов", "Portfel klientów").with(
			field("compared", TypeList, "Accounts compared", "Vergeleken klanten", "Verglichene Kunden", "Сравниваемые клиенты", "Porównani klienci"),
		),
		kind("qualification", "Qualification", "Kwalificatie", "Qualifizierung", "Квалификация", "Kwalifikacja").with(
			field("property", TypeInt, "Property", "Eigenschap", "Eigenschaft", "Свойство", "Cecha").between(&one, &five),
			field("question", TypeString, "The question", "De vraag", "Die Frage", "Вопрос", "Pytanie"),
			field("if_missing", TypeString, "If it is missing", "Als het ontbreekt", "Wenn es fehlt", "Если этого нет", "Jeśli tego brakuje"),
		),
		kind("mindset", "Mindset", "Mentaliteit", "Haltung", "Настрой", "Nastawienie"),
		kind("plain", "Lesson", "Les", "Lektion", "Урок", "Lekcja"),
	}
	for _, k := range kinds {
		k.speak(lang)
	}
	return kinds
}

// kind makes a kind whose icon and colour have its name; the plain one is the
// colour of ink.
func kind(key string, labels ...string) *Kind {
	k := &Kind{Label: label(key, labels), Icon: key, Color: key}
	if key == "plain" {
		k.Color = "ink"
	}
	return k
}

func (k *Kind) with(fields ...KindField) *Kind {
	k.Fields = fields
	return k
}

func field(key, typ string, labels ...string) KindField {
	return KindField{Key: key, Label: label(key, labels), Type: typ}
}

func (f KindField) between(low, high *float64) KindField {
	f.Min, f.Max = low, high
	return f
}

// label takes the texts in the order of the shipped languages.
func label(key string, texts []string) Label {
	l := Label{Key: key, Labels: map[string]string{}}
	for i, lang := range []string{"en", "nl", "de", "ru", "pl"} {
		l.Labels[lang] = texts[i]
	}
	return l
}

// speak sets the labels of the site's own language.
func (k *Kind) speak(lang string) {
	k.Label = k.Label.speak(lang)
	for i := range k.Fields {
		k.Fields[i].Label = k.Fields[i].Label.speak(lang)
	}
}

func (l Label) speak(lang string) Label {
	l.Labels = maps.Clone(l.Labels)
	l.Label = l.In(lang)
	if l.Label == "" {
		l.Label = l.Labels["en"]
	}
	return l
}
