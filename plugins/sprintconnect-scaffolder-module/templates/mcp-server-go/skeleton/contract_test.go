package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"testing"
)

const contractFile = "mcp.contract.json"

var renew = flag.Bool("renew", false, "write "+contractFile+" anew")

// TestContract compares what the server offers with mcp.contract.json, so that no change for clients goes unseen.
func TestContract(t *testing.T) {
	session := serveTest(t).connect(t, "2026-07-28")
	tools, err := session.ListTools(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	// With a first resource or prompt, list them here, too.
	offered, err := json.MarshalIndent(map[string]any{"tools": tools.Tools}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	offered = append(offered, '\n')
	if *renew {
		if err := os.WriteFile(contractFile, offered, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	contract, err := os.ReadFile(contractFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(offered, contract) {
		t.Errorf("The server does not offer what %s says. If clients can bear the change, renew the contract: "+
			"go test -run TestContract . -renew\nIt offers:\n%s", contractFile, offered)
	}
}
