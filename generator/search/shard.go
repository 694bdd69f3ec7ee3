package search

import (
	"crypto/sha256"
	"encoding/base32"
	"io"
	"slices"
	"strings"
)

// hashLength is the number of base-32 digits of a hash in a name. The number in the name identifies the file, so
// 15 bits are enough to distinguish its versions.
const hashLength = 3

// rootFormat is the version of the files' format. It is in the root, because a browser may have a cached root of
// another version of the generator.
const rootFormat = 3

var lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

func hash(data []byte, length int) string {
	sum := sha256.Sum256(data)
	return lower.EncodeToString(sum[:10])[:length]
}

// shard makes a file from a block: playbook.shard(name, data). The data must be a JavaScript
// literal.
func shard(name string, data []byte) (File, string) {
	h := hash(data, hashLength)
	return named(name, h, data), h
}

func named(name, hash string, data []byte) File {
	name += "." + hash
	return File{Name: name + ".js", head: `playbook.shard("` + name + `",`, body: data}
}

// Size is the length of the file in bytes.
func (f File) Size() int { return len(f.head) + len(f.body) + len(shardEnd) }

const shardEnd = ")\n"

// WriteTo writes the file.
func (f File) WriteTo(w io.Writer) (int64, error) {
	total := int64(0)
	for _, part := range [...][]byte{[]byte(f.head), f.body, []byte(shardEnd)} {
		n, err := w.Write(part)
		total += int64(n)
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// Bytes gives the whole file.
func (f File) Bytes() []byte { return slices.Concat([]byte(f.head), f.body, []byte(shardEnd)) }

// steps writes rising numbers, each as its distance from the one before, in a base-64 digit. The largest digit
// means "at least that many", and another digit follows. Compressed, this is smaller than bits, because lessons are
// alike.
func steps(numbers []int32) string {
	var b strings.Builder
	prev := int32(0)
	for _, n := range numbers {
		for ; n-prev >= 63; prev += 63 {
			b.WriteByte(digits[63])
		}
		b.WriteByte(digits[n-prev])
		prev = n
	}
	return b.String()
}
