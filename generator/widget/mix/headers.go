package mix

import "strconv"

// headerNames are the spellings under which a column of figures is known, by
// language; the first is the one an export writes. Comparison ignores case and
// signs but "%".
var headerNames = map[string]map[string][]string{
	"en": {
		"name":            {"Account", "Name", "Customer", "Client", "Company", "Account name", "Company name", "Customer name", "Organization - Name"},
		"revenue":         {"Revenue", "Sales", "Turnover", "Net sales"},
		"margin":          {"Margin %", "Margin", "Gross margin", "Gross margin %", "GM %"},
		"gross_profit":    {"Gross profit", "GP"},
		"discount":        {"Discount %", "Discount", "Disc. %"},
		"days_to_pay":     {"Days to pay", "Days", "DSO", "Payment days"},
		"inside_hours":    {"Inside h", "Inside hours", "Inside sales hours", "Inside"},
		"service_hours":   {"Service h", "Service hours", "Service"},
		"visit_hours":     {"Visit h", "Visit hours", "Visits h", "Field hours", "Visits"},
		"complaints":      {"Complaints"},
		"expedites":       {"Expedites", "Urgent deliveries", "Rush orders"},
		"entertainment":   {"Entertainment"},
		"returns":         {"Returns"},
		"prompt_discount": {"Prompt-payment discount", "Cash discount"},
		"wallet":          {"Share of wallet %", "Share of wallet", "Wallet %"},
		"solutions":       {"Solutions", "Buys solutions"},
		"access":          {"Access"},
		"strategic":       {"Strategic"},
		"fix_tried":       {"Fix tried"},
		"notes":           {"Notes", "Note"},
		"id":              {"Id", "Account number", "Customer number"},
	},
	"nl": {
		"name":            {"Klant", "Naam", "Account", "Bedrijf", "Klantnaam", "Bedrijfsnaam"},
		"revenue":         {"Omzet", "Netto-omzet"},
		"margin":          {"Marge %", "Marge", "Brutomarge", "Brutomarge %"},
		"gross_profit":    {"Brutowinst"},
		"discount":        {"Korting %", "Korting"},
		"days_to_pay":     {"Betaaldagen", "Dagen tot betaling", "Betaaltermijn", "Dagen"},
		"inside_hours":    {"Binnendienst u", "Uren binnendienst", "Binnendienst"},
		"service_hours":   {"Service u", "Uren service", "Service"},
		"visit_hours":     {"Bezoek u", "Uren bezoek", "Bezoekuren", "Buitendienst"},
		"complaints":      {"Klachten"},
		"expedites":       {"Spoedorders", "Spoedleveringen", "Spoed"},
		"entertainment":   {"Representatie", "Relatiekosten"},
		"returns":         {"Retouren"},
		"prompt_discount": {"Betalingskorting"},
		"wallet":          {"Aandeel in inkoop %", "Aandeel in inkoop", "Klantaandeel"},
		"solutions":       {"Oplossingen"},
		"access":          {"Toegang"},
		"strategic":       {"Strategisch"},
		"fix_tried":       {"Al geprobeerd"},
		"notes":           {"Notities", "Opmerkingen"},
		"id":              {"Klantnummer", "Nummer"},
	},
	"de": {
		"name":            {"Kunde", "Name", "Kundenname", "Firma", "Unternehmen"},
		"revenue":         {"Umsatz", "Nettoumsatz", "Erlös"},
		"margin":          {"Marge %", "Marge", "Rohmarge", "Bruttomarge %"},
		"gross_profit":    {"Rohertrag", "Bruttogewinn", "Deckungsbeitrag"},
		"discount":        {"Rabatt %", "Rabatt"},
		"days_to_pay":     {"Zahlungstage", "Tage bis Zahlung", "Zahlungsziel", "Tage"},
		"inside_hours":    {"Innendienst h", "Innendienst Std.", "Stunden Innendienst", "Innendienst"},
		"service_hours":   {"Service h", "Service Std.", "Stunden Service", "Service"},
		"visit_hours":     {"Besuch h", "Besuch Std.", "Besuchsstunden", "Außendienst"},
		"complaints":      {"Reklamationen", "Beschwerden"},
		"expedites":       {"Eilaufträge", "Eillieferungen"},
		"entertainment":   {"Bewirtung"},
		"returns":         {"Retouren", "Rücksendungen"},
		"prompt_discount": {"Skonto"},
		"wallet":          {"Lieferanteil %", "Lieferanteil", "Kundenanteil"},
		"solutions":       {"Lösungen"},
		"access":          {"Zugang"},
		"strategic":       {"Strategisch"},
		"fix_tried":       {"Schon versucht"},
		"notes":           {"Notizen", "Bemerkungen"},
		"id":              {"Kundennummer", "Nummer"},
	},
	"ru": {
		"name":            {"Клиент", "Название", "Компания", "Заказчик", "Контрагент", "Наименование"},
		"revenue":         {"Выручка", "Оборот", "Продажи"},
		"margin":          {"Маржа %", "Маржа", "Валовая маржа"},
		"gross_profit":    {"Валовая прибыль"},
		"discount":        {"Скидка %", "Скидка"},
		"days_to_pay":     {"Дней до оплаты", "Дни оплаты", "Отсрочка", "Дни"},
		"inside_hours":    {"Внутренние ч", "Часы внутренних продаж", "Внутренние продажи"},
		"service_hours":   {"Сервис ч", "Часы сервиса", "Сервис"},
		"visit_hours":     {"Визиты ч", "Часы визитов", "Визиты"},
		"complaints":      {"Жалобы", "Рекламации"},
		"expedites":       {"Срочные поставки", "Срочные заказы"},
		"entertainment":   {"Представительские"},
		"returns":         {"Возвраты"},
		"prompt_discount": {"Скидка за оплату"},
		"wallet":          {"Доля закупок %", "Доля закупок", "Доля кошелька"},
		"solutions":       {"Решения"},
		"access":          {"Доступ"},
		"strategic":       {"Стратегический"},
		"fix_tried":       {"Уже пробовали"},
		"notes":           {"Заметки", "Примечания"},
		"id":              {"Номер клиента", "Номер", "Код"},
	},
	"pl": {
		"name":            {"Klient", "Nazwa", "Firma", "Kontrahent", "Nazwa firmy"},
		"revenue":         {"Przychód", "Obrót", "Sprzedaż"},
		"margin":          {"Marża %", "Marża", "Marża brutto"},
		"gross_profit":    {"Zysk brutto", "Zysk brutto na sprzedaży"},
		"discount":        {"Rabat %", "Rabat"},
		"days_to_pay":     {"Dni do zapłaty", "Termin płatności", "Dni"},
		"inside_hours":    {"Biuro sprzedaży h", "Godziny biura sprzedaży", "Biuro sprzedaży", "Sprzedaż wewn. h", "Sprzedaż wewnętrzna"},
		"service_hours":   {"Obsługa klienta h", "Godziny obsługi klienta", "Obsługa klienta", "Serwis h", "Serwis"},
		"visit_hours":     {"Wizyty h", "Godziny wizyt", "Wizyty"},
		"complaints":      {"Reklamacje", "Skargi"},
		"expedites":       {"Pilne dostawy", "Pilne zamówienia"},
		"entertainment":   {"Reprezentacja"},
		"returns":         {"Zwroty"},
		"prompt_discount": {"Skonto"},
		"wallet":          {"Udział w zakupach %", "Udział w zakupach"},
		"solutions":       {"Rozwiązania"},
		"access":          {"Dostęp"},
		"strategic":       {"Strategiczny"},
		"fix_tried":       {"Już próbowano"},
		"notes":           {"Notatki", "Uwagi"},
		"id":              {"Numer klienta", "Numer"},
	},
}

// headers are the spellings for a page in lang: its own first, then English.
// The author's columns are known by label and by name, under their number.
func headers(lang string, columns []Column) map[string][]string {
	m := map[string][]string{}
	for _, l := range []string{lang, "en"} {
		for key, names := range headerNames[l] {
			m[key] = append(m[key], names...)
		}
		if lang == "en" {
			break
		}
	}
	for i, c := range columns {
		m[strconv.Itoa(i)] = []string{c.Label, c.Name}
	}
	return m
}
