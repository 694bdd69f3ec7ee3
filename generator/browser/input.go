package browser

import (
	"fmt"
	"slices"
	"unicode"
)

// What WebDriver, in both its forms, is told of the mouse and the keyboard.

// mouseClick comes down at a point of the window and goes up again.
func mouseClick(x, y float64) object {
	return object{
		"type": "pointer", "id": "mouse", "parameters": object{"pointerType": "mouse"},
		"actions": []object{
			{"type": "pointerMove", "x": int(x), "y": int(y), "duration": 0},
			{"type": "pointerDown", "button": 0},
			{"type": "pointerUp", "button": 0},
		},
	}
}

// keyCodes are WebDriver's characters for keys that write none.
var keyCodes = map[string]string{
	"Backspace": "\ue003", "Tab": "\ue004", "Enter": "\ue007", "Shift": "\ue008", "Control": "\ue009", "Ctrl": "\ue009",
	"Alt": "\ue00a", "Escape": "\ue00c", "PageUp": "\ue00e", "PageDown": "\ue00f", "End": "\ue010", "Home": "\ue011",
	"ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015", "Insert": "\ue016",
	"Delete": "\ue017", "Meta": "\ue03d",
}

// shifted are the characters of a United States keyboard that want Shift.
const shifted = `~!@#$%^&*()_+{}|:"<>?`

// keyPress presses a key by its DOM name while modifiers are held.
func keyPress(name string, modifiers []string) (object, error) {
	value, ok := keyCodes[name]
	if r := []rune(name); len(r) == 1 {
		value, ok = name, true
		if (unicode.IsUpper(r[0]) || slices.Contains([]rune(shifted), r[0])) && !slices.Contains(modifiers, "Shift") {
			modifiers = append(slices.Clone(modifiers), "Shift")
		}
	}
	if !ok {
		return nil, fmt.Errorf("no key %q", name)
	}
	var steps []object
	for _, m := range modifiers {
		if keyCodes[m] == "" {
			return nil, fmt.Errorf("no modifier %q", m)
		}
		steps = append(steps, object{"type": "keyDown", "value": keyCodes[m]})
	}
	steps = append(steps, object{"type": "keyDown", "value": value}, object{"type": "keyUp", "value": value})
	for _, m := range slices.Backward(modifiers) {
		steps = append(steps, object{"type": "keyUp", "value": keyCodes[m]})
	}
	return object{"type": "key", "id": "keyboard", "actions": steps}, nil
}

// keysOf presses a key for each character of a text.
func keysOf(text string) (object, error) {
	var steps []object
	for _, r := range text {
		keys, err := keyPress(string(r), nil)
		if err != nil {
			return nil, err
		}
		steps = append(steps, keys["actions"].([]object)...)
	}
	return object{"type": "key", "id": "keyboard", "actions": steps}, nil
}

// insertion puts text where the focus is, for browsers that have no command for it.
func insertion(text string) string {
	return fmt.Sprintf(`document.execCommand("insertText", false, %s)`, quoteJS(text))
}
