package browser

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// inspector is a connection to the remote inspector of a WebKitGTK. It is for what
// WebDriver's classic form lacks: the console, scripts that run before those of a
// page, media, and answers within a millisecond.
//
// A message is its length, a byte for the byte order, a name that ends with a zero,
// and numbers of 64 bits and texts as GVariant writes them.
type inspector struct {
	conn net.Conn
	proc *process

	answers[*inspectorMessage]
	views  map[uint64]*view // by their number in the browser
	listed chan struct{}    // closed when the browser has told of its first page
}

// view is one page, whose web process, and with it the id of that, may change.
type view struct {
	*inspector
	number uint64
	event  func(method string, params []byte)
	begin  func(target string) // for a new web process, before its page's scripts
	target string
	born   chan struct{} // closed when there is a first web process
}

// inspectorMessage is an answer or an event.
type inspectorMessage struct {
	ID     int64
	Method string
	Params json.RawMessage
	Result json.RawMessage
	Error  struct{ Message string }
}

// theBrowser is the number of the browser's own process among those that can be inspected.
const theBrowser = 1

func dialInspector(proc *process, address string) (*inspector, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	i := &inspector{conn: conn, proc: proc, views: map[uint64]*view{}, listed: make(chan struct{})}
	go i.read()
	return i, i.send("SetupInspectorClient", []byte{0})
}

func (i *inspector) send(name string, payload []byte) error {
	body := append(append([]byte(name), 0), payload...)
	message := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	const littleEndian = 1
	i.mu.Lock()
	defer i.mu.Unlock()
	_, err := i.conn.Write(append(append(message, littleEndian), body...))
	return err
}

func numbers(list ...uint64) (out []byte) {
	for _, n := range list {
		out = binary.LittleEndian.AppendUint64(out, n)
	}
	return out
}

func (i *inspector) read() {
	r := bufio.NewReaderSize(i.conn, 1<<16)
	for {
		var head [5]byte
		_, err := io.ReadFull(r, head[:])
		body := make([]byte, binary.BigEndian.Uint32(head[:]))
		if err == nil {
			_, err = io.ReadFull(r, body)
		}
		if err != nil {
			i.fail(fmt.Errorf("%s is gone: %w\n%s", i.proc.name, err, i.proc.stderr))
			return
		}
		name, rest, _ := bytes.Cut(body, []byte{0})
		switch {
		case string(name) == "SetTargetList" && bytes.Contains(rest, []byte("WebPage\x00")):
			select {
			case <-i.listed:
			default:
				close(i.listed)
			}
		case string(name) == "SendMessageToFrontend" && len(rest) > 16 && binary.LittleEndian.Uint64(rest) == theBrowser:
			i.mu.Lock()
			v := i.views[binary.LittleEndian.Uint64(rest[8:])]
			i.mu.Unlock()
			if v != nil {
				v.hear(bytes.TrimRight(rest[16:], "\x00"))
			}
		}
	}
}

// hear runs on the one reading goroutine; the functions it calls must not wait for
// an answer.
func (v *view) hear(data []byte) {
	var msg inspectorMessage
	if json.Unmarshal(data, &msg) != nil {
		return
	}
	var p struct {
		TargetID, Message, OldTargetID, NewTargetID string
		TargetInfo                                  struct {
			TargetID, Type string
			IsProvisional  bool
			IsPaused       bool
		}
	}
	_ = json.Unmarshal(msg.Params, &p)
	switch msg.Method {
	case "Target.targetCreated":
		if p.TargetInfo.Type != "page" {
			return
		}
		v.begin(p.TargetInfo.TargetID)
		if p.TargetInfo.IsPaused {
			_ = v.tell("Target.resume", object{"targetId": p.TargetInfo.TargetID})
		}
		if !p.TargetInfo.IsProvisional {
			v.settle(p.TargetInfo.TargetID)
		}
	case "Target.didCommitProvisionalTarget":
		v.settle(p.NewTargetID)
	case "Target.dispatchMessageFromTarget":
		v.fromPage([]byte(p.Message))
	}
}

func (v *view) settle(target string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.target == "" {
		close(v.born)
	}
	v.target = target
}

func (v *view) fromPage(data []byte) {
	var msg inspectorMessage
	if json.Unmarshal(data, &msg) != nil {
		return
	}
	if msg.Method != "" {
		v.event(msg.Method, msg.Params)
		return
	}
	v.give(msg.ID, &msg)
}

