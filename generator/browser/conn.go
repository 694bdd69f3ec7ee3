package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// callTimeout is the longest time to wait for the answer to one command. It is long
// because the browser can be very slow on a busy machine.
const callTimeout = 3 * time.Minute

// conn is a connection to Chromium that speaks the DevTools protocol. It sends commands
// and passes answers and events on. It does without chromedp's own targets, because these
// enable seven domains of the protocol for each page, which makes opening a page three
// times as slow. A page here enables only the four domains that it needs.
type conn struct {
	pipe   *chromedp.PipeConn
	stderr fmt.Stringer

	answers[*cdproto.Message]
	pages map[string]func(method string, params []byte)
}

func newConn(pipe *chromedp.PipeConn, stderr fmt.Stringer) *conn {
	c := &conn{pipe: pipe, stderr: stderr, pages: map[string]func(string, []byte){}}
	go c.read()
	return c
}

func (c *conn) read() {
	for {
		msg := new(cdproto.Message)
		if err := c.pipe.Read(context.Background(), msg); err != nil {
			c.fail(fmt.Errorf("browser is gone: %w\n%s", err, c.stderr))
			return
		}
		c.dispatch(msg)
	}
}

// dispatch passes a message on. It runs on the goroutine that reads, so events arrive in
// order. The functions that it calls must not send commands: the answer could not be read.
func (c *conn) dispatch(msg *cdproto.Message) {
	if msg.Method == "" {
		c.give(msg.ID, msg)
		return
	}
	c.mu.Lock()
	event := c.pages[string(msg.SessionID)]
	c.mu.Unlock()
	if event != nil {
		event(string(msg.Method), msg.Params)
	}
}

// subscribe calls fn for each event of a session. A nil fn ends the subscription.
func (c *conn) subscribe(session string, fn func(method string, params []byte)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if fn == nil {
		delete(c.pages, session)
		return
	}
	c.pages[session] = fn
}

// call sends a command to a session ("" is the browser itself), waits for the
// answer and decodes it into result, if result is not nil.
func (c *conn) call(session, method string, params, result any) error {
	msg := &cdproto.Message{SessionID: target.SessionID(session), Method: cdproto.MethodType(method)}
	if params != nil {
		data, err := json.Marshal(params)
		if err != nil {
			return fmt.Errorf("%s: %w", method, err)
		}
		msg.Params = data
	}
	answer, err := c.send(msg)
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	if answer.Error != nil {
		return fmt.Errorf("%s: %w", method, answer.Error)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(answer.Result, result)
}

func (c *conn) send(msg *cdproto.Message) (*cdproto.Message, error) {
	id, ch, err := c.expect()
	if err != nil {
		return nil, err
	}
	msg.ID = id
	if err := c.pipe.Write(context.Background(), msg); err != nil {
		return nil, err
	}
	select {
	case answer, ok := <-ch:
		if !ok {
			return nil, c.dead()
		}
		return answer, nil
	case <-time.After(callTimeout):
		return nil, fmt.Errorf("no answer within %v", callTimeout)
	}
}

// object holds the parameters of a command.
type object map[string]any
