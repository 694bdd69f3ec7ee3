package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"playbook/generator/config"
	"playbook/generator/content"
	"playbook/generator/theme"
	"playbook/templates"
)

// schemaFile is where init puts the schema of site.toml, and where its first
// line says it is.
const schemaFile = "site.schema.json"

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use: "schema site|lesson", Short: "print the JSON Schema of site.toml or of front matter, for editors",
		Long: "Schema prints the JSON Schema, which lists all keys and their values. With it, an editor completes\n" +
			"the keys and checks them. Save the schema beside site.toml, and write '#:schema site.schema.json'\n" +
			"at the top of site.toml.",
		Example:   "  generate schema site > site.schema.json",
		ValidArgs: []string{"site", "lesson"},
		Args:      oneArg("schema", "write 'site' or 'lesson', for example 'generate schema site'"),
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := schemaOf(args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(a.out, text)
			return err
		},
	}
}

// schemaOf returns the schema of one sort of file. That of front matter has the
// shipped kinds of lessons.
func schemaOf(what string) (string, error) {
	var raw []byte
	var err error
	switch what {
	case "site":
		raw, err = config.Schema()
	case "lesson":
		words, _ := theme.LoadWords(templates.FS, "en")
		raw, err = content.HeadSchema(config.SpeakKinds(config.Shipped(), words, "en"))
	default:
		return "", usageError{fmt.Sprintf("there is no schema for %q", what), "the schemas are 'site' and 'lesson'"}
	}
	if err != nil {
		return "", fmt.Errorf("write the schema: %w", err)
	}
	if n := len(raw); n > 0 && raw[n-1] != '\n' {
		raw = append(raw, '\n')
	}
	return string(raw), nil
}
