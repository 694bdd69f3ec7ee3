package browser

import (
	"encoding/json"
	"fmt"
	"strings"
)

// exception is what the protocol tells of a thrown value.
type exception struct {
	Text       string
	URL        string
	LineNumber int
	Exception  struct {
		Description string
		Value       json.RawMessage
	}
}

func (e *exception) String() string {
	what := e.Exception.Description
	if what == "" {
		what = string(e.Exception.Value)
	}
	if e.URL == "" {
		return strings.TrimSpace(e.Text + " " + what)
	}
	return fmt.Sprintf("%s %s (%s:%d)", e.Text, what, e.URL, e.LineNumber+1)
}

// consoleLine turns an event into a line of the console, or "" when it is none.
func consoleLine(method string, params []byte) string {
	switch method {
	case "Runtime.consoleAPICalled":
		return consoleCall(params)
	case "Runtime.exceptionThrown":
		var e struct{ ExceptionDetails exception }
		_ = json.Unmarshal(params, &e)
		return "exception: " + e.ExceptionDetails.String()
	case "Log.entryAdded":
		return logEntry(params)
	}
	return ""
}

func consoleCall(params []byte) string {
	var e struct {
		Type string
		Args []struct {
			Type, Description string
			Value             json.RawMessage
		}
	}
	_ = json.Unmarshal(params, &e)
	words := []string{e.Type + ":"}
	for _, a := range e.Args {
		var s string
		switch {
		case json.Unmarshal(a.Value, &s) == nil:
			words = append(words, s)
		case len(a.Value) > 0:
			words = append(words, string(a.Value))
		default:
			words = append(words, a.Description)
		}
	}
	return strings.Join(words, " ")
}

func logEntry(params []byte) string {
	var e struct {
		Entry struct{ Source, Level, Text, URL string }
	}
	_ = json.Unmarshal(params, &e)
	// Browsers ask for the icon of their own accord.
	if strings.HasSuffix(e.Entry.URL, "/favicon.ico") {
		return ""
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s: %s %s", e.Entry.Source, e.Entry.Level, e.Entry.Text, e.Entry.URL))
}
