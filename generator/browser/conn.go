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

// callTimeout bounds one protocol command; it is generous because a loaded
// machine may starve the browser for seconds.
const callTimeout = 3 * time.Minute

// conn sends protocol commands and hands out answers and events. chromedp's own
// targets switch on seven domains for each page, which triples the time to open
// one; a page here switches on the four it needs.
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

// dispatch runs on the one reading goroutine, so a session's events arrive in
// order; the functions it calls must not call back into the connection.
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

// subscribe routes a session's events to fn; a nil fn ends that.
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
// answer and decodes it into result unless that is nil.
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

// object is a bag of protocol parameters.
type object map[string]any
