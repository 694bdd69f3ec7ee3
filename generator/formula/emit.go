package formula

import (
	"bytes"
	"strconv"
)

// MarshalJSON emits the program for the browser: nested arrays whose first
// element is the opcode, as ["/",["v",3],["n",2]]. A variable is its slot, so
// no word of the author's reaches the interpreter.
func (p *Program) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	p.root.emit(&b)
	return b.Bytes(), nil
}

func (n *node) emit(b *bytes.Buffer) {
	b.WriteString(`["` + n.op + `"`)
	switch n.op {
	case "n":
		b.WriteByte(',')
		b.Write(strconv.AppendFloat(b.AvailableBuffer(), n.num, 'g', -1, 64))
	case "b":
		b.WriteByte(',')
		b.Write(strconv.AppendBool(b.AvailableBuffer(), n.yes))
	case "v":
		b.WriteByte(',')
		b.Write(strconv.AppendInt(b.AvailableBuffer(), int64(n.slot), 10))
	}
	for _, a := range n.args {
		b.WriteByte(',')
		a.emit(b)
	}
	b.WriteByte(']')
}
