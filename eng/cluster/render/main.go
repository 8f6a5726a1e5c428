// Renders a Helm chart for tests, where Helm itself is not to be had, with the parts that Helm is made of: Go's text/template, sprig, sigs.k8s.io/yaml
// and gojsonschema. It knows what our chart uses and is strict where Helm is lax: a value that the chart does not have is an error.
//
// usage: render [-name NAME] [-namespace NAMESPACE] [-api GROUP/VERSION]... [-f VALUES]... CHART
// Writes the manifests, each with its source, and then the notes after a line '# Notes'.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"github.com/xeipuuv/gojsonschema"
	"sigs.k8s.io/yaml"
)

type list []string

func (l *list) String() string     { return strings.Join(*l, ",") }
func (l *list) Set(v string) error { *l = append(*l, v); return nil }

// files is what Helm calls .Files: everything of the chart that is not a template.
type files map[string][]byte

func (f files) Get(name string) string { return string(f[name]) }

func (f files) Glob(pattern string) files {
	found := files{}
	for name, data := range f {
		if ok, _ := filepath.Match(pattern, name); ok {
			found[name] = data
		}
	}
	return found
}

// apis is what Helm calls .Capabilities.APIVersions.
type apis []string

func (a apis) Has(name string) bool {
	for _, known := range a {
		if known == name {
			return true
		}
	}
	return false
}

func main() {
	name := flag.String("name", "studio", "the release")
	namespace := flag.String("namespace", "studio-control-plane", "the namespace")
	var values, known list
	flag.Var(&values, "f", "a file of values")
	flag.Var(&known, "api", "an API that the cluster has")
	flag.Parse()
	out, err := render(flag.Arg(0), *name, *namespace, values, apis(known))
	if err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		os.Exit(1)
	}
	fmt.Print(out)
}

func render(chart, name, namespace string, overrides []string, known apis) (string, error) {
	all, err := read(chart)
	if err != nil {
		return "", err
	}
	var about map[string]interface{}
	if err := yaml.UnmarshalStrict(all["Chart.yaml"], &about); err != nil {
		return "", fmt.Errorf("Chart.yaml: %w", err)
	}
	values, err := merged(all["values.yaml"], overrides)
	if err != nil {
		return "", err
	}
	if err := validate(all["values.schema.json"], values); err != nil {
		return "", err
	}
	rest := files{}
	for path, data := range all {
		if !strings.HasPrefix(path, "templates/") && path != "Chart.yaml" && !strings.HasPrefix(path, "values.") {
			rest[path] = data
		}
	}
	context := map[string]interface{}{
		"Values": values,
		"Chart": map[string]interface{}{
			"Name": about["name"], "Version": about["version"], "AppVersion": about["appVersion"], "Description": about["description"],
		},
		"Release": map[string]interface{}{
			"Name": name, "Namespace": namespace, "Service": "Helm", "IsInstall": true, "IsUpgrade": false, "Revision": 1,
		},
		"Capabilities": map[string]interface{}{"APIVersions": known},
		"Files":        rest,
	}
	return execute(all, fmt.Sprint(about["name"]), context)
}

func read(chart string) (map[string][]byte, error) {
	all := map[string][]byte{}
	err := filepath.Walk(chart, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		inside, _ := filepath.Rel(chart, path)
		all[filepath.ToSlash(inside)] = data
		return err
	})
	return all, err
}

// merged lays the overrides over the chart's values as Helm does: maps are merged, everything else is replaced, null removes.
func merged(base []byte, overrides []string) (map[string]interface{}, error) {
	values := map[string]interface{}{}
	if err := yaml.UnmarshalStrict(base, &values); err != nil {
		return nil, fmt.Errorf("values.yaml: %w", err)
	}
	for _, path := range overrides {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		over := map[string]interface{}{}
		if err := yaml.UnmarshalStrict(data, &over); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		lay(values, over)
	}
	return values, nil
}

func lay(values, over map[string]interface{}) {
	for key, value := range over {
		below, isMap := value.(map[string]interface{})
		there, wasMap := values[key].(map[string]interface{})
		switch {
		case value == nil:
			delete(values, key)
		case isMap && wasMap:
			lay(there, below)
		default:
			values[key] = value
		}
	}
}

func validate(schema []byte, values map[string]interface{}) error {
	result, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(schema), gojsonschema.NewGoLoader(values))
	if err != nil {
		return fmt.Errorf("values.schema.json: %w", err)
	}
	if result.Valid() {
		return nil
	}
	text := "values don't meet the specifications of the schema:"
	for _, fault := range result.Errors() {
		text += fmt.Sprintf("\n- %s", fault)
	}
	return errors.New(text)
}

func execute(all map[string][]byte, chart string, context map[string]interface{}) (string, error) {
	root := template.New("chart").Option("missingkey=error")
	functions := sprig.TxtFuncMap()
	for _, hidden := range []string{"env", "expandenv"} {
		delete(functions, hidden)
	}
	functions["toYaml"] = func(v interface{}) (string, error) {
		data, err := yaml.Marshal(v)
		return strings.TrimSuffix(string(data), "\n"), err
	}
	functions["fromYaml"] = func(text string) (map[string]interface{}, error) {
		value := map[string]interface{}{}
		return value, yaml.Unmarshal([]byte(text), &value)
	}
	functions["required"] = func(message string, value interface{}) (interface{}, error) {
		if value == nil || value == "" {
			return nil, errors.New(message)
		}
		return value, nil
	}
	functions["include"] = func(name string, data interface{}) (string, error) {
		var out bytes.Buffer
		err := root.ExecuteTemplate(&out, name, data)
		return out.String(), err
	}
	root.Funcs(functions)
	var names []string
	for path, data := range all {
		if strings.HasPrefix(path, "templates/") {
			if _, err := root.New(path).Parse(string(data)); err != nil {
				return "", err
			}
			names = append(names, path)
		}
	}
	sort.Strings(names)
	var manifests, notes strings.Builder
	for _, path := range names {
		if strings.HasPrefix(filepath.Base(path), "_") {
			continue
		}
		var out bytes.Buffer
		if err := root.ExecuteTemplate(&out, path, context); err != nil {
			return "", err
		}
		switch {
		case filepath.Base(path) == "NOTES.txt":
			fmt.Fprintf(&notes, "# Notes\n%s", out.String())
		case strings.TrimSpace(out.String()) != "":
			fmt.Fprintf(&manifests, "---\n# Source: %s/%s\n%s\n", chart, path, strings.Trim(out.String(), "\n"))
		}
	}
	return manifests.String() + notes.String(), nil
}
