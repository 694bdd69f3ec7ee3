package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/coder/websocket"
)

// bidi is a connection that speaks WebDriver BiDi.
type bidi struct {
	socket *websocket.Conn
	proc   *process

	answers[*bidiMessage]
	events map[string]func(method string, params []byte) // by the id of a page or frame
}

// bidiMessage is an answer, an error, or an event.
type bidiMessage struct {
	Type    string
	ID      int64
	Method  string
	Params  json.RawMessage
	Result  json.RawMessage
	Error   string
	Message string
}

func dialBidi(proc *process, address string) (*bidi, error) {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	socket, _, err := websocket.Dial(ctx, address+"/session", nil)
	if err != nil {
		return nil, err
	}
	socket.SetReadLimit(-1)
	b := &bidi{socket: socket, proc: proc, events: map[string]func(string, []byte){}}
	go b.read()
	return b, nil
}

func (b *bidi) read() {
	for {
		_, data, err := b.socket.Read(context.Background())
		if err != nil {
			b.fail(fmt.Errorf("%s is gone: %w\n%s", b.proc.name, err, b.proc.stderr))
			return
		}
		var msg bidiMessage
		if json.Unmarshal(data, &msg) == nil {
			b.dispatch(&msg)
		}
	}
}

// dispatch runs on the one reading goroutine; the functions it calls must not wait
// for an answer.
func (b *bidi) dispatch(msg *bidiMessage) {
	if msg.Type == "event" {
		var where struct {
			Context, Parent string
			Source          struct{ Context string }
		}
		_ = json.Unmarshal(msg.Params, &where)
		if where.Context == "" {
			where.Context = where.Source.Context
		}
		b.mu.Lock()
		if over := b.events[where.Parent]; over != nil && where.Parent != "" {
			b.events[where.Context] = over // events of a frame go to the page around it
		}
		event := b.events[where.Context]
		b.mu.Unlock()
		if event != nil {
			event(msg.Method, msg.Params)
		}
		return
	}
	b.give(msg.ID, msg)
}

// subscribe calls fn for each event of a page. A nil fn ends the subscription.
func (b *bidi) subscribe(page string, fn func(method string, params []byte)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if fn == nil {
		delete(b.events, page)
		return
	}
	b.events[page] = fn
}

// call sends a command, waits for the answer and decodes it into result, if result is not
// nil. A browser that does not answer is killed.
func (b *bidi) call(method string, params object, result any) error {
	if params == nil {
		params = object{}
	}
	id, ch, err := b.expect()
	if err != nil {
		return err
	}
	data, err := json.Marshal(object{"id": id, "method": method, "params": params})
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	if err := b.socket.Write(context.Background(), websocket.MessageText, data); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	select {
	case answer, ok := <-ch:
		switch {
		case !ok:
			return b.dead()
		case answer.Type == "error":
			return fmt.Errorf("%s: %s: %s", method, answer.Error, answer.Message)
		case result == nil:
			return nil
		}
		return json.Unmarshal(answer.Result, result)
	case <-time.After(callTimeout):
		b.fail(fmt.Errorf("%s hung and was killed: no answer within %v to %.400s\n%s", b.proc.name, callTimeout, data, b.proc.stderr))
		b.proc.end()
		return b.dead()
	}
}

// bidiValue is a JavaScript value in the form in which the protocol sends it.
type bidiValue struct {
	Type     string
	SharedID string
	Value    json.RawMessage
}

// plain converts a value for json.Marshal. A value that JSON does not have becomes null.
func (v bidiValue) plain() (any, error) {
	switch v.Type {
	case "string", "boolean":
		return v.Value, nil
	case "number":
		if v.Value[0] == '"' { // "NaN", "-0", "Infinity"
			if string(v.Value) == `"-0"` {
				return 0, nil
			}
			return nil, nil
		}
		return v.Value, nil
	case "array":
		var items []bidiValue
		if err := json.Unmarshal(v.Value, &items); err != nil {
			return nil, nil // nested too deep: the browser left the items out
		}
		list := make([]any, len(items))
		for i, item := range items {
			var err error
			if list[i], err = item.plain(); err != nil {
				return nil, err
			}
		}
		return list, nil
	case "object":
		var pairs [][2]json.RawMessage
		if err := json.Unmarshal(v.Value, &pairs); err != nil {
			return nil, nil // one of the browser's own objects
		}
		return ordered(pairs)
	}
	return nil, nil // null, undefined, a function and so on
}

// ordered writes an object's members in the order in which the page has them.
func ordered(pairs [][2]json.RawMessage) (any, error) {
	out := []byte{'{'}
	for _, pair := range pairs {
		var item bidiValue
		if err := json.Unmarshal(pair[1], &item); err != nil {
			return nil, err
		}
		if item.Type == "undefined" || item.Type == "function" {
			continue
		}
		value, err := item.plain()
		if err != nil {
			return nil, err
		}
		data, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(append(out, pair[0]...), ':'), data...)
	}
	return json.RawMessage(append(out, '}')), nil
}