var errNoView = errors.New("the inspector does not find the window")

// look attaches to the browser's view of a number.
func (i *inspector) look(number uint64, begin func(v *view, target string), event func(method string, params []byte)) (*view, error) {
	v := &view{inspector: i, number: number, event: event, born: make(chan struct{})}
	v.begin = func(target string) { begin(v, target) }
	i.mu.Lock()
	i.views[number] = v
	i.mu.Unlock()
	if err := i.send("Setup", numbers(theBrowser, number)); err != nil {
		return nil, err
	}
	if err := v.tell("Target.setPauseOnStart", object{"pauseOnStart": true}); err != nil {
		return nil, err
	}
	select {
	case <-v.born:
		return v, nil
	case <-time.After(startTimeout):
		return nil, errNoView
	}
}

func (v *view) leave() {
	v.mu.Lock()
	delete(v.views, v.number)
	v.mu.Unlock()
	_ = v.send("FrontendDidClose", numbers(theBrowser, v.number))
}

// tell sends a command to the view, and waits for nothing.
func (v *view) tell(method string, params object) error {
	data, err := json.Marshal(object{"id": v.nextNumber(), "method": method, "params": params})
	if err != nil {
		return err
	}
	return v.send("SendMessageToBackend", append(append(numbers(theBrowser, v.number), data...), 0))
}

// tellPage sends a command to the view's web process; it gives the answer's channel.
func (v *view) tellPage(target, method string, params object) (chan *inspectorMessage, error) {
	id, ch, err := v.expect()
	if err != nil {
		return nil, err
	}
	if target == "" {
		v.mu.Lock()
		target = v.target
		v.mu.Unlock()
	}
	if params == nil {
		params = object{}
	}
	data, err := json.Marshal(object{"id": id, "method": method, "params": params})
	if err != nil {
		return nil, err
	}
	return ch, v.tell("Target.sendMessageToTarget", object{"targetId": target, "message": string(data)})
}

// call sends a command to the page, waits for the answer and decodes it into result
// unless that is nil. A browser that does not answer is killed.
func (v *view) call(method string, params object, result any) error {
	ch, err := v.tellPage("", method, params)
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	select {
	case answer, ok := <-ch:
		switch {
		case !ok:
			return v.dead()
		case answer.Error.Message != "":
			return fmt.Errorf("%s: %s", method, answer.Error.Message)
		case result == nil:
			return nil
		}
		return json.Unmarshal(answer.Result, result)
	case <-time.After(callTimeout):
		data, _ := json.Marshal(params)
		v.fail(fmt.Errorf("%s hung and was killed: no answer within %v to %s %.400s\n%s", v.proc.name, callTimeout, method, data, v.proc.stderr))
		v.proc.end()
		return v.dead()
	}
}

// inspected is a value of the page, as the inspector tells it.
type inspected struct {
	Type, Subtype, ClassName, ObjectID, Description string
	Value                                           json.RawMessage
}

type evaluated struct {
	Result    inspected
	WasThrown bool
}

// eval runs an expression, awaits it, and gives its value as JSON.
func (v *view) eval(expr string) (json.RawMessage, error) {
	var res evaluated
	err := v.call("Runtime.evaluate", object{"expression": expr, "emulateUserGesture": true}, &res)
	if err == nil && !res.WasThrown && res.Result.ClassName == "Promise" {
		promise := res.Result.ObjectID
		res = evaluated{}
		err = v.call("Runtime.awaitPromise", object{"promiseObjectId": promise}, &res)
	}
	if err == nil && !res.WasThrown && res.Result.ObjectID != "" {
		id := res.Result.ObjectID
		res = evaluated{}
		err = v.call("Runtime.callFunctionOn", object{
			"objectId": id, "returnByValue": true,
			"functionDeclaration": "function () { try { return JSON.stringify(this); } catch { return 'null'; } }",
		}, &res)
		var text string
		if err == nil && json.Unmarshal(res.Result.Value, &text) == nil {
			return json.RawMessage(text), nil
		}
	}
	switch {
	case err != nil:
		return nil, err
	case res.WasThrown:
		return nil, errors.New(strings.TrimSpace(res.Result.Description + " " + string(res.Result.Value)))
	case len(res.Result.Value) == 0:
		return json.RawMessage("null"), nil
	}
	return res.Result.Value, nil
}
