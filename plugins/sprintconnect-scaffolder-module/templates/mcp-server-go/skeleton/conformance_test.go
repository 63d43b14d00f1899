//go:build conformance

package main

import (
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os/exec"
	"testing"
)

const suite = "@modelcontextprotocol/conformance@0.2.0-alpha.12"

// TestConformance runs those scenarios of the MCP conformance suite that ask for no particular tools. It needs npx.
func TestConformance(t *testing.T) {
	server := serveTest(t)
	target, err := url.Parse(server.url)
	if err != nil {
		t.Fatal(err)
	}
	// The suite cannot send a token: the proxy does, and leaves all else as it is.
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.Out.URL.Scheme, r.Out.URL.Host = target.Scheme, target.Host },
		Transport: server,
	})
	t.Cleanup(proxy.Close)
	for _, scenario := range []string{
		"tools-list",
		"dns-rebinding-protection",
		"http-header-validation",
		"sep-2164-resource-not-found",
	} {
		t.Run(scenario, func(t *testing.T) {
			command := exec.Command("npx", "--yes", suite, "server", "--url", proxy.URL+target.Path, "--scenario", scenario)
			command.Dir = t.TempDir()
			if output, err := command.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, output)
			}
		})
	}
}
