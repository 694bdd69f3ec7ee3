package cputime

import (
	"testing"
	"time"
)

// TestOf: work is measured, and waiting is not.
func TestOf(t *testing.T) {
	var sum uint64
	for i := uint64(0); Of(func() {
		for range uint64(1) << i {
			sum = sum*31 + i
		}
	}) < 10*time.Millisecond; i++ {
	}
	before := Process()
	if waited := Of(func() { time.Sleep(50 * time.Millisecond) }); waited >= 25*time.Millisecond {
		t.Errorf("waiting 50 ms took %v of processor time", waited)
	}
	if sum == 0 || Process() < before {
		t.Error("the process's time does not grow")
	}
}
