package main

import (
	"context"
	"fmt"
	"reflect"
	"strconv"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// An example of a tool: converting units. Replace it by your own.

type unit string

// scale says how much a unit is: value * factor + offset in the first unit of its quantity.
type scale struct {
	quantity       string
	factor, offset float64
}

var units = []any{"m", "km", "ft", "mi", "kg", "lb", "°C", "°F", "K"}

var scales = map[unit]scale{
	"m":  {quantity: "length", factor: 1},
	"km": {quantity: "length", factor: 1000},
	"ft": {quantity: "length", factor: 0.3048},
	"mi": {quantity: "length", factor: 1609.344},
	"kg": {quantity: "mass", factor: 1},
	"lb": {quantity: "mass", factor: 0.45359237},
	"K":  {quantity: "temperature", factor: 1},
	"°C": {quantity: "temperature", factor: 1, offset: 273.15},
	"°F": {quantity: "temperature", factor: 5. / 9, offset: 459.67 * 5 / 9},
}

type question struct {
	Value    float64 `json:"value" jsonschema:"The value to convert"`
	FromUnit unit    `json:"from_unit" jsonschema:"The unit of the value"`
	ToUnit   unit    `json:"to_unit" jsonschema:"The unit to convert it to"`
}

type conversion struct {
	Value float64 `json:"value" jsonschema:"The value in the unit that was asked for"`
	Unit  unit    `json:"unit" jsonschema:"The unit that was asked for"`
}

func addConvertUnits(server *mcp.Server) {
	input, output := schemaOf[question](), schemaOf[conversion]()
	// Bounds, so that no result is too large for a number in JSON.
	input.Properties["value"].Minimum = new(-1e15)
	input.Properties["value"].Maximum = new(1e15)
	mcp.AddTool(server, &mcp.Tool{
		Name:         "convert_units",
		Title:        "Convert units",
		Description:  "Converts a length, a mass or a temperature from one unit to another.",
		InputSchema:  input,
		OutputSchema: output,
		Annotations: &mcp.ToolAnnotations{
			ReadOnlyHint:    true,
			DestructiveHint: new(false),
			IdempotentHint:  true,
			OpenWorldHint:   new(false),
		},
	}, convertUnits)
}

func convertUnits(_ context.Context, _ *mcp.CallToolRequest, asked question) (*mcp.CallToolResult, conversion, error) {
	from, to := scales[asked.FromUnit], scales[asked.ToUnit]
	if from.quantity != to.quantity {
		return nil, conversion{}, fmt.Errorf(
			"%s is a unit of %s and %s one of %s: choose two units of the same quantity",
			asked.FromUnit, from.quantity, asked.ToUnit, to.quantity,
		)
	}
	exact := (asked.Value*from.factor + from.offset - to.offset) / to.factor
	// Twelve digits, so that 100 °C are 212 °F and not 211.99999999999994.
	value, err := strconv.ParseFloat(strconv.FormatFloat(exact, 'g', 12, 64), 64)
	return nil, conversion{Value: value, Unit: asked.ToUnit}, err
}

// schemaOf is the schema of a type in whose fields units are one of the list.
func schemaOf[T any]() *jsonschema.Schema {
	schema, err := jsonschema.For[T](&jsonschema.ForOptions{
		TypeSchemas: map[reflect.Type]*jsonschema.Schema{
			reflect.TypeFor[unit](): {Type: "string", Enum: units},
		},
	})
	if err != nil {
		panic(err)
	}
	return schema
}
