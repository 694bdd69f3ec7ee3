package content

import (
	"playbook/generator/decode"
	"playbook/generator/diag"
)

// checkEncoding returns the text of a lesson with LF line ends and without a
// byte order mark, nil if the bytes are no text; see [decode.Text].
func checkEncoding(path string, raw []byte) ([]byte, diag.List) {
	return decode.Text(path, raw)
}
