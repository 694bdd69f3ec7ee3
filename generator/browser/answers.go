package browser

import "sync"

// answers hands each answer of a browser to the call that waits for it, by the number
// that the call and its answer have. A connection embeds it; mu also guards what the
// connection adds.
type answers[T any] struct {
	mu      sync.Mutex
	last    int64 // the number given last
	waiting map[int64]chan T
	lost    error // why no more answers come
}

// nextNumber gives the next number.
func (a *answers[T]) nextNumber() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.last++
	return a.last
}

// expect gives a number, and the channel on which its answer comes; the channel is closed
// when there will be none.
func (a *answers[T]) expect() (int64, chan T, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.lost != nil {
		return 0, nil, a.lost
	}
	if a.waiting == nil {
		a.waiting = map[int64]chan T{}
	}
	a.last++
	ch := make(chan T, 1)
	a.waiting[a.last] = ch
	return a.last, ch, nil
}

// give hands over an answer. One that nobody waits for is dropped.
func (a *answers[T]) give(number int64, answer T) {
	a.mu.Lock()
	ch := a.waiting[number]
	delete(a.waiting, number)
	a.mu.Unlock()
	if ch != nil {
		ch <- answer
	}
}

// fail ends all waiting; the first reason stays.
func (a *answers[T]) fail(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.lost == nil {
		a.lost = err
	}
	for number, ch := range a.waiting {
		close(ch)
		delete(a.waiting, number)
	}
}

// dead is why no more answers come, or nil.
func (a *answers[T]) dead() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.lost
}
