package content

import "testing"

// BenchmarkFrontMatter reads a usual head: a dozen keys, no mistake.
func BenchmarkFrontMatter(b *testing.B) {
	const lesson = `+++
title = "Thirty-six calls: persistent or pest?"
summary = "One salesman called on a prospect every month for three years before he got the order. Vote on him before you read on."
minutes = 8
roles = ["ae", "sdr", "am", "is", "mgr"]
stage = "proposal"
tags = ["follow-up"]
prereq = ["start-here"]
takeaways = [
  "Following up is a necessary part of selling.",
  "How often and in what manner you do it can kill the sale.",
  "The customer decides what is too often, and you can ask them.",
]
owner = "Sales enablement"
reviewed = 2026-11-05
sounds_like = "I'll keep at it. They all say yes in the end."
fear = "If I stop, the call that would have worked is the next one."
+++
Text.
`
	b.ReportAllocs()
	for b.Loop() {
		if _, _, ds := readHead("", lesson); len(ds) > 0 {
			b.Fatal(ds)
		}
	}
}
