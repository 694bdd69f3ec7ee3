package assets

import (
	"bytes"
	"encoding/binary"
)

// turned reports whether the Exif data of a JPEG rotate it by 90 degrees. Browsers
// rotate it, so the height in the file's header is its width on the page.
func turned(data []byte) bool {
	for i := 2; i+4 <= len(data) && data[i] == 0xff; {
		marker, length := data[i+1], int(binary.BigEndian.Uint16(data[i+2:]))
		if marker == 0xff { // fill
			i++
			continue
		}
		end := i + 2 + length
		if marker == 0xda || length < 2 || end > len(data) {
			return false
		}
		if body, ok := bytes.CutPrefix(data[i+4:end], []byte("Exif\x00\x00")); ok && marker == 0xe1 {
			return orientation(body) >= 5
		}
		i = end
	}
	return false
}

// orientation reads the orientation from a TIFF header, 0 if there is none.
func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	const entry = 12
	for n, i := int(order.Uint16(tiff[at:])), at+2; n > 0 && i+entry <= uint64(len(tiff)); n, i = n-1, i+entry {
		if order.Uint16(tiff[i:]) != 0x112 || order.Uint16(tiff[i+2:]) != 3 {
			continue
		}
		if v := order.Uint16(tiff[i+8:]); v <= 8 {
			return int(v)
		}
		return 0
	}
	return 0
}
